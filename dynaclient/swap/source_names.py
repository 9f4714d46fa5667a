"""Which names in a Python program hold clients, their methods and operationIds, as far as its text shows.

Follows assignments, `with`, annotations, functions that return a client, clients that are passed to functions of the
program, and names imported from one of its modules into another.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

CLASSES = frozenset(("Client", "AsyncClient", "OpenAI", "AsyncOpenAI"))

_COPIES = frozenset(("with_options", "sandbox", "__enter__", "__aenter__"))
"""Methods of a client that return one."""

_CHANGES = frozenset(("update", "setdefault"))
"""Methods of a mapping that may add keys to it."""

_Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(slots=True, eq=False)
class Scope:
    """The names of a module, class or function.

    Attributes:
        clients: names, with dots, that hold a client.
        classes: names of classes of clients, or of modules that have them: `dynaclient` → "".
        methods: name → operation, of bound methods: `create = client.createPet`.
        texts: name → the texts that it may hold.
        keys: name → the keys of the mapping that it holds, or None if they cannot be known.
        makers: names of functions that return a client.
        bound: every name that is bound here.
    """

    node: ast.AST
    parent: Scope | None
    clients: set[str] = field(default_factory=set)
    classes: dict[str, str] = field(default_factory=dict)
    methods: dict[str, str] = field(default_factory=dict)
    texts: dict[str, set[str] | None] = field(default_factory=dict)
    keys: dict[str, set[str] | None] = field(default_factory=dict)
    makers: set[str] = field(default_factory=set)
    bound: set[str] = field(default_factory=set)

    @property
    def is_class(self) -> bool:
        """Whether this is the body of a class, whose names its methods do not see."""
        return isinstance(self.node, ast.ClassDef)

    def chain(self) -> Iterator[Scope]:
        """This scope and those around it that it sees."""
        scope: Scope | None = self
        while scope is not None:
            if scope is self or not scope.is_class:
                yield scope
            scope = scope.parent

    def home(self, name: str) -> Scope:
        """The scope that a name belongs to; of `self.x`, the class around."""
        head = name.partition(".")[0]
        if head in ("self", "cls") and "." in name:
            scope: Scope | None = self
            while scope is not None and not scope.is_class:
                scope = scope.parent
            if scope is not None:
                return scope
        return next((scope for scope in self.chain() if head in scope.bound), self)


def dotted(node: ast.AST) -> str:
    """`a.b.c` for names and attributes; "" for anything else."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        base = dotted(node.value)
        return f"{base}.{node.attr}" if base else ""
    return ""


class Module:
    """One file: its scopes, and what they hold."""

    def __init__(self, path: str, name: str, tree: ast.Module) -> None:
        self.path = path
        self.name = name
        self.tree = tree
        self.scopes: dict[ast.AST, Scope] = {}
        self.scope_of: dict[ast.AST, Scope] = {}
        self.root = Scope(tree, None)
        self._enter(tree, self.root)

    def _enter(self, node: ast.AST, scope: Scope) -> None:
        """Give each node its scope, and each scope the names bound in it."""
        waiting = [(node, scope)]
        self.scopes[node] = scope
        while waiting:
            outer, inside = waiting.pop()
            for child in ast.iter_child_nodes(outer):
                self.scope_of[child] = inside
                _bind(child, inside)
                following = inside
                if isinstance(child, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)):
                    following = self.scopes[child] = Scope(child, inside)
                waiting.append((child, following))

    # what expressions are

    def is_class(self, node: ast.AST, scope: Scope) -> bool:
        """Whether an expression is a class of clients."""
        name = dotted(node.value if isinstance(node, ast.Subscript) else node)
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            name = node.value
        head, _, rest = name.partition(".")
        home = scope.home(head)
        if head not in home.classes:
            return False
        return (home.classes[head] or rest.rpartition(".")[2]) in CLASSES if rest else bool(home.classes[head])

    def is_client(self, node: ast.AST, scope: Scope) -> bool:
        """Whether an expression is a client."""
        if isinstance(node, (ast.Await, ast.NamedExpr)):
            return self.is_client(node.value, scope)
        if isinstance(node, ast.IfExp):
            return self.is_client(node.body, scope) or self.is_client(node.orelse, scope)
        if isinstance(node, ast.BoolOp):
            return any(self.is_client(value, scope) for value in node.values)
        if isinstance(node, ast.Call):
            return self._makes_client(node, scope)
        name = dotted(node)
        return bool(name) and name in scope.home(name).clients

    def _makes_client(self, node: ast.Call, scope: Scope) -> bool:
        function = node.func
        if self.is_class(function, scope):
            return True
        if isinstance(function, ast.Attribute) and function.attr in _COPIES:
            return self.is_client(function.value, scope) or self.is_class(function.value, scope)
        name = dotted(function)
        if name in ("copy.copy", "copy.deepcopy", "copy", "deepcopy") and node.args:
            return self.is_client(node.args[0], scope)
        return bool(name) and name in scope.home(name).makers

    def texts(self, node: ast.AST, scope: Scope) -> set[str] | None:
        """The texts that an expression may be, or None if that cannot be known."""
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            return {node.value}
        if isinstance(node, ast.IfExp):
            both = self.texts(node.body, scope), self.texts(node.orelse, scope)
            return None if None in both else (both[0] or set()) | (both[1] or set())
        name = dotted(node)
        return scope.home(name).texts.get(name) if name else None

    def keys(self, node: ast.AST, scope: Scope) -> set[str] | None:
        """The keys of the mapping that an expression is, or None if they cannot be known."""
        if isinstance(node, ast.Constant) and node.value is None:
            return set()
        if isinstance(node, ast.Call) and dotted(node.func) == "dict" and not node.args:
            names = {word.arg for word in node.keywords}
            return None if None in names else {str(name) for name in names}
        if isinstance(node, ast.Dict):
            found: set[str] = set()
            for key, value in zip(node.keys, node.values, strict=True):
                more = self.keys(value, scope) if key is None else self.texts(key, scope)
                if more is None:
                    return None
                found |= more
            return found
        name = dotted(node)
        return scope.home(name).keys.get(name) if name else None


def _bind(node: ast.AST, scope: Scope) -> None:
    if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
        scope.bound.add(node.id)
    elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        scope.bound.add(node.name)
    elif isinstance(node, ast.arg):
        scope.bound.add(node.arg)
    elif isinstance(node, (ast.Import, ast.ImportFrom)):
        scope.bound.update((alias.asname or alias.name).partition(".")[0] for alias in node.names)


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
