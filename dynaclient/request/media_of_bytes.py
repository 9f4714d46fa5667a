"""Which declared media types bytes, a file or an iterator may go as, and why they are refused where several may."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from .._support.wording import either
from ..model import MediaType
from ..model.media_types import declared_for, essence, family_of, framing_of, is_anything, is_json
from .json_types import best_json, first_of_json, is_in_memory
from .plain import NotJSON
from .writing.files import DEFAULT_TYPE, file_part, is_stream


def media_types_of_bytes(content: Mapping[str, MediaType], value: Any) -> list[MediaType]:
    """The media types that bytes may go as: none if nothing can carry them, several if only the caller can tell.

    `application/octet-stream` and `*/*` come first, then the type of a file that has a name. Bytes that begin with
    `{` or `[` are JSON where that is declared; any others are not, unless nothing else is.
    """
    for name, item in content.items():
        if essence(name) == DEFAULT_TYPE or is_anything(name):
            return [item]
    able = [item for name, item in content.items() if "raw" in family_of(name).accepts or item.items is not None]
    if is_stream(value) or is_list_of_parts(content, value):
        items = [item for item in able if item.items is not None]
        return items[:1] or able
    able = _without_same(able)
    named = declared_for(content, _type_of_file(value))
    if named is not None:
        return [content[named]] if content[named] in able else []
    in_json = [item for name, item in content.items() if is_json(name)]
    start = first_of_json(value)
    if start and in_json:
        lines = [item for item in able if framing_of(item.name) == "lines"] if start == b"{" else []
        return [best_json(in_json, value), *lines]
    if able:
        return able
    holds = ("json", "fields") if is_in_memory(value) else ("fields",)
    ready = [item for item in content.values() if family_of(item.name).holds in holds]
    return [best_json(in_json, value)] if in_json and is_in_memory(value) else ready[:1]


def is_list_of_parts(content: Mapping[str, MediaType], value: Any) -> bool:
    """Whether a list of bytes may be the parts of a multipart body."""
    return isinstance(value, (list, tuple)) and any(
        item.items is not None and item.items.framing == "parts" for item in content.values()
    )


def _without_same(able: list[MediaType]) -> list[MediaType]:
    """The media types, with one of those that are written as lines of JSON: their bytes are the same."""
    lines = [item for item in able if framing_of(item.name) == "lines"]
    return [item for item in able if item not in lines[1:]]


def _type_of_file(value: Any) -> str:
    """The media type of a file by its name, or as the caller gave it; "" if it has none."""
    if is_in_memory(value) or is_stream(value):
        return ""
    try:
        found = file_part(value, "body")
    except NotJSON:  # reported where the body is read
        return ""
    return found.content_type if found.is_typed or found.content_type != DEFAULT_TYPE else ""


def several(found: Iterable[MediaType]) -> str:
    """Why bytes that may go as several media types are refused."""
    names = [item.name for item in found]
    return (
        f"bytes or a file may go as {either(names)} here: with_options(content_type={names[0]!r}) says which of "
        f"{'the two' if len(names) == 2 else 'them'}"
    )
