"""Media types: reading their names, and choosing the one a body is sent as."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from ..model import MediaType, RequestBody
from .writing.files import is_chunks, is_file_like, is_stream

FORM = "application/x-www-form-urlencoded"


@lru_cache(1024)
def essence(name: str) -> str:
    """The media type without parameters, in lower case. Source: RFC 9110 section 8.3.1."""
    return name.partition(";")[0].strip().lower()


@lru_cache(1024)
def is_json(name: str) -> bool:
    """`application/json`, anything `+json`, and the wildcards that JSON falls under."""
    name = essence(name)
    return name in ("application/json", "*/*", "application/*", "text/json") or name.endswith("+json")


@lru_cache(1024)
def family(name: str) -> str:
    """Which writer a media type has: json, form, multipart, text or binary."""
    kind = essence(name)
    if is_json(kind):
        return "json"
    if kind == FORM:
        return "form"
    if kind.startswith("multipart/"):
        return "multipart"
    if kind.startswith("text/") or kind.endswith(("/xml", "+xml", "/yaml", "+yaml", "/javascript")):
        return "text"
    return "binary"


def holds_files(value: Any) -> bool:
    """Whether an object carries a file in one of its fields, or in a list there."""
    if not isinstance(value, Mapping):
        return False
    return any(
        is_file_like(item) or (isinstance(item, (list, tuple)) and any(is_file_like(member) for member in item))
        for item in value.values()
    )


def _is_raw(value: Any) -> bool:
    return is_file_like(value) or is_stream(value) or is_chunks(value)


_ACCEPTS = {
    "json": lambda value: not _is_raw(value) and not holds_files(value),
    "form": lambda value: isinstance(value, Mapping) and not holds_files(value),
    "multipart": lambda value: isinstance(value, Mapping),
    "text": lambda value: isinstance(value, str) or _is_raw(value),
    "binary": lambda value: isinstance(value, str) or _is_raw(value),
}
"""Which Python values each writer can make a body of."""


def _accepts(name: str, value: Any) -> bool:
    kind = family(name)
    return _ACCEPTS[kind](value) or (kind == "json" and "*" in name)  # a wildcard takes bytes and files too


def choose_media_type(body: RequestBody, value: Any, content_type: str | None) -> MediaType | None:
    """The declared media type that a value is sent as, or None when none can carry it.

    JSON comes first, then the document's order; the first that can carry the value is taken.

    Args:
        content_type: what the caller asked for; it need only match a declared type, wildcards included.
    """
    if content_type is not None:
        return declared_for(body.content, content_type)
    if len(body.content) == 1:  # nothing to choose: a large body is not looked through for files
        only = next(iter(body.content.values()))
        if family(only.name) == "json" and type(value) in (dict, list, str):
            return only
    ordered = sorted(body.content.values(), key=lambda item: not is_json(item.name))
    fitting = next((item for item in ordered if _accepts(item.name, value)), None)
    if fitting is None and (isinstance(value, (bytes, bytearray, Mapping)) or is_chunks(value)):
        # bytes are JSON that the caller wrote; for the others the writer of JSON says what in them is none
        fitting = next((item for item in ordered if is_json(item.name)), None)
    return fitting


def declared_for(content: Mapping[str, MediaType], content_type: str) -> MediaType | None:
    """The most exact entry of `content` that a media type falls under. Source: OAS 3.1.1 Request Body Object."""
    wanted = essence(content_type)
    kind = wanted.partition("/")[0]
    for candidate in (wanted, f"{kind}/*", "*/*"):
        for name, media_type in content.items():
            if essence(name) == candidate:
                return media_type
    return None


def sent_name(media_type: MediaType, value: Any) -> str:
    """The Content-Type to send for a declared media type; a wildcard becomes what the value is."""
    if "*" not in media_type.name:
        return media_type.name
    kind = essence(media_type.name)
    if kind in ("*/*", "application/*"):
        return "application/octet-stream" if _is_raw(value) else "application/json"
    if kind == "text/*":
        return "text/plain; charset=utf-8"
    return "application/octet-stream"
