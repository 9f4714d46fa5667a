"""Convert a body that is a sequence of items: a list is judged and written whole, an iterable as it is sent.

Text, bytes and files of JSON lines and records are read, so that their items are judged, and sent as they are.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from .._support.record import record
from .._support.wording import kind_of
from ..document import Document
from ..model import ItemRules, MediaType
from ..model.media_types import Framing
from .item_files import ItemFile, texts_of
from .plain import NotJSON, plain
from .writing.files import file_part, is_file_like, is_stream
from .writing.item_body import STREAMS
from .writing.items import WRITERS, WriteJSON


@record(frozen=False)
class BodyItems:
    """The items of a body.

    Attributes:
        rules: what the document says about them.
        content: what is sent: bytes, a multipart body, or a stream of items.
        values: the values to check, by index; None if they are checked as they are sent.
        parts: the parts of a multipart body, by index.
        errors: the items that cannot be written.
        boundary: of a multipart body, or "".
        is_text: whether the caller wrote the items as text.
    """

    rules: ItemRules
    content: Any
    values: list[Any] | None
    parts: list[Any]
    errors: list[NotJSON]
    boundary: str = ""
    is_text: bool = False


def is_written(value: Any, framing: Framing) -> bool:
    """Whether a value is a whole body in bytes, text or a file. In a list of parts, bytes are one of them."""
    if isinstance(value, (str, bytes, bytearray, memoryview)):
        return True
    if framing in ("lines", "records"):
        return False
    return is_file_like(value) and not isinstance(value, (list, tuple))


def plain_items(document: Document, media_type: MediaType, framing: Framing, value: Any, write: WriteJSON) -> BodyItems:
    """The plain form of the items of a body.

    Raises:
        NotJSON: the value is not a list or another iterable.
    """
    rules = media_type.items or ItemRules(framing)
    if framing in ("lines", "records") and is_file_like(value):
        value = ItemFile(file_part(value, "body"), framing)
    writer: Callable[[int, Any], Any]
    if framing == "parts":
        from .positional import PartWriter

        writer = PartWriter(document, rules, write)
    else:
        writer = partial(_write, WRITERS[framing], write, rules.schema is not None)
    if is_stream(value):
        return _streamed(rules, value, writer)
    items = value if isinstance(value, (list, tuple)) else plain(value)
    if not isinstance(items, (list, tuple)):
        raise NotJSON((), f"{media_type.name} is sent from a list or another iterable of items, not {kind_of(value)}")
    return _listed(rules, items, writer)


def _write(
    written: Callable[..., Any], write_json: WriteJSON, is_described: bool, index: int, item: Any
) -> tuple[Any, Any, Any]:
    data, value = written(item, write_json, is_described)
    return (data,), value, None


def text_items(media_type: MediaType, framing: Framing, data: bytes, write: WriteJSON) -> BodyItems:
    """The items of JSON lines or records that are written already; `content` has them as they are."""
    rules = media_type.items or ItemRules(framing)
    writer = partial(_write, WRITERS[framing], write, rules.schema is not None)
    found = _listed(rules, [*texts_of(data, framing)], writer)
    found.content, found.is_text = data, True
    return found


def _streamed(rules: ItemRules, source: Any, writer: Callable[[int, Any], Any]) -> BodyItems:
    is_parts = rules.framing == "parts"
    kind = STREAMS[is_parts, hasattr(source, "__aiter__")]
    if not is_parts:
        return BodyItems(rules, kind(source, writer, takes_bytes=True), None, [], [])
    tail = writer.tail  # type: ignore[attr-defined]  # of a `PartWriter`
    stream: Any = kind(source, writer, takes_bytes=False, tail=tail)
    stream.boundary = writer.boundary  # type: ignore[attr-defined]
    return BodyItems(rules, stream, None, [], [], stream.boundary)


def _listed(rules: ItemRules, items: Any, writer: Callable[[int, Any], Any]) -> BodyItems:
    values: list[Any] = []
    pieces: list[bytes] = []
    parts: list[Any] = []
    errors: list[NotJSON] = []
    for index, item in enumerate(items):
        try:
            written, value, part = writer(index, item)
        except NotJSON as error:
            errors.append(NotJSON((index, *error.path), error.what))
            values.append(None)
            continue
        values.append(value)
        if part is None:
            pieces += written
        else:
            parts.append(part)
    if rules.framing != "parts":
        return BodyItems(rules, b"".join(pieces), values, [], errors)
    from .writing.multipart import MultipartBody

    body = MultipartBody(parts)
    return BodyItems(rules, body, values, parts, errors, body.boundary)
