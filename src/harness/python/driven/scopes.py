"""Which names of a source can be shared by threads: changed globals, and closure variables that change."""

from __future__ import annotations

import ast

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Union

    Function = Union[ast.FunctionDef, ast.AsyncFunctionDef]
    Comprehension = Union[ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp]

# Names that can reach every global without naming it.
_DYNAMIC = frozenset(("globals", "exec", "eval", "vars", "__dict__", "locals"))


class Scope:
    """A module, class, function, lambda or comprehension, and the names bound in it."""

    def __init__(self, parent: Scope | None, kind: str, class_name: str = "") -> None:
        self.parent = parent
        self.kind = kind
        # For the spelling of private names.
        self.class_name: str = class_name or (parent.class_name if parent is not None else "")
        self.bound: set[str] = set()
        self.globals: set[str] = set()
        self.nonlocals: set[str] = set()
        # Closure variables owned here that need an identity.
        self.shared: set[str] = set()
        # Inside a function, or a piece of a scenario: code that can run in several threads.
        self.everywhere = False

    @property
    def inside(self) -> bool:
        if self.everywhere or self.kind in ("function", "lambda"):
            return True
        return self.parent is not None and self.parent.inside

    def owner(self, name: str) -> Scope | None:
        """The function whose variable `name` is when seen from here; `None` for globals and builtins."""
        if name in self.globals:
            return None
        scope: Scope | None = self.parent if name in self.nonlocals else self
        first = name not in self.nonlocals
        while scope is not None and scope.kind != "module":
            if scope.kind != "class" or first:
                if name in scope.globals:
                    return None
                if name in scope.bound and name not in scope.nonlocals:
                    return scope
            first = False
            scope = scope.parent
        return None

    def mangled(self, name: str) -> str:
        """The name as the compiler spells it inside a class."""
        stripped = self.class_name.lstrip("_")
        if not stripped or not name.startswith("__") or name.endswith("__") or "." in name:
            return name
        return f"_{stripped}{name}"


