//! How deep a tree a piece of Python would become, measured without making it.
//!
//! The parser is recursive: a long `1+1+…` or `((((` overflows any stack and kills the process. Its lexer is not. No
//! program that Python itself compiles comes near the bound.

use ruff_python_ast::token::TokenKind;
use ruff_python_parser::Mode;
use ruff_python_parser::lexer::lex;

/// Tokens that may hang on each other, over all open brackets.
const DEEPEST: usize = 20_000;

/// A bracket that is open, or the line around all of them.
#[derive(Default, Clone, Copy)]
struct Level {
    /// Tokens since the last comma.
    chain: usize,
    /// `lambda`s, whose bodies go on after a comma.
    lambdas: usize,
}

/// Whether a parser would go too deep for a stack.
pub(super) fn is_too_deep(code: &str) -> bool {
    let mut lexer = lex(code, Mode::Module);
    let mut levels = vec![Level::default()];
    let (mut total, mut indents) = (0_usize, 0_usize);
    loop {
        let top = levels.len() - 1;
        match lexer.next_token() {
            TokenKind::EndOfFile => return false,
            TokenKind::Lpar | TokenKind::Lsqb | TokenKind::Lbrace => {
                total += 1;
                levels[top].chain += 1;
                levels.push(Level::default());
            }
            TokenKind::Rpar | TokenKind::Rsqb | TokenKind::Rbrace if top > 0 => {
                total -= levels[top].chain;
                levels.pop();
            }
            TokenKind::Comma => {
                total -= levels[top].chain - levels[top].lambdas;
                levels[top].chain = levels[top].lambdas;
            }
            TokenKind::Newline => {
                total = 0;
                levels.truncate(1);
                levels[0] = Level::default();
            }
            TokenKind::Indent => indents += 1,
            TokenKind::Dedent => indents = indents.saturating_sub(1),
            TokenKind::NonLogicalNewline | TokenKind::Comment => {}
            TokenKind::Lambda => {
                total += 1;
                levels[top].chain += 1;
                levels[top].lambdas += 1;
            }
            _ => {
                total += 1;
                levels[top].chain += 1;
            }
        }
        if total + 10 * indents > DEEPEST {
            return true;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chains_of_every_kind_are_found_and_long_programs_are_not_chains() {
        let many = DEEPEST + 1;
        for deep in [
            format!("x = 1{}", "+1".repeat(many)),
            "(".repeat(many),
            "[(".repeat(many),
            "not ".repeat(many) + "x",
            "a".to_owned() + &".b".repeat(many),
            "lambda: ".repeat(many) + "1",
            "lambda x,: ".repeat(many) + "1",
            "x if y else ".repeat(many),
            format!("f\"{{1{}}}\"", "+1".repeat(many)),
            format!("f(1, 2{}, 3)", "**2".repeat(many)),
            format!("f\"{{'\\\"\\\"\\\"'}}\" + 1{}", "+1".repeat(many)),
            "if x:\n".to_owned()
                + &(1..3000)
                    .map(|depth| " ".repeat(depth) + "if x:\n")
                    .collect::<String>(),
        ] {
            assert!(is_too_deep(&deep), "{}", &deep[..40]);
        }
        for flat in [
            "x = 1 + 2\n".repeat(many),
            format!("x = [{}]", "1, ".repeat(many)),
            format!("x = {{{}}}", "'a': (1, 2),\n".repeat(many)),
            format!("\"\"\"{}\"\"\"", "(1+ ".repeat(many)),
            "# (((\n".repeat(many),
            "(".repeat(200) + "1" + &")".repeat(200),
        ] {
            assert!(!is_too_deep(&flat), "{}", &flat[..20]);
        }
    }
}
