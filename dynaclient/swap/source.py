"""What a program uses, read from its source: the calls of clients in it. Nothing of the program is run.

What cannot be known from the text is listed with file and line, never guessed.
"""

from __future__ import annotations

import ast
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from .._support.wording import did_you_mean
from ..document import Document
from ..errors import DocumentError
from ..model import Operations
from .arguments import BODY, ArgumentNames
from .source_names import Names
from .source_scopes import Module, Scope, dotted
from .used import Arguments, Used

_CALLING = frozenset(("call", "paginate", "poll", "map", "prepare", "validate", "explain"))
"""Methods of a client that take the operation as their first argument."""

_OPTIONS: Mapping[str, frozenset[str]] = {
    "paginate": frozenset(("rule",)),
    "poll": frozenset(("until", "interval", "deadline", "progress")),
}
"""Method → keyword arguments that are not the operation's."""

_ROWS = frozenset(("map",))
"""Methods whose arguments come from rows."""

_OF_PYTHON = frozenset(name for kind in (dict, list, set, str, bytes) for name in dir(kind))
"""Methods that other values than clients have too often to ask about each."""

_MOST_SHOWN = 40
"""Characters of an expression that a finding shows."""

_ENCODING_ERRORS = (SyntaxError, ValueError, RecursionError)


@dataclass(slots=True, frozen=True)
class Unknown:
    """A place in the source that may use an operation or an argument which cannot be known."""

    file: str
    line: int
    what: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.what}"


@dataclass(slots=True)
class SourceUse:
    """What was found in a source.

    Attributes:
        used: operations and arguments.
        unknown: what cannot be known, by file and line.
        places: operation → the first place of a call, as `file:line`.
        files: how many files were read.
    """

    used: Used = field(default_factory=Used)
    unknown: list[Unknown] = field(default_factory=list)
    places: dict[str, str] = field(default_factory=dict)
    files: int = 0


def read_source(document: Document, paths: Iterable[str | os.PathLike[str]]) -> SourceUse:
    """What Python files, or all of those in folders, use of a document.

    Raises:
        DocumentError: a file cannot be read.
    """
    found = SourceUse()
    modules = []
    for path in _files(paths):
        found.files += 1
        try:
            modules.append(Module(path, os.path.basename(path).removesuffix(".py"), ast.parse(_text(path), path)))
        except _ENCODING_ERRORS as error:
            line = getattr(error, "lineno", None) or 1
            found.unknown.append(Unknown(path, line, f"this is not Python that can be read: {error}"))
    operations = Operations(document)
    aliases = {alias: name for alias, name in operations.aliases.items() if alias not in operations}
    known = {**{name: name for name in operations}, **aliases}
    names = Names(modules, known)
    _Finder(document, operations, known, found, names.followed).find(names.modules)
    found.unknown.sort(key=lambda unknown: (unknown.file, unknown.line))
    return found


def _files(paths: Iterable[str | os.PathLike[str]]) -> Iterator[str]:
    for path in [os.fspath(given) for given in paths]:
        if os.path.isdir(path):
            for folder, folders, files in os.walk(path):
                folders[:] = sorted(name for name in folders if not name.startswith(".") and name != "__pycache__")
                yield from (os.path.join(folder, name) for name in sorted(files) if name.endswith(".py"))
        elif os.path.exists(path):
            yield path
        else:
            raise DocumentError("there is no such file or folder", source=path)


def _text(path: str) -> bytes:
    from .shared_file import read_bytes

    return read_bytes(path)


