"""Bodies that are sequences of items, read and written on the server's side: lines, records, events and unnamed parts.

Shares no code with the client's. Does not validate items, but for the headers of parts and the JSON in events.
Source: OAS 3.2.0 Media Type Object, "Sequential Media Types"; RFC 7464; RFC 2046 section 5.1; WHATWG HTML section 9.2.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from ..document import Document
from ..model import ItemRules
from ..model.media_types import covers, essence, family_of, parameters_of
from ..model.xml_content import is_xml_value
from ..schema.view import items_of, properties_of, types_of, variants, view
from ..types import MISSING
from .binary_files import has_form, sample_file
from .decode import Decoder
from .forms import STAND_IN, Unreadable, Upload
from .json_text import load_json
from .media import codec_for, kind_of_media
from .values import Values

BOUNDARY = "sandbox-boundary"


def read_items(
    document: Document, decoder: Decoder, rules: ItemRules, body: bytes, content_type: str
) -> tuple[list[Any], tuple[Upload, ...]]:
    """The items of a body, and the files among its parts, which have a placeholder in the items.

    Raises:
        Unreadable: the body is not what its Content-Type says.
    """
    if rules.framing == "parts":
        return _read_parts(document, decoder, rules, body, content_type)
    if rules.framing == "events":
        return [*_read_events(body)], ()
    return [*(_read_lines(body) if rules.framing == "lines" else _read_records(body))], ()


def _read_lines(body: bytes) -> Iterator[Any]:
    for number, line in enumerate(body.split(b"\n"), 1):
        if line.strip():
            yield _json(line, f"line {number} of the body")


def _read_records(body: bytes) -> Iterator[Any]:
    first, *records = body.split(b"\x1e")
    if first.strip():
        raise Unreadable("the body does not begin with a record separator")
    for index, record in enumerate(records):
        if not record.strip():
            continue
        if not record.endswith((b"\n", b"\r", b"\t", b" ")):
            raise Unreadable(f"record {index} of the body is cut off: it does not end in a line break")
        yield _json(record, f"record {index} of the body")


def _json(text: bytes, what: str) -> Any:
    try:
        return load_json(text)
    except (ValueError, RecursionError) as error:
        raise Unreadable(f"{what} is not valid JSON: {error}") from None


def _read_events(body: bytes) -> Iterator[dict[str, Any]]:
    text = body.decode("utf-8", "replace").removeprefix("\ufeff")
    lines = re.split(r"\r\n|\n|\r", text)
    event: dict[str, Any] = {}
    data: list[str] = []
    for line in lines:
        name, _, value = line.partition(":")
        value = value.removeprefix(" ")
        if not line:
            if data:
                yield {"data": "\n".join(data), **event}
            event, data = {}, []
        elif name == "data":
            data.append(value)
        elif name in ("event", "id") and "\0" not in value:
            event[name] = value
        elif name == "retry" and re.fullmatch("[0-9]+", value):
            event[name] = int(value)


def content_reason(document: Document, values: Values, rules: ItemRules, events: list[Any]) -> str:
    """Why the JSON in the data of an event does not fit its `contentSchema`; "" if all of it does."""
    is_described = rules.framing == "events" and rules.schema is not None
    for index, event in enumerate(events) if is_described else ():
        schema = _content_schema(document, rules.schema, event)
        if schema is MISSING:
            continue
        try:
            value = load_json(event["data"])
        except (ValueError, RecursionError) as error:
            return f"the data of event {index} is not valid JSON: {error}"
        if not values.is_valid(schema, value, "request"):
            what, path = values.checker(schema, "request").reason(value)
            return f"the data of event {index} does not fit{f' at {path.strip(chr(46))!r}' if path else ''}: {what}"
    return ""


def _content_schema(document: Document, schema: Any, event: Mapping[str, Any]) -> Any:
    """The schema of the JSON in an event's data, by the kind of event that its name says; `MISSING` without one."""
    for kind in variants(document, schema):
        names = view(document, kind.properties.get("event", {})).values
        data = view(document, kind.properties.get("data", {}))
        is_json = "json" in str(data.first("contentMediaType", ""))
        if is_json and data.first("contentSchema") is not None and (not names or event.get("event") in names):
            return data.first("contentSchema")
    return MISSING


