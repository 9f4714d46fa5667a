"""The scopes of a Python file, and what expressions in it are: clients, classes of clients, texts, mappings.

Knows only what `source_names` found; finds nothing by itself.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field

CLASSES = frozenset(("Client", "AsyncClient", "OpenAI", "AsyncOpenAI"))

_COPIES = frozenset(("with_options", "sandbox", "__enter__", "__aenter__"))
"""Methods of a client that return one."""


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
        home = scope.home(name)
        own, _, member = name.partition(".")
        is_field = home.is_class and own in ("self", "cls") and member in home.clients
        return bool(name) and (name in home.clients or is_field)

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
