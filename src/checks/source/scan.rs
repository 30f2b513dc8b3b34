//! What stands in the code of a submission, with its lines.

use std::collections::BTreeSet;

use ruff_python_ast::visitor::{Visitor, walk_decorator, walk_except_handler, walk_expr, walk_stmt};
use ruff_python_ast::{Decorator, ExceptHandler, Expr, ExprContext, Stmt, StmtImportFrom};
use ruff_text_size::Ranged;

use crate::checks::python::{self, Unreadable};
use crate::checks::source::Construct;
use crate::model::observation::Sourced;
use crate::model::verdict::Location;

/// Something that the code uses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Use {
    pub(super) what: What,
    pub(super) location: Location,
    /// The functions and classes around it, joined by dots, from the outermost on.
    pub(super) inside: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum What {
    /// A module, by its whole name.
    Import(String),
    /// A name of a module.
    ImportName(String, String),
    Name(String),
    Attribute(String),
    Syntax(Construct),
}

/// All that the code uses, and the files that could not be read.
#[derive(Debug, Default)]
pub(super) struct Scan {
    pub(super) uses: Vec<Use>,
    pub(super) unreadable: Vec<(String, Unreadable)>,
}

/// Reads the required file, the files that were imported, and those that they would import.
pub(super) fn scan(file: &str, seen: &Sourced) -> Scan {
    python::on_deep_stack(|| {
        let mut scan = Scan::default();
        let mut done = BTreeSet::new();
        let mut todo: Vec<String> = seen.loaded.clone();
        todo.push(file.to_owned());
        while let Some(next) = todo.pop() {
            let Some((name, content)) = seen.files.iter().find(|(name, _)| *name == next) else {
                continue;
            };
            if !done.insert(name.clone()) {
                continue;
            }
            match python::file(content) {
                Err(why) => scan.unreadable.push((name.clone(), why)),
                Ok((code, module)) => {
                    let mut reader = Reader::new(name, &code);
                    reader.visit_body(&module.body);
                    todo.extend(reader.uses.iter().flat_map(|one| own_files(file, one, seen)));
                    scan.uses.append(&mut reader.uses);
                }
            }
        }
        let order = |one: &Use| (one.location.file != file, one.location.clone());
        scan.uses.sort_by_key(order);
        scan
    })
}

/// Files of the submission that an import leads to: beside the required file, or from the top.
fn own_files(file: &str, one: &Use, seen: &Sourced) -> Vec<String> {
    let modules = match &one.what {
        What::Import(module) => vec![module.clone()],
        What::ImportName(module, name) => vec![module.clone(), format!("{module}.{name}")],
        What::Name(_) | What::Attribute(_) | What::Syntax(_) => return Vec::new(),
    };
    let beside = file.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut found = Vec::new();
    for module in modules {
        let parts: Vec<&str> = module.split('.').collect();
        for length in 1..=parts.len() {
            let path = parts[..length].join("/");
            for base in [String::new(), format!("{beside}/")] {
                for end in [".py", "/__init__.py"] {
                    let path = format!("{base}{path}{end}").trim_start_matches('/').to_owned();
                    if seen.files.iter().any(|(name, _)| *name == path) {
                        found.push(path);
                    }
                }
            }
        }
    }
    found
}

struct Reader<'a> {
    file: &'a str,
    /// Where lines begin.
    starts: Vec<usize>,
    inside: Vec<String>,
    uses: Vec<Use>,
}

impl<'a> Reader<'a> {
    fn new(file: &'a str, code: &str) -> Self {
        // As Python counts: a carriage return alone ends a line too.
        let bytes = code.as_bytes();
        let ends =
            |at: &usize| bytes[*at] == b'\n' || bytes[*at] == b'\r' && bytes.get(at + 1) != Some(&b'\n');
        let after = (0..bytes.len()).filter(ends).map(|at| at + 1);
        Self {
            file,
            starts: std::iter::once(0).chain(after).collect(),
            inside: Vec::new(),
            uses: Vec::new(),
        }
    }

    fn note(&mut self, what: What, node: &impl Ranged) {
        let at = node.range().start().to_usize();
        let line = self.starts.partition_point(|start| *start <= at);
        self.uses.push(Use {
            what,
            location: Location {
                file: self.file.to_owned(),
                line: u32::try_from(line).unwrap_or(u32::MAX),
            },
            inside: self.inside.join("."),
        });
    }

    fn import_from(&mut self, import: &StmtImportFrom) {
        let level = import.level as usize;
        let name = import.module.as_ref().map_or("", |name| name.as_str());
        let module = if level == 0 {
            name.to_owned()
        } else {
            // A relative import starts from the folder of the file.
            let mut folders: Vec<&str> = self.file.split('/').collect();
            folders.truncate(folders.len().saturating_sub(level));
            folders.extend(Some(name).filter(|name| !name.is_empty()));
            folders.join(".")
        };
        self.note(What::Import(module.clone()), import);
        for alias in &import.names {
            if alias.name.as_str() == "*" {
                self.note(What::Syntax(Construct::StarImport), import);
            } else {
                self.note(What::ImportName(module.clone(), alias.name.to_string()), alias);
            }
        }
    }

