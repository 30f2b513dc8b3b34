//! Which names a piece of Python needs from outside, and which it makes.

use std::collections::BTreeSet;

use ruff_python_ast::visitor::{
    Visitor, walk_except_handler, walk_expr, walk_parameter, walk_pattern, walk_stmt,
};
use ruff_python_ast::{ExceptHandler, Expr, ExprContext, ModModule, Parameter, Pattern, Stmt};

use crate::checks::python::builtins;

/// Names read and names bound, in any scope of some pieces of code that share a namespace.
///
/// A name that is bound anywhere counts as bound everywhere: where that is wrong, the author lists `needs`.
#[derive(Debug, Default)]
pub(crate) struct Names {
    read: BTreeSet<String>,
    bound: BTreeSet<String>,
}

impl Names {
    /// The names of one piece of code.
    pub(crate) fn of(module: &ModModule) -> Self {
        let mut names = Self::default();
        names.add(module);
        names
    }

    pub(crate) fn add(&mut self, module: &ModModule) {
        for statement in &module.body {
            self.visit_stmt(statement);
        }
    }

    /// Names that must come from the submission's file, sorted.
    pub(crate) fn needed(&self) -> Vec<String> {
        let free = self.read.difference(&self.bound);
        free.filter(|name| !builtins::is_builtin(name)).cloned().collect()
    }

    pub(crate) fn binds(&self, name: &str) -> bool {
        self.bound.contains(name)
    }

    /// Names that the code makes, sorted.
    pub(crate) fn bound(&self) -> Vec<String> {
        self.bound.iter().cloned().collect()
    }

    /// A name that the code finds without making it.
    pub(crate) fn bind(&mut self, name: &str) {
        self.bound.insert(name.to_owned());
    }
}

impl<'a> Visitor<'a> for Names {
    fn visit_stmt(&mut self, statement: &'a Stmt) {
        match statement {
            Stmt::FunctionDef(function) => self.bind(&function.name),
            Stmt::ClassDef(class) => self.bind(&class.name),
            Stmt::Import(import) => {
                for alias in &import.names {
                    let first = alias.name.split('.').next().unwrap_or_default();
                    self.bind(alias.asname.as_ref().map_or(first, |name| name.as_str()));
                }
            }
            Stmt::ImportFrom(import) => {
                for alias in &import.names {
                    self.bind(alias.asname.as_ref().unwrap_or(&alias.name));
                }
            }
            _ => {}
        }
        walk_stmt(self, statement);
    }

    fn visit_expr(&mut self, expression: &'a Expr) {
        if let Expr::Name(name) = expression {
            match name.ctx {
                ExprContext::Load => self.read.insert(name.id.to_string()),
                ExprContext::Store => self.bound.insert(name.id.to_string()),
                ExprContext::Del | ExprContext::Invalid => false,
            };
        }
        walk_expr(self, expression);
    }

    fn visit_parameter(&mut self, parameter: &'a Parameter) {
        self.bind(&parameter.name);
        walk_parameter(self, parameter);
    }

    fn visit_except_handler(&mut self, handler: &'a ExceptHandler) {
        let ExceptHandler::ExceptHandler(caught) = handler;
        if let Some(name) = &caught.name {
            self.bind(name);
        }
        walk_except_handler(self, handler);
    }

    fn visit_pattern(&mut self, pattern: &'a Pattern) {
        match pattern {
            Pattern::MatchAs(named) => named.name.iter().for_each(|name| self.bind(name)),
            Pattern::MatchStar(named) => named.name.iter().for_each(|name| self.bind(name)),
            Pattern::MatchMapping(named) => named.rest.iter().for_each(|name| self.bind(name)),
            _ => {}
        }
        walk_pattern(self, pattern);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::python::statements;

    #[test]
    fn names_used_and_neither_assigned_nor_builtin_are_needed() {
        #[track_caller]
        fn check(code: &str, expected: &[&str]) {
            let mut names = Names::default();
            names.add(&statements(code).unwrap());
            assert_eq!(names.needed(), expected, "{code}");
        }
        check("c = Counter(5)\nc.increment(-2)", &["Counter"]);
        check("[x for x in range(3)]", &[]);
        check("import threading, os.path as p\nthreading.Lock(); p.join", &[]);
        check("from a import b as d\nd; b", &["b"]);
        check("def f(a, *b, c=g, **d): return a, b, c, d\nf(1)", &["g"]);
        check(
            "try:\n    count(1)\nexcept ValueError as error:\n    print(error)",
            &["count"],
        );
        check(
            "class Locked(Counter):\n    def increment(self):\n        with lock: pass\nLocked()",
            &["Counter", "lock"],
        );
        check("lambda x: x + y", &["y"]);
        check("f'{total(a)}'", &["a", "total"]);
        check("(n := 3) + n", &[]);
        check("del gone", &[]);
    }
}
