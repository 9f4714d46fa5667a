"""Write the text of a stub: a class with every operation as a method, and the types that they need."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from urllib.parse import urlsplit

from ..client.asynchronous import AsyncClient
from ..client.sync import Client
from ..document import Document
from ..document.walk import iter_references
from ..errors import UnresolvableReference
from ..model import Operation, Operations
from ..model.naming import python_name
from .answers import Definitions, answer_classes, write_answer_class
from .jobs import write_maps, write_pulls
from .kinds import KINDS, Kind
from .lists_and_polls import item_lists, write_lists, write_polls
from .methods import Method, write_method
from .names import BUILTINS, IMPORTED, TypeNames
from .signatures import SignatureReader
from .text import plain_of
from .types import TypeWriter, write_definition
from .webhooks import NAMES as WEBHOOK_NAMES
from .webhooks import typed_webhooks, webhooks_of, write_property, write_webhooks

STANDARD_HOST = "api.openai.com"

_MOST_OVERLOADS = 5_000
"""Overloads of a stub beyond which `map` and `pull` have none, as in the base. Pyright gives up a file with 5,800."""


def stub_text(document: Document, name: str, *, is_open: bool = False, package: str = "dynaclient") -> str:
    """The text of a `.pyi` file.

    Args:
        name: the name of the class.
        is_open: whether to allow operations that the document does not have.
        package: the package to import from; "." for the stub that is part of the package.
    """
    operations = Operations(document)
    attributes = _methods(operations)
    taken = {*attributes, *attributes.values(), *(f"{kind.prefix}{name}" for kind in KINDS)}
    taken |= {base for kind in KINDS for base in kind.bases}
    outgoing = webhooks_of(document)
    taken |= WEBHOOK_NAMES if outgoing else set()
    # in the class, a method called `list` would be taken for the type
    prefix = {word: f"_builtins.{word}" for word in BUILTINS} if taken & BUILTINS else {}
    requested = _reached(document, "requestBody") | _reached(document, "parameters")
    names = TypeNames(taken)
    types = TypeWriter(document, names, _reached(document, "responses"), requested, prefix)
    reader = SignatureReader(document, types)
    methods = [
        Method(operations[id_], first, alias, reader.read(operations[id_]))
        for id_, first, alias in _names(operations, attributes)
    ]
    hooks = typed_webhooks(outgoing, types)
    is_standard = _is_standard(operations.values())
    known = Definitions(types.definitions)
    webhooks = write_webhooks(name, hooks, known, names) if hooks else None
    returned = (item.data for m in methods for s in m.signatures for item in s.returns if not item.is_stream)
    answers = answer_classes(returned, known, names)
    lists = item_lists(document, methods, known, types.builtin("list"))
    classes, jobs = [], []
    for kind in KINDS:
        of_kind = [write_method(method, kind, answers) for method in methods]
        more = (write_lists(lists, kind, answers), write_polls(methods, known, kind, answers))
        head = _class(document, name, kind, is_standard=is_standard, is_open=is_open)
        own = [] if webhooks is None else [write_property(webhooks)]
        classes.append("\n".join([head, *own, *of_kind, *filter(None, more)]))
        jobs.append("\n".join(filter(None, (write_maps(methods, kind, answers), write_pulls(lists, kind)))))
    hidden = frozenset({d.name for d in types.definitions}) | (BUILTINS if not prefix else frozenset(("_builtins",)))
    definitions = [write_definition(d, hidden) for d in types.definitions]
    events = [] if webhooks is None else [webhooks.source]
    before = [*definitions, *map(write_answer_class, answers.values()), *events]
    if sum(text.count("@overload") for text in (*before, *classes, *jobs)) <= _MOST_OVERLOADS:
        classes = ["\n".join(filter(None, parts)) for parts in zip(classes, jobs, strict=True)]
    body = "\n\n".join([*before, *classes])
    bases = [kind.base(is_standard=is_standard) for kind in KINDS]
    return f"{_head(document, bases, body, package, uses_builtins=bool(prefix))}\n\n{body}"


def _methods(operations: Operations) -> dict[str, str]:
    """Attribute → operationId, for each attribute of a client that calls an operation.

    Leaves out attributes with the name of a built-in type: inside the class they would hide it.
    """
    found = {name: name for name in operations}
    found |= {alias: name for alias, name in operations.aliases.items() if alias not in found}
    return {
        attribute: name
        for attribute, name in found.items()
        if python_name(attribute) == attribute
        and not attribute.startswith("_")
        and not hasattr(Client, attribute)
        and not hasattr(AsyncClient, attribute)
        and attribute not in IMPORTED
    }


def _names(operations: Operations, methods: Mapping[str, str]) -> Iterator[tuple[str, str, str]]:
    """(operationId, method, its alias or "") for each operation that is an attribute."""
    for operation_id in operations:
        names = [attribute for attribute, target in methods.items() if target == operation_id]
        if names:
            yield operation_id, names[0], names[1] if len(names) > 1 else ""


def _reached(document: Document, part: str) -> frozenset[str]:
    """Every reference that one part of the operations reaches: "responses", "requestBody" or "parameters"."""
    seen: set[str] = set()
    waiting = [r for name in document.entries for r in iter_references(document.operation(name).get(part))]
    while waiting:
        reference = waiting.pop()
        if reference not in seen:
            seen.add(reference)
            waiting.extend(iter_references(_target(document, reference)))
    return frozenset(seen)


def _target(document: Document, reference: str) -> object:
    try:
        return document.schema(reference)
    except UnresolvableReference:
        return None


def _is_standard(operations: Iterable[Operation]) -> bool:
    return any(urlsplit(server.url).hostname == STANDARD_HOST for item in operations for server in item.servers)


def _class(document: Document, name: str, kind: Kind, *, is_standard: bool, is_open: bool) -> str:
    """The head of the class of one kind of client."""
    title = plain_of(f"{document.title} {document.info.get('version', '')}".strip())
    how = "every operation is a method" if kind.word == "def" else "every operation is a method to be awaited"
    lines = [
        f"class {kind.prefix}{name}({kind.base(is_standard=is_standard)}):",
        f'    """A client for {title}: {how}."""',
        "",
        f"    {kind.enter}(self) -> Self: ...",
    ]
    if not is_open:
        lines += [
            "    # An unknown operation is an error for type checkers; at run time a client looks it up.",
            "    __getattr__: None  # type: ignore[assignment, misc]",
        ]
    return "\n".join(lines) + "\n"


_TYPING = {"Any": "typing", "Literal": "typing", "TypeAlias": "typing_extensions", "TypedDict": "typing_extensions",
           "NotRequired": "typing_extensions", "Self": "typing_extensions", "overload": "typing",
           "Unpack": "typing_extensions",
           "Callable": "collections.abc", "Mapping": "collections.abc", "Sequence": "collections.abc"}  # fmt: skip


_TYPED = ("Answer", "Answered", "AnyAnswer", "AsyncAnswer", "AsyncEventStream", "AsyncItemStream", "AsyncItemsInput",
          "AsyncJobOf", "AsyncPagesOf", "AsyncPartStream", "AsyncPullOf", "AsyncRowsInput", "EventStream", "FileInput",
          "ItemStream", "ItemsInput", "JobOf", "MapOptions", "PageRuleInput", "PagesOf", "PartStream", "PathInput",
          "PullOf", "RowsInput", "UntilInput")  # fmt: skip


_HOMES = {"OpenAI": ".openai", "AsyncOpenAI": ".openai", "Client": ".client", "AsyncClient": ".async_client"}


def _head(document: Document, bases: list[str], body: str, package: str, *, uses_builtins: bool) -> str:
    words = set(re.findall(r"\w+", body))
    homes: dict[str, list[str]] = {}
    for name, home in _TYPING.items():
        if name in words:
            homes.setdefault(home, []).append(name)
    typed = [name for name in _TYPED if name in words]
    local = ".typed" if package == "." else f"{package}.typed"
    lines = [
        f'"""Types of {plain_of(document.title)}, made from its description by dynaclient."""',
        "",
        "# ruff: noqa",
    ]
    lines += ["import builtins as _builtins"] if uses_builtins else []
    lines += [f"from {home} import {', '.join(sorted(homes[home]))}" for home in sorted(homes)]
    for base in bases:
        home = _HOMES[base] if package == "." else package
        lines.append(f"from {home} import {base}")
    used = sorted(WEBHOOK_NAMES & words) if "(Webhooks[" in body else []
    if used:
        lines.append(f"from {'.webhooks' if package == '.' else f'{package}.webhooks'} import {', '.join(used)}")
    if typed:
        lines.append(f"from {local} import {', '.join(sorted(typed))}")
    return "\n".join(lines)