class Scan(ast.NodeVisitor):
    """Finds the scopes of a tree, and who reads and binds which name."""

    def __init__(self, tree: ast.Module) -> None:
        self.module = self._scope = Scope(None, "module")
        self.scopes: dict[ast.AST, Scope] = {tree: self.module}
        self._reads: list[tuple[Scope, str]] = []
        self._stores: list[tuple[Scope, str]] = []
        self._dynamic = False
        for statement in tree.body:
            self.visit(statement)
        self.changing_globals = self._find_globals()
        self._find_closures()

    def _find_globals(self) -> set[str]:
        stored = {
            name for scope, name in self._stores if scope.owner(name) is None and scope.kind != "module"
        }
        at_module = [name for scope, name in self._stores if scope is self.module]
        read = {name for scope, name in self._reads if scope.inside and scope.owner(name) is None}
        again = {name for name in at_module if at_module.count(name) > 1}
        changing = stored | (again & read)
        if self._dynamic:
            changing |= read & set(at_module)
        return changing

    def _find_closures(self) -> None:
        times: dict[tuple[Scope, str], int] = {}
        for scope, name in self._stores:
            owner = scope.owner(name)
            if owner is not None:
                times[owner, name] = times.get((owner, name), 0) + 1
                if owner is not scope and owner.kind == "function" and scope.kind != "comprehension":
                    owner.shared.add(name)
        for scope, name in self._reads:
            owner = scope.owner(name)
            if owner is None or owner is scope or owner.kind != "function":
                continue
            if times.get((owner, name), 0) > 1 and scope.kind != "comprehension":
                owner.shared.add(name)

    def _bind(self, name: str) -> None:
        self._scope.bound.add(name)
        self._stores.append((self._scope, name))

    def visit_Name(self, node: ast.Name) -> None:
        if isinstance(node.ctx, ast.Load):
            self._reads.append((self._scope, node.id))
            self._dynamic = self._dynamic or node.id in _DYNAMIC
        else:
            self._bind(node.id)

    def visit_Attribute(self, node: ast.Attribute) -> None:
        self._dynamic = self._dynamic or node.attr in _DYNAMIC
        self.visit(node.value)

    def visit_Global(self, node: ast.Global) -> None:
        self._scope.globals.update(node.names)

    def visit_Nonlocal(self, node: ast.Nonlocal) -> None:
        self._scope.nonlocals.update(node.names)

    def visit_AugAssign(self, node: ast.AugAssign) -> None:
        if isinstance(node.target, ast.Name):
            self._bind(node.target.id)
            self._reads.append((self._scope, node.target.id))
            if self._scope is self.module:
                self._bind(node.target.id)
        else:
            self.visit(node.target)
        self.visit(node.value)

    def visit_NamedExpr(self, node: ast.NamedExpr) -> None:
        inner = self._scope
        while self._scope.kind == "comprehension" and self._scope.parent is not None:
            self._scope = self._scope.parent
        self._bind(node.target.id)
        self._scope = inner
        self.visit(node.value)

    def visit_Import(self, node: ast.Import | ast.ImportFrom) -> None:
        for alias in node.names:
            if alias.name != "*":
                self._bind((alias.asname or alias.name).partition(".")[0])

    def visit_ImportFrom(self, node: ast.ImportFrom) -> None:
        self.visit_Import(node)

    def visit_ExceptHandler(self, node: ast.ExceptHandler) -> None:
        if node.name:
            self._bind(node.name)
        self.generic_visit(node)

    def visit_MatchAs(self, node: ast.AST) -> None:
        name = getattr(node, "name", None) or getattr(node, "rest", None)
        if name:
            self._bind(name)
        self.generic_visit(node)

    visit_MatchStar = visit_MatchAs
    visit_MatchMapping = visit_MatchAs

    def visit_FunctionDef(self, node: Function) -> None:
        self._bind(node.name)
        for decorator in node.decorator_list:
            self.visit(decorator)
        self._visit_defaults(node.args)
        self._enter(node, "function", node.args, node.body)

    def visit_AsyncFunctionDef(self, node: ast.AsyncFunctionDef) -> None:
        self.visit_FunctionDef(node)

    def visit_Lambda(self, node: ast.Lambda) -> None:
        self._visit_defaults(node.args)
        self._enter(node, "lambda", node.args, [node.body])

    def _visit_defaults(self, args: ast.arguments) -> None:
        for default in [*args.defaults, *args.kw_defaults]:
            if default is not None:
                self.visit(default)

    def _enter(
        self, node: ast.AST, kind: str, args: ast.arguments | None, body: list[ast.stmt] | list[ast.expr]
    ) -> None:
        outer = self._scope
        name = node.name if isinstance(node, ast.ClassDef) else ""
        self._scope = self.scopes[node] = Scope(outer, kind, name)
        if args is not None:
            for arg in [*args.posonlyargs, *args.args, args.vararg, *args.kwonlyargs, args.kwarg]:
                if arg is not None:
                    self._bind(arg.arg)
        for part in body:
            self.visit(part)
        self._scope = outer

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        self._bind(node.name)
        for part in [*node.decorator_list, *node.bases, *(keyword.value for keyword in node.keywords)]:
            self.visit(part)
        self._enter(node, "class", None, node.body)

    def _comprehension(self, node: Comprehension) -> None:
        self.visit(node.generators[0].iter)
        outer = self._scope
        self._scope = self.scopes[node] = Scope(outer, "comprehension")
        for index, generator in enumerate(node.generators):
            if index:
                self.visit(generator.iter)
            self.visit(generator.target)
            for condition in generator.ifs:
                self.visit(condition)
        for part in (node.key, node.value) if isinstance(node, ast.DictComp) else (node.elt,):
            self.visit(part)
        self._scope = outer

    visit_ListComp = visit_SetComp = visit_DictComp = visit_GeneratorExp = _comprehension
