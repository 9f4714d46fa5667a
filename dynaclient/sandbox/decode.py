"""Serialized parameters → JSON values, for the styles and types that openapi-core does not or not correctly read.

Shares no code with the client's serializer. Does not validate: if a text can be read in several ways, the reading that
fits the schema wins, else the most literal one, which the judge then refuses.
Source: OAS 3.1.1 Parameter Object, "Style Examples"; RFC 6570 section 3.2; OAS 2.0 `collectionFormat`.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from typing import Any
from urllib.parse import unquote, unquote_plus

from ..document import Document
from ..model import Parameter
from ..schema.view import properties_of, types_of, view
from ..types import MISSING
from .json_text import load_json
from .media import kind_of_media
from .values import Values

Pairs = list[tuple[str, str]]
"""Names and values of a query or a form; query values are still percent-encoded."""

_INTEGER = re.compile(r"-?(0|[1-9]\d*)")
_NUMBER = re.compile(r"-?(0|[1-9]\d*)(\.\d+)?([eE][-+]?\d+)?")
_KEYS = re.compile(r"\[([^\[\]]*)\]")


class Decoder:
    """Reads serialized values according to the schemas of a document."""

    def __init__(self, document: Document, values: Values) -> None:
        self._document = document
        self._values = values

    # parameters

    def path(self, parameter: Parameter, text: str) -> Any:
        """The value of a path segment that is still percent-encoded."""
        if parameter.content is not None:
            return self._content(parameter, unquote(text))
        prefix, joint = {"label": (".", "." if parameter.explode else ","), "matrix": (";", ",")}.get(
            parameter.style, ("", _JOINTS.get(parameter.style, ","))
        )
        if prefix and not text.startswith(prefix):
            return unquote(text)
        text = text[len(prefix) :]
        if parameter.style == "matrix":
            if parameter.explode:
                pairs = [_halves(part) for part in text.split(";")]
                if any(name == parameter.name for name, _ in pairs):
                    return self._repeated(parameter.schema, [value for name, value in pairs if name == parameter.name])
                return self.coerced(parameter.schema, dict(pairs))
            text = _halves(text, decode=False)[1]
        return self._joined(parameter.schema, text, joint, parameter.explode, unquote)

    def header(self, parameter: Parameter, text: str) -> Any:
        """The value of a header."""
        if parameter.content is not None:
            return self._content(parameter, text)
        joint = {"spaceDelimited": " ", "pipeDelimited": "|", "tabDelimited": "\t"}.get(parameter.style, ",")
        return self._joined(parameter.schema, text, joint, parameter.explode, str.strip)

    def query(self, parameter: Parameter, pairs: Pairs, taken: Iterable[str] = ()) -> Any:
        """The value in a query or cookie, or `MISSING`. `taken`: the names of the other parameters there."""
        own = [value for name, value in pairs if name == parameter.name]
        if parameter.content is not None:
            return self._content(parameter, unquote_plus(own[0])) if own else MISSING
        kinds = types_of(self._document, parameter.schema)
        if parameter.style == "deepObject" or (not own and any(n.startswith(f"{parameter.name}[") for n, _ in pairs)):
            nested = nest(pairs, parameter.name, unquote_plus)
            if nested is MISSING and own:  # an alternative that is not an object
                return self._repeated(parameter.schema, [unquote_plus(value) for value in own])
            return nested if nested is MISSING else self.coerced(parameter.schema, nested)
        if parameter.explode:
            if own:
                return self._repeated(parameter.schema, [unquote_plus(value) for value in own])
            if "object" in kinds:
                return self._spread(parameter.schema, pairs, set(taken))
            return MISSING
        if not own:
            return MISSING
        joint = _JOINTS.get(parameter.style, ",")
        text = own[0].replace("|", "%7C").replace("+", "%20") if parameter.style != "form" else own[0]
        return self._joined(parameter.schema, text, joint, False, unquote_plus)

    def _spread(self, schema: Any, pairs: Pairs, taken: set[str]) -> Any:
        """An exploded object: each member is a query parameter of its own."""
        properties = properties_of(self._document, schema)
        is_open = view(self._document, schema).extra is not False
        members: dict[str, Any] = {}
        for name, value in pairs:
            if name in properties or (is_open and name not in taken):
                known = members.get(name)
                text = unquote_plus(value)
                members[name] = text if known is None else [*known, text] if isinstance(known, list) else [known, text]
        return self.coerced(schema, members) if members else MISSING

    def _content(self, parameter: Parameter, text: str) -> Any:
        if kind_of_media(parameter.content or "") == "json":
            try:
                return load_json(text)
            except (ValueError, RecursionError):
                return text
        return self.coerced(parameter.schema, text)

    def _repeated(self, schema: Any, texts: list[str]) -> Any:
        kinds = types_of(self._document, schema)
        readings: list[Any] = [texts] if "array" in kinds or len(texts) > 1 else []
        if len(texts) == 1 and (not readings or len(kinds) > 1):
            readings.insert(0, texts[0])
        return self._best(schema, (self.coerced(schema, reading) for reading in readings))

    def _joined(self, schema: Any, text: str, joint: str, explode: bool, read: Callable[[str], str]) -> Any:
        kinds = types_of(self._document, schema)
        parts = [read(part) for part in text.split(joint)]
        readings: list[Any] = []
        if "object" in kinds:
            if explode:
                readings.append(dict(_halves(part) for part in text.split(joint)))
            elif len(parts) % 2 == 0:
                readings.append(dict(zip(parts[::2], parts[1::2], strict=True)))
        if "array" in kinds:
            readings.append(parts)
        if not readings or set(kinds) - {"object", "array"}:
            readings.append(read(text))
        return self._best(schema, (self.coerced(schema, reading) for reading in readings))

    # typed values

    def coerced(self, schema: Any, raw: Any, depth: int = 0) -> Any:
        """A text, or the texts inside lists and objects, converted to the types that the schema declares."""
        if depth > 12 or not isinstance(schema, Mapping):
            return raw
        return self._best(schema, self._readings(schema, raw, depth))

    def fits(self, schema: Any, value: Any) -> bool:
        """Whether a value fits a schema, with the reliefs of requests."""
        return self._values.is_valid(schema, value, "request")

    def _best(self, schema: Any, readings: Iterable[Any]) -> Any:
        first: Any = MISSING
        for reading in readings:
            if self._values.is_valid(schema, reading, "request"):
                return reading
            first = reading if first is MISSING else first
        return first

    def _readings(self, schema: Any, raw: Any, depth: int) -> Iterator[Any]:
        kinds = types_of(self._document, schema)
        outline = view(self._document, schema)
        if isinstance(raw, str):
            yield from _texts(kinds, raw)
            yield from (value for value in outline.values if not isinstance(value, str) and json.dumps(value) == raw)
            if ("object" in kinds or "array" in kinds) and raw[:1] in ("{", "["):
                with suppress(ValueError, RecursionError):
                    yield load_json(raw)
            if "array" in kinds:
                yield [self.coerced(outline.items, raw, depth + 1)]
        elif isinstance(raw, list):
            yield [self.coerced(outline.items, item, depth + 1) for item in raw]
            if len(raw) == 1 and isinstance(raw[0], str) and raw[0][:1] == "[":
                yield from self._readings(schema, raw[0], depth + 1)
        elif isinstance(raw, dict):
            members = outline.properties
            yield {name: self.coerced(members.get(name, outline.extra), item, depth + 1) for name, item in raw.items()}
            if raw and all(name.isdigit() for name in raw):
                yield from self._readings(schema, [raw[name] for name in sorted(raw, key=int)], depth + 1)
        for union in outline.unions:
            for alternative in union:
                yield self.coerced(alternative, raw, depth + 1)
        yield raw


_JOINTS = {"spaceDelimited": "%20", "pipeDelimited": "%7C", "tabDelimited": "%09"}


def _halves(part: str, *, decode: bool = True) -> tuple[str, str]:
    name, _, value = part.partition("=")
    return (unquote(name), unquote(value)) if decode else (unquote(name), value)


def _texts(kinds: tuple[str, ...], raw: str) -> Iterator[Any]:
    for kind in kinds:
        if kind == "boolean" and raw in ("true", "false"):
            yield raw == "true"
        elif kind == "integer" and _INTEGER.fullmatch(raw):
            yield int(raw) if len(raw) < 1000 else raw
        elif kind == "number" and _NUMBER.fullmatch(raw):
            number = int(raw) if _INTEGER.fullmatch(raw) and len(raw) < 300 else float(raw)
            yield raw if math.isinf(number) else number
        elif kind == "null" and raw in ("", "null"):
            yield None
        elif kind == "string":
            yield raw


def nest(pairs: Pairs, name: str, read: Callable[[str], str] = str) -> Any:
    """`name[a]=1&name[b][c]=2` as nested objects, `name[]=1&name[]=2` as a list; `MISSING` if there is none."""
    out: dict[str, Any] = {}
    listed: list[Any] = []
    for key, value in pairs:
        if not key.startswith(f"{name}["):
            continue
        keys = _KEYS.findall(key[len(name) :])
        if keys == [""]:
            listed.append(read(value))
            continue
        node = out
        for inner in keys[:-1]:
            following = node.setdefault(inner, {})
            if not isinstance(following, dict):
                following = node[inner] = {}
            node = following
        if keys:
            last = keys[-1]
            if last == "" and len(keys) > 1:
                node[str(len(node))] = read(value)
            elif last in node:
                known = node[last]
                node[last] = [*known, read(value)] if isinstance(known, list) else [known, read(value)]
            else:
                node[last] = read(value)
    return out or listed or MISSING
