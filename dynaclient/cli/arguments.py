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
                self._refuse_address(items[-1], text, {item.name for item in items})
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

    def _refuse_address(self, item: Item, text: str, named: set[str]) -> None:
        """Refuse `a@b.com` where a value of the path is missing and nothing is named `a`: it is no file to upload."""
        free = self._free(named) if item.operator == "@" and self._binder.schema_of(item.name) is None else []
        if free:
            raise CommandError(
                f"{self._operation.operation_id}: {text[:80]!r} means the file {item.value[:80]!r} for an argument "
                f"{item.name[:80]!r}, which there is none of.",
                fix=f"Write {shlex.quote(f'{free[0].name}={text}')} if it is the value of {free[0].name}.",
            )

    def _free(self, named: set[str]) -> list[Parameter]:
        """The parameters of the path that no name has given, in its order."""
        return [p for p in self._path() if named.isdisjoint(_spellings(p))]

    def _path(self) -> list[Parameter]:
        declared = {p.name: p for p in self._operation.parameters if p.location == "path"}
        return [declared[name] for name in dict.fromkeys(TEMPLATE.findall(self._operation.path)) if name in declared]

    def _by_place(self, texts: list[str], named: set[str]) -> list[Item]:
        """The values without a name, for the parameters of the path that no name has given."""
        if not texts:
            return []
        path, free = self._path(), self._free(named)
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

    def body(self, text: str, content_type: str | None) -> Any:
        """The whole body from `-b`: JSON, text or a form that is ready, `@FILE`, or `-` for standard input."""
        declared = self._operation.request_body
        names = [content_type] if content_type else list(declared.content) if declared else []
        families = [family_of(name) for name in names]
        if any(family.has_fields for family in families) or not names:
            if families and not any(family.holds == "json" for family in families):
                return self._form(text)
            return self._json(self._text(text[1:]) if text.startswith("@") else self._here(text), "-b")
        if text in ("-", "@-"):
            return self._upload("-")
        return self._upload(text[1:]) if text.startswith("@") else text

    def _form(self, text: str) -> Any:
        """A form as JSON, or as it is sent: `a=1&b=2`, or a multipart body from a file."""
        path = "-" if text == "-" else text[1:] if text.startswith("@") else None
        data = text.encode() if path is None else self._stdin() if path == "-" else _read(path)
        if data.lstrip()[:1] != b"{":
            return data
        return self._json(data.decode("utf-8", errors="replace"), "-b")

    def _here(self, text: str) -> str:
        return self._text("-") if text == "-" else text

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
            return self._upload(item.value)
        text = self._text(item.value) if item.operator.endswith("@") else item.value
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

    def _text(self, path: str) -> str:
        data = self._stdin() if path == "-" else _read(path)
        try:
            return data.decode("utf-8-sig")
        except UnicodeDecodeError:
            raise CommandError(f"{path!r} is not UTF-8 text.", fix="NAME@FILE uploads a file unchanged.") from None

    def _upload(self, path: str) -> Any:
        if path == "-":
            stream = getattr(self._terminal.stdin, "buffer", None)  # streamed, never completely in memory
            return ("stdin", self._stdin() if stream is None else self._claimed(stream))
        if not Path(path).expanduser().is_file():
            raise CommandError(f"there is no file {path!r} to upload.", fix="NAME=TEXT sends plain text.")
        return Path(path).expanduser()

    def _stdin(self) -> bytes:
        return bytes(self._claimed(self._terminal).read_bytes())

    def _claimed(self, stream: Any) -> Any:
        if self._stdin_used:
            raise CommandError("standard input can be read only once.", fix="Use a file for the other argument.")
        self._stdin_used = True
        return stream


def _spellings(parameter: Parameter) -> set[str]:
    """The names by which a parameter of the path may be given."""
    names = (parameter.name, parameter.python_name)
    return {*names, *(f"path:{name}" for name in names)}


def _read(path: str) -> bytes:
    try:
        return Path(path).expanduser().read_bytes()
    except OSError as error:
        raise CommandError(
            f"{path!r} cannot be read: {error.strerror}.", fix="For text that begins with @, write NAME=@@text."
        ) from None
