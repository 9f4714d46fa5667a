"""The successful answer of an operation: its status, its media type, a value of its schema, and the value as bytes.

Stateless: `behaviour` supplies the values that depend on earlier requests.
"""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any

from ..document import Document
from ..model import DeclaredResponse, MediaType, Operation
from ..model.media_types import family_of, parameters_of
from ..model.xml_content import is_xml_value
from ..types import MISSING
from .binary_files import has_form, sample_file
from .json_text import load_json, packed, shown_json, unpacked
from .media import EVENTS, acceptable, codec_for, kind_of_media
from .message import SandboxAnswer
from .sequences import BOUNDARY, write_items
from .values import Values

_NOT_SET = frozenset(
    ("content-type", "content-length", "content-encoding", "transfer-encoding", "retry-after", "connection")
)


def success_of(operation: Operation, *, created: bool = False) -> tuple[int, DeclaredResponse | None]:
    """The status of a successful answer, and its Response Object.

    The lowest 2xx (201 if something was created), else `default`, else a 3xx, else the lowest status.
    """
    by_status: dict[int, DeclaredResponse] = {}
    for name, response in operation.responses.items():
        status = _lowest(name)
        if status is not None:
            by_status.setdefault(status, response)
    if created and 201 in by_status:
        return 201, by_status[201]
    good = [status for status in by_status if 200 <= status < 300]
    if good:
        return min(good), by_status[min(good)]
    if "default" in operation.responses:
        return 200, operation.responses["default"]
    rest = sorted(by_status, key=lambda status: (not 300 <= status < 400, status))
    if rest and rest[0] < 400:
        return rest[0], by_status[rest[0]]
    return 200, None


@lru_cache(maxsize=1024)
def _lowest(name: str) -> int | None:
    """The status of a name in `responses`, the lowest of a range; None of `default`."""
    return int(name[0] + name[1:3].replace("X", "0").replace("x", "0")) if name[:1].isdigit() else None


def media_type_of(response: DeclaredResponse | None, accept: str) -> MediaType | None:
    """The media type to answer in: the Accept header's first choice, with JSON preferred among equals."""
    if response is None or not response.content:
        return None
    if len(response.content) == 1:
        return next(iter(response.content.values()))
    names = [name for name in response.content if kind_of_media(name) != "events"] or list(response.content)
    names.sort(key=lambda name: kind_of_media(name) != "json")
    return response.content[acceptable(names, accept)[0]]


def events_of(operation: Operation) -> MediaType | None:
    """The media type of the operation's event stream, if it has one."""
    _, response = success_of(operation)
    found = [item for item in (response.content.values() if response else ()) if kind_of_media(item.name) == "events"]
    return found[0] if found else None


def answer_schema(operation: Operation, *, created: bool = False) -> Any:
    """The schema of the successful answer in JSON, or None."""
    media_type = media_type_of(success_of(operation, created=created)[1], "")
    return media_type.schema if media_type is not None and family_of(media_type.name).answer == "schema" else None


def body_schema(operation: Operation) -> Any:
    """The schema of the first request body that has fields, or None."""
    contents = operation.request_body.content.values() if operation.request_body else ()
    return next((item.schema for item in contents if item.schema is not None), None)


class Answers:
    """Generates answers from the document alone. The same request always gets the same answer."""

    def __init__(self, document: Document, values: Values) -> None:
        self._document = document
        self._values = values
        self._made: dict[tuple[str, str, str], bytes | None] = {}

    def value(self, operation: Operation, media_type: MediaType | None, key: str = "") -> Any:
        """A value for the response: the document's example or a generated one; `MISSING` if no content is described."""
        if media_type is None:
            return MISSING
        if media_type.schema is None:
            found = next(iter(media_type.examples.values()), MISSING)
            return items_of_text(media_type, found) if media_type.items is not None else found
        at = operation.operation_id, media_type.name, key
        if at not in self._made:
            examples = [items_of_text(media_type, example) for example in media_type.examples.values()]
            made = self._values.value(media_type.schema, examples=examples, key=" ".join(at))
            self._made[at] = None if made is MISSING else packed(made)
        kept = self._made[at]
        return MISSING if kept is None else unpacked(kept)

    def written(
        self, status: int, response: DeclaredResponse | None, media_type: MediaType | None, value: Any
    ) -> SandboxAnswer:
        """An answer that carries the value."""
        headers = tuple(self._headers(response))
        if media_type is None or status == 204:
            return SandboxAnswer(status, headers=headers)
        name = _concrete(media_type.name)
        kind, family = kind_of_media(name), family_of(name)
        if kind == "binary" and (value is MISSING or has_form(name)):
            value = sample_file(name)
        if isinstance(value, bytes):
            return SandboxAnswer(status, value, name, headers)
        if media_type.items is not None and kind != "events":
            items = value if isinstance(value, list) else [] if value is MISSING else [value]
            said = f"{name}; boundary={BOUNDARY}" if kind == "multipart" else name
            return SandboxAnswer(status, write_items(self._document, media_type.items, items), said, headers)
        if family.write is not None and value is not MISSING:
            return SandboxAnswer(status, family.write(value), name, headers)
        if kind == "json":
            body = b"null" if value is MISSING else shown_json(value)
            return SandboxAnswer(status, body, name, headers)
        if kind == "events":
            return SandboxAnswer(status, b"data: " + json.dumps(value).encode() + b"\n\n", EVENTS, headers)
        if kind == "xml":
            return SandboxAnswer(status, self._xml(media_type.schema, value), name, headers)
        text = "" if value is MISSING else value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        said = f"{name}; charset=utf-8" if kind == "text" and "charset" not in parameters_of(name) else name
        return SandboxAnswer(status, text.encode(codec_for(said), "replace"), said, headers)

    def _xml(self, schema: Any, value: Any) -> bytes:
        """A value as XML; text is the XML itself."""
        if isinstance(value, str) and (value.lstrip()[:1] == "<" or not is_xml_value(self._values.document, schema)):
            return value.encode()
        from .xml_writing import xml_of  # rare beside JSON

        return xml_of(self._values.document, schema, {} if value is MISSING else value)

    def _headers(self, response: DeclaredResponse | None) -> list[tuple[str, str]]:
        """Values for the headers that the response declares."""
        out = []
        for name, raw in (response.headers if response else {}).items():
            if name.lower() in _NOT_SET or not raw.get("required"):
                continue
            value = self._values.value(raw.get("schema", {}), key=f"header {name}")
            text = value if isinstance(value, str) else json.dumps(value)
            if value is not MISSING and text.isascii() and "\n" not in text:
                out.append((name, text))
        return out


def items_of_text(media_type: MediaType, example: Any) -> Any:
    """An example of a sequence that is written as its text, as its items; any other as it is.

    Source: OAS 3.2.0 Media Type Object, "Sequential JSON".
    """
    if media_type.items is None or not isinstance(example, str):
        return example
    texts = example.replace("\x1e", "\n").split("\n") if media_type.items.framing in ("lines", "records") else []
    try:
        return [load_json(text) for text in texts if text.strip()] or example
    except ValueError:
        return example


def _concrete(name: str) -> str:
    """A concrete media type for a media range."""
    if "*" not in name:
        return name
    return {"text": "text/plain", "image": "image/png", "audio": "audio/mpeg", "video": "video/mp4"}.get(
        name.partition("/")[0], "application/json"
    )
