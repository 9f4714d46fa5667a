"""Which names in a Python program hold clients, their methods and operationIds, as far as its text shows.

Follows assignments, `with`, annotations, functions that return a client, clients that are passed to functions of the
program, and names imported from one of its modules into another.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable

from .source_scopes import CLASSES, Module, Scope, dotted

_CHANGES = frozenset(("update", "setdefault"))
"""Methods of a mapping that may add keys to it."""

_Function = ast.FunctionDef | ast.AsyncFunctionDef


class Names:
    """What the names of all files of a program hold: found by looking again until nothing new is found."""

    def __init__(self, modules: Iterable[Module], operations: Iterable[str]) -> None:
        self.modules = list(modules)
        self._operations = frozenset(operations)
        self.followed: set[ast.AST] = set()
        self._by_name = {module.name.rpartition(".")[2]: module for module in self.modules}
        size = -1
        while size != (size := self._size()):
            for module in self.modules:
                for node, scope in module.scope_of.items():
                    self._look(module, node, scope)

    def _size(self) -> int:
        scopes = [scope for module in self.modules for scope in module.scopes.values()]
        return sum(
            len(s.clients)
            + len(s.classes)
            + len(s.methods)
            + len(s.makers)
            + sum(len(t or ()) + 1 for t in (*s.texts.values(), *s.keys.values()))
            for s in scopes
        )

    def _look(self, module: Module, node: ast.AST, scope: Scope) -> None:
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            self._imported(node, scope)
        elif isinstance(node, ast.Assign):
            for target in node.targets:
                self._assigned(module, target, node.value, scope)
        elif isinstance(node, (ast.AnnAssign, ast.NamedExpr)) and node.value is not None:
            self._assigned(module, node.target, node.value, scope)
        elif isinstance(node, ast.withitem) and node.optional_vars is not None:
            self._assigned(module, node.optional_vars, node.context_expr, scope)
        elif isinstance(node, (ast.For, ast.AsyncFor, ast.comprehension)):
            self._looped(module, node, scope)
        elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            self._function(module, node, scope)
        elif isinstance(node, ast.ClassDef) and any(module.is_class(base, scope) for base in node.bases):
            scope.classes[node.name] = "Client"
            module.scopes[node].clients.add("self")
        elif isinstance(node, ast.Call):
            self._passed(module, node, scope)
            if isinstance(node.func, ast.Attribute) and node.func.attr in _CHANGES:
                self._add_keys(dotted(node.func.value), None, scope)
        if isinstance(node, ast.AnnAssign) and _annotates(module, node.annotation, scope):
            self._hold(dotted(node.target), scope)

    def _imported(self, node: ast.Import | ast.ImportFrom, scope: Scope) -> None:
        if isinstance(node, ast.Import):
            for alias in node.names:
                if alias.name.partition(".")[0] == "dynaclient":
                    scope.classes[(alias.asname or alias.name).partition(".")[0]] = ""
                elif alias.name in self._by_name:
                    self._whole(self._by_name[alias.name], alias.asname or alias.name, scope)
            return
        source = node.module or ""
        for alias in node.names:
            name = alias.asname or alias.name
            if source.partition(".")[0] == "dynaclient" and alias.name in CLASSES:
                scope.classes[name] = alias.name
            other = self._by_name.get(source.rpartition(".")[2] or alias.name)
            if other is None:
                continue
            root = other.root
            if alias.name in root.classes:
                scope.classes[name] = root.classes[alias.name]
            if alias.name in root.clients:
                scope.clients.add(name)
            if alias.name in root.makers:
                scope.makers.add(name)
            if alias.name in root.texts:
                scope.texts[name] = root.texts[alias.name]
            if other.name.rpartition(".")[2] == alias.name:
                self._whole(other, name, scope)

    @staticmethod
    def _whole(module: Module, name: str, scope: Scope) -> None:
        """A module of the program, imported under a name."""
        scope.clients.update(f"{name}.{held}" for held in module.root.clients)
        scope.makers.update(f"{name}.{held}" for held in module.root.makers)

    def _assigned(self, module: Module, target: ast.AST, value: ast.AST, scope: Scope) -> None:
        name = dotted(target)
        if isinstance(target, ast.Subscript):
            self._add_keys(dotted(target.value), module.texts(target.slice, scope), scope)
            return
        if not name:
            if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple) and len(target.elts) == len(value.elts):
                for one, other in zip(target.elts, value.elts, strict=True):
                    self._assigned(module, one, other, scope)
            return
        home = scope.home(name)
        if module.is_client(value, scope):
            home.clients.add(name)
        elif module.is_class(value, scope):
            home.classes[name] = "Client"
        elif isinstance(value, ast.Attribute) and module.is_client(value.value, scope):
            if value.attr in self._operations:
                home.methods[name] = value.attr
                self.followed.add(value)
        else:
            texts, keys = module.texts(value, scope), module.keys(value, scope)
            known = home.texts.get(name, set())
            home.texts[name] = None if texts is None or known is None else known | texts
            self._add_keys(name, keys, scope)

    @staticmethod
    def _add_keys(name: str, keys: set[str] | None, scope: Scope) -> None:
        """Note that a mapping has these keys besides those known; None if it may have any."""
        if name:
            home = scope.home(name)
            known = home.keys.get(name, set())
            home.keys[name] = None if keys is None or known is None else known | keys

    def _looped(self, module: Module, node: ast.For | ast.AsyncFor | ast.comprehension, scope: Scope) -> None:
        if isinstance(node.iter, (ast.Tuple, ast.List, ast.Set)) and isinstance(node.target, ast.Name):
            for value in node.iter.elts:
                self._assigned(module, node.target, value, scope)

    def _function(self, module: Module, node: _Function, scope: Scope) -> None:
        inside = module.scopes[node]
        arguments = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
        for argument in arguments:
            if argument.annotation is not None and _annotates(module, argument.annotation, scope):
                inside.clients.add(argument.arg)
        if scope.is_class and "self" in scope.clients and arguments:
            inside.clients.add(arguments[0].arg)
        returned = (each.value for each in ast.walk(node) if isinstance(each, (ast.Return, ast.Yield)) and each.value)
        makes = node.returns is not None and _annotates(module, node.returns, scope)
        if makes or any(module.is_client(value, inside) for value in returned):
            is_property = any(dotted(mark).endswith("property") for mark in node.decorator_list)
            name = f"self.{node.name}" if scope.is_class else node.name
            (scope.clients if is_property else scope.makers).add(name)

    def _passed(self, module: Module, node: ast.Call, scope: Scope) -> None:
        """Clients that are passed to a function of the program."""
        name = dotted(node.func).rpartition(".")[2]
        given = [i for i, value in enumerate(node.args) if module.is_client(value, scope)]
        named = [word.arg for word in node.keywords if word.arg and module.is_client(word.value, scope)]
        if not name or not (given or named):
            return
        for other in self.modules:
            for found, inside in other.scopes.items():
                function, skipped = _function_called(found, name)
                if function is None:
                    continue
                at = other.scopes[function]
                arguments = [*function.args.posonlyargs, *function.args.args][skipped:]
                at.clients.update(arguments[i].arg for i in given if i < len(arguments))
                at.clients.update(
                    arg for arg in named if arg in {a.arg for a in (*arguments, *function.args.kwonlyargs)}
                )
                del inside

    @staticmethod
    def _hold(name: str, scope: Scope) -> None:
        if name:
            scope.home(name).clients.add(name)


def _function_called(node: ast.AST, name: str) -> tuple[_Function | None, int]:
    """The function that a call of a name runs, if this is it, and how many arguments the caller does not write."""
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and node.name == name:
        first = node.args.args[0].arg if node.args.args else ""
        return node, 1 if first in ("self", "cls") else 0
    if isinstance(node, ast.ClassDef) and node.name == name:
        for inner in node.body:
            if isinstance(inner, (ast.FunctionDef, ast.AsyncFunctionDef)) and inner.name == "__init__":
                return inner, 1
    return None, 0


def _annotates(module: Module, node: ast.AST, scope: Scope) -> bool:
    """Whether an annotation names a class of clients, alone, in a union or in quotes."""
    if isinstance(node, ast.BinOp):
        return _annotates(module, node.left, scope) or _annotates(module, node.right, scope)
    if isinstance(node, ast.Subscript):
        inner = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
        return any(_annotates(module, each, scope) for each in inner)
    return module.is_class(node, scope)
