"""`name=value`, `name:=JSON`, `name@file` → the arguments of a call, typed by the document. Sends nothing."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from .._support.wording import either
from ..document import Document
from ..document.names import TEMPLATE
from ..model import Operation, Parameter
from ..model.media_types import family_of
from ..request.binding import Binder
from ..request.coercion import typed
from ..request.media import choose_media_type
from ..schema.view import types_of
from .failures import CommandError
from .terminal import Terminal

_ITEM = re.compile(r"(?P<name>.[^=@]*?)(?P<operator>:=@|:=|=@|=|@)(?P<value>.*)\Z", re.DOTALL)
_NOT_A_PAIR = "is not a name and a value"


def _forms(name: str) -> str:
    from_files = f"{name}=@FILE (text from a file), {name}:=@FILE (JSON), {name}@FILE (an upload)"
    return f"Write {name}=TEXT, {name}:=JSON, {from_files}."


_FORMS = _forms("NAME")


class Item(NamedTuple):
    """One argument as written."""

    name: str
    operator: str
    value: str


def parse_item(text: str) -> Item:
    """One argument, split at its operator. `=@@x` is the text `@x`."""
    match = _ITEM.match(text)
    if match is None:
        raise CommandError(f"the argument {text[:80]!r} {_NOT_A_PAIR}.", fix=_FORMS)
    name, operator, value = match["name"], match["operator"], match["value"]
    if operator == "=@" and value.startswith("@"):
        return Item(name, "=", value)
    return Item(name, operator, value)


class ArgumentReader:
    """Reads the arguments of one operation. Standard input can be used once."""

    def __init__(self, document: Document, operation: Operation, terminal: Terminal) -> None:
        self._document = document
        self._operation = operation
        self._terminal = terminal
        self._binder = Binder(document, operation)
        self._stdin_used = False

    @property
    def has_stream_field(self) -> bool:
        """Whether the body has a field that asks for a stream."""
        return "boolean" in types_of(self._document, self._binder.properties.get("stream", {}))

    def read(self, named: Iterable[str], texts: Iterable[str] = (), content_type: str | None = None) -> dict[str, Any]:
        """The arguments by name. A name that is given more than once becomes a list.

        Args:
            texts: arguments by name too, and values of path parameters in the order of the path.
            content_type: the media type of the body that was asked for.
        """
        items, placed = [parse_item(text) for text in named], []
        for text in texts:
            if _ITEM.match(text) is None:
                placed.append(text)
            else:
                items.append(parse_item(text))
        self._check_uploads(items, len(placed))
        groups: dict[str, list[Item]] = {}
        for item in [*items, *self._by_place(placed, {item.name for item in items})]:
            groups.setdefault(item.name, []).append(item)
        media_type = self._media_type(groups, content_type)
        return {name: self._value(name, items, media_type) for name, items in groups.items()}

    def _media_type(self, groups: Mapping[str, list[Item]], content_type: str | None) -> str:
        """The media type of the body, by the names that are given; it decides their types."""
        body = self._operation.request_body
        if body is None or not self._binder.fields.has_choice:
            return ""
        fields = {
            field: Path() if any(item.operator == "@" for item in items) else ""
            for name, items in groups.items()
            if (field := self._binder.field(name)) is not None
        }
        chosen = choose_media_type(body, fields, content_type, self._binder.fields)
        return chosen.name if chosen is not None else ""

    def _by_place(self, texts: list[str], named: set[str]) -> list[Item]:
        """The values without a name, for the parameters of the path that no name has given."""
        if not texts:
            return []
        path, free = _path_parameters(self._operation), free_path_parameters(self._operation, named)
        if len(texts) > len(free) or any(text.startswith(("=", ":=")) for text in texts):
            unplaced = texts[len(free)] if len(texts) > len(free) else texts[0]
            if unplaced in self._binder.properties or unplaced in {p.name for p in self._operation.parameters}:
                raise CommandError(
                    f"{self._operation.operation_id}: the argument {unplaced!r} has no value.", fix=_forms(unplaced)
                )
            names = either([p.name for p in path], word="and")
            why = f"has no name; only {names}, from the path, may come without one" if path else _NOT_A_PAIR
            raise CommandError(f"{self._operation.operation_id}: the argument {unplaced[:80]!r} {why}.", fix=_FORMS)
        return [Item(f"path:{p.name}", "=", text) for p, text in zip(free, texts, strict=False)]

    def _check_uploads(self, items: list[Item], placed: int) -> None:
        """Refuse `ada@example.com`, a value for the path that reads as the file of an argument that does not exist."""
        free = free_path_parameters(self._operation, {item.name for item in items})[placed:]
        for item in items:
            if item.operator == "@" and free and not self._takes(item.name):
                raise CommandError(
                    f"{self._operation.operation_id}: {f'{item.name}@{item.value}'[:80]!r} is an upload of the file "
                    f"{item.value[:80]!r} as {item.name!r}, but there is no argument {item.name!r}.",
                    fix=f"If it is the value of {free[0].name}, write "
                    f"{shlex.quote(f'{free[0].name}={item.name}@{item.value}')}.",
                )

    def _takes(self, name: str) -> bool:
        return self._binder.field(name) is not None or self._binder.schema_of(name) is not None or ":" in name

    def body(self, text: str, content_type: str | None) -> Any:
        """The whole body from `-b`: JSON, text or a form that is ready, `@FILE`, or `-` for standard input."""
        declared = self._operation.request_body
        names = [content_type] if content_type else list(declared.content) if declared else []
        families = [family_of(name) for name in names]
        if any(family.has_fields for family in families) or not names:
            if families and not any(family.holds == "json" for family in families):
                return self._form(text) if any(family.holds == "fields" for family in families) else self._xml(text)
            return self._json(self._text(text[1:], "-b") if text.startswith("@") else self._here(text), "-b")
        if text in ("-", "@-"):
            return self._upload("-", "-b")
        if text.lstrip().startswith("[") and any(family.holds == "items" for family in families):
            return self._items(text)
        return self._upload(text[1:], "-b") if text.startswith("@") else text

    def _items(self, text: str) -> Any:
        """A list of items as JSON, or lines of which the first is a list."""
        try:
            return json.loads(text)
        except ValueError:
            return text

    def _form(self, text: str) -> Any:
        """A form or a list of parts as JSON, or as it is sent: `a=1&b=2`, or a multipart body from a file."""
        path = "-" if text == "-" else text[1:] if text.startswith("@") else None
        data = text.encode() if path is None else self._stdin() if path == "-" else self._read(path, "-b")
        if data.lstrip()[:1] not in (b"{", b"["):
            return data
        return self._json(data.decode("utf-8", errors="replace"), "-b")

    def _xml(self, text: str) -> Any:
        """XML as a value in JSON, or as it is sent."""
        if text.lstrip()[:1] in ("{", "["):
            return self._json(text, "-b")
        if text.startswith("@") and text.endswith(".json"):
            return self._json(self._text(text[1:], "-b"), "-b")
        return self._upload("-" if text == "-" else text[1:], "-b") if text in ("-", "@-") or text[:1] == "@" else text

    def _here(self, text: str) -> str:
        return self._text("-", "-b") if text == "-" else text

    def _value(self, name: str, items: list[Item], media_type: str) -> Any:
        schema = self._binder.schema_of(name, media_type)
        values = [self._single(item, schema) for item in items]
        if len(values) == 1:
            return values[0]
        if schema is not None and "array" not in types_of(self._document, schema):
            raise CommandError(
                f"{self._operation.operation_id}: {name!r} is given {len(items)} times, but takes only one value.",
                fix="Give it once.",
            )
        return [member for value in values for member in (value if isinstance(value, list) else [value])]

    def _single(self, item: Item, schema: Any) -> Any:
        if item.operator == "@":
            return self._upload(item.value, item.name)
        text = self._text(item.value, item.name) if item.operator.endswith("@") else item.value
        if item.operator.startswith(":"):
            return self._json(text, item.name)
        return typed(self._document, schema, text)

    def _json(self, text: str, name: str) -> Any:
        try:
            return json.loads(text)
        except (ValueError, RecursionError) as error:
            place = f" at line {error.lineno}, column {error.colno}" if isinstance(error, json.JSONDecodeError) else ""
            raise CommandError(
                f"{self._operation.operation_id}: the value of {name} is not JSON{place}: {text[:60]!r}.",
                fix='Quote it for the shell, \'{"like": "this"}\'; '
                + ("-b @FILE reads a file." if name == "-b" else f"{name}=TEXT sends plain text."),
            ) from None

    def _text(self, path: str, name: str) -> str:
        data = self._stdin() if path == "-" else self._read(path, name)
        try:
            return data.decode("utf-8-sig")
        except UnicodeDecodeError:
            raise CommandError(f"{path!r} is not UTF-8 text.", fix="NAME@FILE uploads a file unchanged.") from None

    def _read(self, path: str, name: str) -> bytes:
        try:
            return Path(path).expanduser().read_bytes()
        except OSError as error:
            why = _why_unread(error)
            raise self._unread(path, name, why, f"For text that begins with @, write {name}=@@text.") from None

    def _unread(self, path: str, name: str, why: str, otherwise: str) -> CommandError:
        """The error about a file that cannot be read, for an argument or `-b`."""
        of = "-b" if name == "-b" else f"the argument {name!r}"
        return CommandError(
            f"{self._operation.operation_id}: the file {path!r} of {of} cannot be read: {why}.",
            fix="-b takes the body itself, @FILE, or - for standard input." if name == "-b" else otherwise,
        )

    def _upload(self, path: str, name: str) -> Any:
        if path == "-":
            stream = getattr(self._terminal.stdin, "buffer", None)  # streamed, never completely in memory
            return ("stdin", self._stdin() if stream is None else self._claimed(stream))
        if not Path(path).expanduser().is_file():
            error = (IsADirectoryError if Path(path).expanduser().is_dir() else FileNotFoundError)()
            raise self._unread(path, name, _why_unread(error), f"{name}=TEXT sends plain text.")
        return Path(path).expanduser()

    def _stdin(self) -> bytes:
        return bytes(self._claimed(self._terminal).read_bytes())

    def _claimed(self, stream: Any) -> Any:
        if self._stdin_used:
            raise CommandError("standard input can be read only once.", fix="Use a file for the other argument.")
        self._stdin_used = True
        return stream


def _why_unread(error: OSError) -> str:
    if isinstance(error, IsADirectoryError):
        return "it is a folder"
    return "no such file" if isinstance(error, FileNotFoundError) else error.strerror or str(error)


def free_path_parameters(operation: Operation, named: set[str]) -> list[Parameter]:
    """The parameters of the path, in its order, that none of these names gives."""
    return [p for p in _path_parameters(operation) if named.isdisjoint(_spellings(p))]


def _path_parameters(operation: Operation) -> list[Parameter]:
    declared = {p.name: p for p in operation.parameters if p.location == "path"}
    return [declared[name] for name in dict.fromkeys(TEMPLATE.findall(operation.path)) if name in declared]


def _spellings(parameter: Parameter) -> set[str]:
    """The names by which a parameter of the path may be given."""
    names = (parameter.name, parameter.python_name)
    return {*names, *(f"path:{name}" for name in names)}