    /// `sys.modules["abc"]`, `sys.modules.get("abc")`, `__import__("abc")` and the like, also where they never run.
    fn named_module(&mut self, expression: &Expr) {
        let (owner, key) = match expression {
            Expr::Subscript(subscript) => (subscript.value.as_ref(), Some(subscript.slice.as_ref())),
            Expr::Call(call) => (call.func.as_ref(), call.arguments.args.first()),
            _ => return,
        };
        let Some(Expr::StringLiteral(text)) = key else {
            return;
        };
        let leads = match owner {
            Expr::Name(name) => matches!(name.id.as_str(), "__import__" | "import_module" | "modules"),
            Expr::Attribute(attribute) => match attribute.attr.as_str() {
                "import_module" | "__import__" | "modules" => true,
                "get" | "pop" | "setdefault" | "__getitem__" => is_modules(&attribute.value),
                _ => false,
            },
            _ => false,
        };
        if leads {
            self.note(What::Import(text.value.to_str().to_owned()), expression);
        }
    }
}

fn is_modules(expression: &Expr) -> bool {
    match expression {
        Expr::Name(name) => name.id.as_str() == "modules",
        Expr::Attribute(attribute) => attribute.attr.as_str() == "modules",
        _ => false,
    }
}

impl<'a> Visitor<'a> for Reader<'_> {
    fn visit_stmt(&mut self, statement: &'a Stmt) {
        let construct = match statement {
            Stmt::For(statement) if statement.is_async => Some(Construct::Async),
            Stmt::With(statement) if statement.is_async => Some(Construct::Async),
            Stmt::FunctionDef(statement) if statement.is_async => Some(Construct::Async),
            Stmt::For(_) => Some(Construct::For),
            Stmt::While(_) => Some(Construct::While),
            Stmt::If(_) => Some(Construct::If),
            Stmt::Try(_) => Some(Construct::Try),
            Stmt::With(_) => Some(Construct::With),
            Stmt::ClassDef(_) => Some(Construct::Class),
            Stmt::Global(_) => Some(Construct::Global),
            Stmt::Nonlocal(_) => Some(Construct::Nonlocal),
            Stmt::Assert(_) => Some(Construct::Assert),
            Stmt::Match(_) => Some(Construct::Match),
            Stmt::Raise(_) => Some(Construct::Raise),
            Stmt::Delete(_) => Some(Construct::Del),
            Stmt::Import(_) | Stmt::ImportFrom(_) => Some(Construct::Import),
            _ => None,
        };
        if let Some(construct) = construct {
            self.note(What::Syntax(construct), statement);
        }
        match statement {
            Stmt::Import(import) => {
                for alias in &import.names {
                    self.note(What::Import(alias.name.to_string()), alias);
                }
            }
            Stmt::ImportFrom(import) => self.import_from(import),
            _ => {}
        }
        let name = match statement {
            Stmt::FunctionDef(function) => Some(function.name.to_string()),
            Stmt::ClassDef(class) => Some(class.name.to_string()),
            _ => None,
        };
        let entered = name.is_some();
        self.inside.extend(name);
        walk_stmt(self, statement);
        if entered {
            self.inside.pop();
        }
    }

    fn visit_expr(&mut self, expression: &'a Expr) {
        let construct = match expression {
            Expr::Lambda(_) => Some(Construct::Lambda),
            Expr::ListComp(_) | Expr::SetComp(_) | Expr::DictComp(_) => Some(Construct::Comprehension),
            Expr::Generator(_) => Some(Construct::Generator),
            Expr::Yield(_) | Expr::YieldFrom(_) => Some(Construct::Yield),
            Expr::Await(_) => Some(Construct::Await),
            Expr::Named(_) => Some(Construct::Walrus),
            Expr::FString(_) => Some(Construct::FString),
            Expr::Slice(_) => Some(Construct::Slice),
            Expr::If(_) => Some(Construct::Ternary),
            _ => None,
        };
        if let Some(construct) = construct {
            self.note(What::Syntax(construct), expression);
        }
        match expression {
            Expr::Name(name) if name.ctx == ExprContext::Load => {
                self.note(What::Name(name.id.to_string()), expression);
            }
            Expr::Attribute(attribute) => {
                self.note(What::Attribute(attribute.attr.to_string()), expression);
                // `builtins.eval` is `eval`.
                if matches!(attribute.value.as_ref(), Expr::Name(name) if name.id.as_str() == "builtins") {
                    self.note(What::Name(attribute.attr.to_string()), expression);
                }
            }
            _ => {}
        }
        self.named_module(expression);
        walk_expr(self, expression);
    }

    fn visit_decorator(&mut self, decorator: &'a Decorator) {
        self.note(What::Syntax(Construct::Decorator), decorator);
        walk_decorator(self, decorator);
    }

    fn visit_except_handler(&mut self, handler: &'a ExceptHandler) {
        let ExceptHandler::ExceptHandler(caught) = handler;
        if caught.type_.is_none() {
            self.note(What::Syntax(Construct::BareExcept), handler);
        }
        walk_except_handler(self, handler);
    }
}
