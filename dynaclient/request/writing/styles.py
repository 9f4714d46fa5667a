"""Parameter styles: write a value as text in a path, query, header or cookie.

One table per location maps styles to writers, so a new style is one line. Values are valid already; this module only
encodes them. Source: OAS 3.1.1 Parameter Object, "Style Values" and "Style Examples"; RFC 6570 section 3.2; OAS 2.0
Parameter Object, `collectionFormat`.

An array inside an array, or an object inside either, has no defined form outside `deepObject`: it is written as JSON.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from ..._support.wording import kind_of
from ...model import Parameter
from ...model.media_types import FORM, essence, is_json
from ..plain import NotJSON
from .percent import encode, encode_cookie, encode_query

Encode = Callable[[str], str]
Pairs = list[tuple[str, str]]


def text_of(value: Any) -> str:
    """A scalar as text: `true`, `null`, `1.5`; an array or object as JSON."""
    if isinstance(value, str):
        return value
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e16:
        return str(int(value))  # 1.0 is an integer in JSON Schema, and servers read it as one
    return json_text(value)


def json_text(value: Any) -> str:
    """A plain value as compact JSON."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _is_array(value: Any) -> bool:
    return isinstance(value, (list, tuple))


def is_undefined(value: Any) -> bool:
    """Whether a value is null or an empty list or object: it has no text, not even a prefix.

    Source: RFC 6570 section 2.3; OAS 3.1.1 Parameter Object, "Style Examples".
    """
    return value is None or ((isinstance(value, Mapping) or _is_array(value)) and not value)


def defined(value: Any, *, nested: bool = False, path: tuple[str | int, ...] = ()) -> Any:
    """A plain value without what is undefined in its objects: members that are null.

    Args:
        nested: whether the style writes members of members, like `deepObject`; any other writes them as JSON, which
            has null.

    Raises:
        NotJSON: an item of an array is null; leaving it out would move the others.
    Source: RFC 6570 sections 2.3 and 3.2.1.
    """
    if isinstance(value, Mapping):
        if not nested:
            return {name: item for name, item in value.items() if item is not None}
        members = ((name, defined(item, nested=True, path=(*path, name))) for name, item in value.items())
        return {name: item for name, item in members if not is_undefined(item)}
    if _is_array(value):
        for i, item in enumerate(value):
            if item is None:
                raise NotJSON((*path, i), "null cannot be an item here: it has no text; leave it out")
        if nested:
            return [defined(item, nested=True, path=(*path, i)) for i, item in enumerate(value)]
    return value


def _flat(value: Mapping[str, Any]) -> Iterator[str]:
    for name, item in value.items():
        yield name
        yield text_of(item)


# path and header: text that replaces the template or is the header's value


def _delimited(prefix: str, between: str, joint: str) -> Callable[[str, Any, bool, Encode], str]:
    """Simple and label: `prefix`, then items joined by `joint` (if exploded, by `between`)."""

    def write(name: str, value: Any, explode: bool, enc: Encode) -> str:
        if isinstance(value, str):
            return prefix + enc(value)
        separator = between if explode else joint
        if is_undefined(value):
            return ""
        if isinstance(value, Mapping):
            if explode:
                return prefix + separator.join(f"{enc(key)}={enc(text_of(item))}" for key, item in value.items())
            return prefix + separator.join(enc(part) for part in _flat(value))
        if _is_array(value):
            return prefix + separator.join(enc(text_of(item)) for item in value)
        return prefix + enc(text_of(value))

    return write


def _matrix(name: str, value: Any, explode: bool, enc: Encode) -> str:
    """`;color=blue`; for an empty value only the name. Source: RFC 6570 section 3.2.7."""

    def pair(key: str, text: str) -> str:
        return f";{enc(key)}={text}" if text else f";{enc(key)}"

    if is_undefined(value):
        return ""
    if isinstance(value, Mapping):
        if explode:
            return "".join(pair(key, enc(text_of(item))) for key, item in value.items())
        return pair(name, ",".join(enc(part) for part in _flat(value)))
    if _is_array(value):
        if explode:
            return "".join(pair(name, enc(text_of(item))) for item in value)
        return pair(name, ",".join(enc(text_of(item)) for item in value))
    return pair(name, enc(text_of(value)))


PATH: dict[str, Callable[[str, Any, bool, Encode], str]] = {
    "simple": _delimited("", ",", ","),
    "label": _delimited(".", ".", ","),
    "matrix": _matrix,
    "spaceDelimited": _delimited("", "%20", "%20"),
    "pipeDelimited": _delimited("", "%7C", "%7C"),
    "tabDelimited": _delimited("", "%09", "%09"),
}

HEADER: dict[str, Callable[[str, Any, bool, Encode], str]] = {
    "simple": _delimited("", ",", ","),
    "spaceDelimited": _delimited("", " ", " "),
    "pipeDelimited": _delimited("", "|", "|"),
    "tabDelimited": _delimited("", "\t", "\t"),
}


# query and form: (name, value) pairs, both encoded


def _form(separator: str) -> Callable[[str, Any, bool, Encode], Pairs]:
    """form, spaceDelimited, pipeDelimited: one pair with joined items, or if exploded one pair per item."""

    def write(name: str, value: Any, explode: bool, enc: Encode) -> Pairs:
        if isinstance(value, Mapping):
            if explode:
                return [(enc(key), enc(text_of(item))) for key, item in value.items()]
            return [(enc(name), separator.join(enc(part) for part in _flat(value)))] if value else []
        if _is_array(value):
            if explode:
                return [(enc(name), enc(text_of(item))) for item in value]
            return [(enc(name), separator.join(enc(text_of(item)) for item in value))] if value else []
        return [(enc(name), enc(text_of(value)))]

    return write