class _Finder:
    def __init__(
        self,
        document: Document,
        operations: Operations,
        known: Mapping[str, str],
        found: SourceUse,
        followed: set[ast.AST],
    ) -> None:
        self._document = document
        self._operations = operations
        self._known = known
        self._found = found
        self._names: dict[str, ArgumentNames] = {}
        self._called: set[ast.AST] = set(followed)
        self._bound: dict[str, set[str]] = {}

    def find(self, modules: Iterable[Module]) -> None:
        modules = list(modules)
        self._bound = {module.name: module.root.bound for module in modules}
        for module in modules:
            nodes = sorted(module.scope_of.items(), key=lambda item: _position(item[0]))
            for node, scope in nodes:
                if isinstance(node, ast.Call):
                    self._call(module, node, scope)
            for node, scope in nodes:
                if isinstance(node, (ast.Attribute, ast.Name)) and node not in self._called:
                    self._passed_on(module, node, scope)

    # calls

    def _call(self, module: Module, node: ast.Call, scope: Scope) -> None:
        function = node.func
        name = dotted(function)
        if name and name in (methods := scope.home(name).methods):
            self._called.add(function)
            self._use(module, node, methods[name], node.args, node.keywords, scope)
        elif name == "getattr" and node.args and module.is_client(node.args[0], scope):
            self._getattr(module, node, scope)
        elif isinstance(function, ast.Attribute) and module.is_client(function.value, scope):
            self._called.add(function)
            if function.attr in self._known:
                self._use(module, node, function.attr, node.args, node.keywords, scope)
            elif function.attr in _CALLING:
                self._by_id(module, node, function.attr, scope)
            elif not _is_own(function.attr):
                self._unknown_operation(module, node, function.attr)
        elif isinstance(function, ast.Attribute) and self._may_be_operation(function, scope):
            holder = ast.unparse(function.value)
            holder = holder if len(holder) <= _MOST_SHOWN else f"{holder[:_MOST_SHOWN]}…"
            self._unknown(
                module, node, f"this calls {function.attr} if {holder} is a client, which cannot be seen from the text"
            )

    def _may_be_operation(self, function: ast.Attribute, scope: Scope) -> bool:
        """Whether a method has the name of an operation, and is none of Python's or of the program."""
        if function.attr not in self._known or function.attr in _OF_PYTHON:
            return False
        holder = dotted(function.value)
        if holder in ("self", "cls") and function.attr in scope.home(f"{holder}.{function.attr}").bound:
            return False
        return function.attr not in self._bound.get(holder.rpartition(".")[2], ())

    def _by_id(self, module: Module, node: ast.Call, method: str, scope: Scope) -> None:
        ids = module.texts(node.args[0], scope) if node.args else set()
        if ids is None or not node.args:
            self._unknown(module, node, f"the operation that {method}() calls is not written here as text")
            return
        options = _OPTIONS.get(method, frozenset())
        keywords = [word for word in node.keywords if word.arg not in options]
        for operation_id in sorted(ids):
            if method in _ROWS:
                self._note(module, node, operation_id, None)
            else:
                self._use(module, node, operation_id, node.args[1:], keywords, scope)

    def _getattr(self, module: Module, node: ast.Call, scope: Scope) -> None:
        ids = module.texts(node.args[1], scope) if len(node.args) > 1 else None
        if ids is None:
            self._unknown(module, node, "the operation that getattr() looks up is not written here as text")
        for operation_id in sorted(ids or ()):
            if operation_id in self._known:
                self._note(module, node, operation_id, None)

    def _passed_on(self, module: Module, node: ast.Attribute | ast.Name, scope: Scope) -> None:
        """A method that is passed on or kept: it may be called with any arguments."""
        if not isinstance(node.ctx, ast.Load):
            return
        name = dotted(node)
        if name and name in (methods := scope.home(name).methods):
            self._note(module, node, methods[name], None)
        elif isinstance(node, ast.Attribute) and node.attr in self._known and module.is_client(node.value, scope):
            self._note(module, node, node.attr, None)

    # what a call uses

    def _use(
        self,
        module: Module,
        node: ast.AST,
        operation_id: str,
        args: list[ast.expr],
        keywords: list[ast.keyword],
        scope: Scope,
    ) -> None:
        if operation_id not in self._known:
            self._unknown_operation(module, node, operation_id)
            return
        names: set[str] | None = set()
        for given in args[:1]:
            names = _added(names, module.keys(given, scope))
        for word in keywords:
            if word.arg is None:
                names = _added(names, module.keys(word.value, scope))
            elif word.arg == BODY:
                names = _added(names, _body(module.keys(word.value, scope)))
            else:
                names = _added(names, {word.arg})
        if any(isinstance(given, ast.Starred) for given in args):
            names = None
        if names is None:
            self._unknown(module, node, f"some arguments of {operation_id} are not written here: any may be passed")
        self._note(module, node, operation_id, names)

    def _note(self, module: Module, node: ast.AST, name: str, names: set[str] | None) -> None:
        operation_id = self._known.get(name)
        if operation_id is None:
            self._unknown_operation(module, node, name)
            return
        if operation_id not in self._names:
            self._names[operation_id] = ArgumentNames(self._document, self._operations[operation_id])
        about = self._names[operation_id]
        arguments: Arguments = None if names is None else about.meant(names) | about.needed
        self._found.used = self._found.used.merged(Used({operation_id: arguments}))
        self._found.places.setdefault(operation_id, f"{module.path}:{getattr(node, 'lineno', 1)}")

    def _unknown_operation(self, module: Module, node: ast.AST, name: str) -> None:
        hint = did_you_mean(name, self._known)
        self._unknown(module, node, f"the document has no operation {name!r}.{hint}")

    def _unknown(self, module: Module, node: ast.AST, what: str) -> None:
        self._found.unknown.append(Unknown(module.path, getattr(node, "lineno", 1), what))


def _position(node: ast.AST) -> tuple[int, int]:
    return getattr(node, "lineno", 0), getattr(node, "col_offset", 0)


def _is_own(name: str) -> bool:
    """Whether a client has an attribute of this name, whatever the document is."""
    from ..client.asynchronous import AsyncClient
    from ..client.sync import Client

    return name.startswith("_") or hasattr(Client, name) or hasattr(AsyncClient, name) or name in ("map", "pull")


def _added(names: set[str] | None, more: set[str] | None) -> set[str] | None:
    return None if names is None or more is None else names | more


def _body(keys: set[str] | None) -> set[str]:
    """What a body uses: the members that are written out, or else all of it."""
    return {BODY} if keys is None else {f"body:{name}" for name in keys}