def with_content(document: Document, values: Values, schema: Any, event: Any) -> Any:
    """An event with JSON of its `contentSchema` as data, where the document has one."""
    if not isinstance(event, dict) or "data" not in event:
        return event
    found = _content_schema(document, schema, event)
    made = MISSING if found is MISSING else values.value(found, key=f"content {event.get('event', '')}")
    return event if made is MISSING else {**event, "data": json.dumps(made, ensure_ascii=False)}


# parts


def _read_parts(
    document: Document, decoder: Decoder, rules: ItemRules, body: bytes, content_type: str
) -> tuple[list[Any], tuple[Upload, ...]]:
    items: list[Any] = []
    uploads: list[Upload] = []
    for index, (headers, data) in enumerate(_split(body, content_type)):
        kind = headers.get("content-type", "text/plain")
        _check_part(rules, index, headers, kind)
        value = value_of_part(document, decoder, schema_at(document, rules, index), kind, data)
        if value is MISSING:
            uploads.append(Upload(str(index), "", kind, data))
            value = STAND_IN
        items.append(value)
    return items, tuple(uploads)


def _split(body: bytes, content_type: str) -> Iterator[tuple[dict[str, str], bytes]]:
    boundary = parameters_of(content_type).get("boundary", "").encode("latin-1", "replace")
    if not boundary:
        raise Unreadable("the Content-Type has no boundary")
    pieces = (b"\r\n" + body).split(b"\r\n--" + boundary)
    if len(pieces) < 2 or not pieces[-1].startswith(b"--"):
        raise Unreadable("the multipart body does not end with its boundary")
    for piece in pieces[1:-1]:
        head, _, data = piece.lstrip(b" \t").partition(b"\r\n\r\n")
        lines = (line.partition(":") for line in head.decode("utf-8", "replace").split("\r\n"))
        yield {name.strip().lower(): value.strip() for name, colon, value in lines if colon}, data


def _check_part(rules: ItemRules, index: int, headers: Mapping[str, str], kind: str) -> None:
    encoding = rules.encoding_at(index)
    if encoding is None:
        return
    names = [name.strip() for name in (encoding.content_type or "").split(",") if name.strip()]
    if names and not any(covers(name, kind) for name in names):
        raise Unreadable(f"part {index} of the body is {kind}, not {' or '.join(names)}")
    for name, raw in encoding.headers.items():
        if raw.get("required") and name.lower() not in headers and name.lower() != "content-type":
            raise Unreadable(f"part {index} of the body has no header {name}")


def _named_parts(document: Document, decoder: Decoder, schema: Any, body: bytes, kind: str) -> dict[str, Any]:
    """The parts of a multipart body in a part, by name. Source: OAS 3.2.0 "Nested Encoding"."""
    described = properties_of(document, schema)
    out: dict[str, Any] = {}
    for headers, data in _split(body, kind):
        found = re.search(r'\bname="([^"]*)"', headers.get("content-disposition", ""))
        name = found[1] if found else ""
        own = described.get(name, {})
        is_list = "array" in types_of(document, own)
        item = items_of(document, own) if is_list else own
        value = value_of_part(document, decoder, {} if item is MISSING else item, headers.get("content-type", ""), data)
        value = STAND_IN if value is MISSING else value
        if is_list:
            out.setdefault(name, []).append(value)
        else:
            out[name] = value
    return out


def value_of_part(document: Document, decoder: Decoder, schema: Any, kind: str, data: bytes) -> Any:
    """The value of a part; `MISSING` if it is bytes."""
    family = kind_of_media(kind)
    if family == "json":
        return _json(data, "a part of the body")
    if family == "multipart":
        if "object" in types_of(document, schema):
            return _named_parts(document, decoder, schema, data, kind)
        inner = ItemRules("parts", whole=schema)
        return _read_parts(document, decoder, inner, data, kind)[0]
    if family == "xml" and is_xml_value(document, schema):
        from .xml_reading import value_of_xml

        try:
            return value_of_xml(document, decoder, schema, data, kind)
        except ValueError as error:
            raise Unreadable(f"a part of the body cannot be read: {error}") from None
    if kind and family not in ("text", "xml"):
        return MISSING
    return decoder.coerced(schema, data.decode(codec_for(kind), "replace"))


