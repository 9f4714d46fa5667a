"""Write the items of a sequence that is text: lines and records of JSON, and server-sent events. Does no I/O.

Source: RFC 7464 section 2.2; https://jsonlines.org; WHATWG HTML section 9.2.5, "Parsing an event stream".
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

from ..._support.record import record
from ...model.media_types import Framing
from ..plain import NotJSON, plain

WriteJSON = Callable[[Any], bytes]
Written = tuple[bytes, Any]
"""The bytes of an item, and the value that a schema describes."""

EVENT_FIELDS = ("event", "id", "retry", "data")
"""The fields of an event, in the order in which they are written. Source: WHATWG HTML section 9.2.6."""

_LINE_ENDS = re.compile(r"\r\n|\r|\n")


@record
class JSONText:
    """An item that its source has written already; it is sent as it is, and read to be judged."""

    text: bytes

    def value(self) -> Any:
        """The value.

        Raises:
            NotJSON: it is not JSON.
        """
        try:
            return json.loads(self.text, parse_constant=_refuse)
        except ValueError as error:
            raise NotJSON((), f"this is not JSON: {error}; given {self.text[:60].decode(errors='replace')!r}") from None
        except RecursionError:
            raise NotJSON((), "this JSON is nested too deeply") from None


def _value_and_text(item: Any, write_json: WriteJSON) -> tuple[Any, bytes]:
    if isinstance(item, JSONText):
        return item, item.text
    value = plain(item)
    return value, write_json(value)


def _refuse(name: str) -> Any:
    raise ValueError(f"JSON has no {name}")


def write_line(item: Any, write_json: WriteJSON, is_described: bool) -> Written:
    """An item as a line."""
    value, text = _value_and_text(item, write_json)
    return text + b"\n", value


def write_record(item: Any, write_json: WriteJSON, is_described: bool) -> Written:
    """An item as a record."""
    value, text = _value_and_text(item, write_json)
    return b"\x1e" + text + b"\n", value


def write_event(item: Any, write_json: WriteJSON, is_described: bool) -> Written:
    """An item as an event: an `Event`, the text of its data, or an object of its fields, whose data may be any JSON.

    Args:
        is_described: whether the document describes events by their fields; else an object with other members, or any
            other value, is the data.
    """
    fields = _fields_of(item, is_described)
    data = fields.get("data")
    if data is not None and not isinstance(data, str):
        fields["data"] = write_json(data).decode()
    lines = []
    for name in EVENT_FIELDS:
        if fields.get(name) is None:
            continue
        text = str(fields[name])
        if name != "data" and (_LINE_ENDS.search(text) or "\0" in text):
            raise NotJSON((name,), f"the {name} of an event is one line of text")
        lines += [f"{name}: {line}" for line in (_LINE_ENDS.split(text) if name == "data" else [text])]
    return ("\n".join(lines) + "\n\n").encode(), fields


def _fields_of(item: Any, is_described: bool) -> dict[str, Any]:
    if hasattr(item, "sent") and hasattr(item, "text"):  # an event of an answer
        return dict(item.sent)
    value = plain(item)
    is_event = isinstance(value, dict) and "data" in value and set(value) <= set(EVENT_FIELDS)
    if not is_event and (not is_described or not isinstance(value, dict)):
        return {"data": value}
    other = next((name for name in value if name not in EVENT_FIELDS), None)
    if other is not None:
        raise NotJSON((other,), "an event has data, event, id and retry, and no other fields; put this into its data")
    retry = value.get("retry", 0)
    if type(retry) is not int or retry < 0:
        raise NotJSON(("retry",), "the retry of an event is a whole number of milliseconds")
    for name in ("event", "id"):
        if not isinstance(value.get(name, ""), str):
            raise NotJSON((name,), f"the {name} of an event is text")
    return dict(value)


WRITERS: dict[Framing, Callable[[Any, WriteJSON, bool], Written]] = {
    "lines": write_line,
    "records": write_record,
    "events": write_event,
}
"""Framing → how an item is written. Parts are written by position (`positional`)."""