def _deep_object(name: str, value: Any, explode: bool, enc: Encode) -> Pairs:
    """`color[R]=100`, with encoded brackets; deeper values as `a[b][0]=…`, which servers understand.

    Source: OAS 3.1.1 "Style Examples" for one level; deeper levels are not defined there.
    """
    pairs: Pairs = []
    stack: list[tuple[str, Any]] = [(enc(name), value)]
    while stack:
        key, item = stack.pop()
        members: Sequence[tuple[Any, Any]]
        if isinstance(item, Mapping):
            members = list(item.items())
        elif _is_array(item):
            members = list(enumerate(item))
        else:
            pairs.append((key, enc(text_of(item))))
            continue
        stack.extend((f"{key}%5B{enc(str(token))}%5D", member) for token, member in reversed(members))
    return pairs


QUERY: dict[str, Callable[[str, Any, bool, Encode], Pairs]] = {
    "form": _form(","),
    "spaceDelimited": _form("%20"),
    "pipeDelimited": _form("%7C"),
    "tabDelimited": _form("%09"),
    "deepObject": _deep_object,
}


def content_text(parameter: Parameter, value: Any, *, ascii_only: bool = False) -> str:
    """A value in the media type that `content` names: as JSON, or for any other type as text."""
    if is_json(parameter.content or ""):
        return json.dumps(value, ensure_ascii=ascii_only, separators=(",", ":"))
    return text_of(value)


def unwritable_content(parameter: Parameter, value: Any) -> str:
    """Why a list or an object is not written in the media type that `content` names, or ""."""
    media_type = parameter.content or ""
    is_form = parameter.location == "querystring" and essence(media_type) == FORM and isinstance(value, Mapping)
    if is_form or is_json(media_type):
        return ""
    return f"{media_type} is written from text here, not from {kind_of(value)}; pass its text"


def write_path(parameter: Parameter, value: Any) -> str:
    """The text that replaces `{name}`. Everything but unreserved characters is encoded, `/` and `%` too."""
    if parameter.content is not None:
        return encode(content_text(parameter, value))
    enc = _encode_reserved if parameter.allow_reserved else encode
    return PATH[parameter.style](parameter.name, value, parameter.explode, enc)


def _encode_reserved(text: str) -> str:
    """Encode for a path with `allowReserved`, which keeps reserved characters but those that would end the segment.

    Source: OAS 3.2.0 Parameter Object, `allowReserved`, and "Path Templating"; RFC 3986 section 3.3.
    """
    encoded = encode(text, allow_reserved=True)
    for character in "/?#[]":
        encoded = encoded.replace(character, f"%{ord(character):02X}")
    return encoded


def write_query(parameter: Parameter, value: Any) -> Pairs:
    """The encoded (name, value) pairs of a query parameter, in wire order.

    An empty array or object is undefined and has no pair (RFC 6570 section 2.3), unless `allowEmptyValue` asks for
    `name=`.
    """

    def enc(text: str) -> str:
        return encode_query(text, allow_reserved=parameter.allow_reserved)

    if parameter.content is not None:
        return [(encode_query(parameter.name), enc(content_text(parameter, value)))]
    pairs = QUERY[parameter.style](parameter.name, value, parameter.explode, enc)
    if parameter.allow_reserved:
        pairs = with_whole_names(pairs)
    if not pairs and parameter.allow_empty_value:
        return [(encode_query(parameter.name), "")]
    return pairs


def write_header(parameter: Parameter, value: Any) -> str:
    """The value of a header; headers are not percent-encoded. Source: OAS 3.1.1 Parameter Object, `style`."""
    if parameter.content is not None:
        return content_text(parameter, value, ascii_only=True)
    return HEADER[parameter.style](parameter.name, value, parameter.explode, str)


def write_cookie(parameter: Parameter, value: Any) -> Pairs:
    """The encoded (name, value) pairs of a cookie parameter; exploded items become a cookie each.

    Source: OAS 3.1.1 "Style Values" (cookies are written in style form) and appendix D on their delimiter.
    """
    if parameter.style == "cookie":
        if parameter.content is not None:
            return [(parameter.name, content_text(parameter, value))]
        return QUERY["form"](parameter.name, value, parameter.explode, str)
    if parameter.content is not None:
        return [(encode(parameter.name), encode(content_text(parameter, value)))]

    def enc(text: str) -> str:
        return encode_cookie(text, allow_reserved=parameter.allow_reserved)

    return with_whole_names(QUERY["form"](parameter.name, value, parameter.explode, enc))


def with_whole_names(pairs: Pairs) -> Pairs:
    """Pairs whose names do not end early: `allowReserved` leaves `=` as it is, which only a value may contain."""
    return [(name.replace("=", "%3D"), text) for name, text in pairs]


def texts_in(value: Any) -> Iterator[str]:
    """The texts that a style writes for a value, before it joins them."""
    if isinstance(value, Mapping):
        yield from _flat(value)
    elif _is_array(value):
        yield from map(text_of, value)
    elif value is not None:
        yield text_of(value)