def schema_at(document: Document, rules: ItemRules, index: int) -> Any:
    """The schema of the part at an index."""
    if rules.schema is not None:
        return rules.schema
    described = view(document, rules.whole or {})
    if index < len(described.prefix_items):
        return described.prefix_items[index]
    return {} if described.items is MISSING else described.items


# what is judged, and what is written


def judged_schema(rules: ItemRules) -> Any:
    """The schema of the list of items, for the engine that judges it; None if any list will do."""
    schemas = [] if rules.whole is None or rules.framing == "events" else [rules.whole]
    if rules.schema is not None:
        schemas.append({"type": "array", "items": rules.schema})
    return None if not schemas else schemas[0] if len(schemas) == 1 else {"allOf": schemas}


def write_items(document: Document, rules: ItemRules, values: Iterable[Any]) -> list[bytes]:
    """The items of an answer, each as it is sent."""
    if rules.framing == "parts":
        return _written_parts(document, rules, values, BOUNDARY)
    mark = b"\x1e" if rules.framing == "records" else b""
    return [mark + json.dumps(value, ensure_ascii=False).encode() + b"\n" for value in values]


def _written_parts(document: Document, rules: ItemRules, values: Iterable[Any], boundary: str) -> list[bytes]:
    parts = [_written_part(document, rules, index, value, boundary) for index, value in enumerate(values)]
    return [*parts, f"--{boundary}--\r\n".encode()]


def _written_part(document: Document, rules: ItemRules, index: int, value: Any, boundary: str) -> bytes:
    encoding = rules.encoding_at(index)
    kind = _type_of_part(document, rules, index, value)
    headers = [("Content-Type", kind)]
    for name, raw in (encoding.headers if encoding is not None else {}).items():
        if raw.get("required") and name.lower() != "content-type":
            headers.append((name, _header_text(raw)))
    head = "".join(f"{name}: {text}\r\n" for name, text in headers)
    if kind_of_media(kind) == "multipart" and encoding is not None:
        inner = ItemRules("parts", None, "", schema_at(document, rules, index), "", encoding.prefix, encoding.rest)
        head = head.replace(kind, f"{kind}; boundary={boundary}-{index}")
        data = b"".join(_written_parts(document, inner, value, f"{boundary}-{index}"))
    elif kind_of_media(kind) == "json":
        data = json.dumps(value, ensure_ascii=False).encode()
    elif kind_of_media(kind) == "xml" and isinstance(value, (dict, list)):
        from .xml_writing import xml_of

        data = xml_of(document, schema_at(document, rules, index), value)
    elif isinstance(value, bytes) or has_form(kind):
        data = value if isinstance(value, bytes) else sample_file(kind)
    else:
        data = (value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)).encode()
    return f"--{boundary}\r\n{head}\r\n".encode() + data + b"\r\n"


def _type_of_part(document: Document, rules: ItemRules, index: int, value: Any) -> str:
    """Source: OAS 3.2.0 Encoding Object, `contentType` and its defaults."""
    encoding = rules.encoding_at(index)
    declared = (encoding.content_type if encoding is not None else None) or ""
    name = declared.split(",")[0].strip()
    if name and (family_of(name).framing != "parts" or isinstance(value, list)):
        return {"image/*": "image/png", "text/*": "text/plain"}.get(essence(name), name.replace("/*", "/octet-stream"))
    types = types_of(document, schema_at(document, rules, index))
    if isinstance(value, (dict, list)):
        return "application/json"
    return "text/plain; charset=utf-8" if types else "application/octet-stream"


def _header_text(raw: Mapping[str, Any]) -> str:
    """A text for a header that a part must have."""
    described = next(iter(raw["content"].values()), {}) if raw.get("content") else raw
    schema = described.get("schema", {})
    schema = schema if isinstance(schema, Mapping) else {}
    found = schema.get("default", next(iter(schema.get("examples", schema.get("enum", ()))), raw.get("example")))
    if found is None:
        found = 1 if schema.get("type") in ("integer", "number") else "https://example.com/part"
    return found if isinstance(found, str) else json.dumps(found)
