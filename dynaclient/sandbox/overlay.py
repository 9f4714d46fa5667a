"""Copies values from a request into the answer, member by member, as long as the answer stays valid.

Also locates a resource's own key, and fills in the members that APIs set themselves (sizes, times).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from copy import deepcopy
from datetime import datetime, timezone
from random import Random
from typing import Any

from ..document import Document
from ..schema.view import properties_of, view
from ..types import MISSING
from . import texts
from .values import Values

Path = tuple[str, ...]

_OWN_KEYS = ("id", "_id", "uuid", "key", "name", "slug", "sid", "code")
_TIMES = frozenset(
    (
        "created",
        "created_at",
        "createdat",
        "creation_time",
        "created_time",
        "date_created",
        "datecreated",
        "creationtimestamp",
    )
)
_EPOCH = 1_767_225_600
"""1 January 2026, in seconds: the sandbox uses no clock, so that the same calls give the same answers."""


def overlaid(document: Document, values: Values, schema: Any, base: Any, facts: Mapping[str, Any]) -> Any:
    """A copy of `base` with each of the request's `facts` that its schema has a member for."""
    if not isinstance(base, dict) or not facts:
        return base
    out = deepcopy(base)
    for node, described in _places(document, schema, out, facts):
        for name, value in facts.items():
            if name in described and name in node and node[name] == value:
                continue
            if name in described:
                _try(values, schema, out, node, name, value)
    return out


def without_unset(
    document: Document, values: Values, schema: Any, base: Any, request: Any, facts: Mapping[str, Any]
) -> Any:
    """A copy of `base` without the members that the request could have set and did not.

    Each takes its default or, without one, becomes empty, null or absent, whichever is valid first.

    Args:
        request: the schema of the request's body.
    """
    if not isinstance(base, dict):
        return base
    out = deepcopy(base)
    for name, described in properties_of(document, request).items():
        if name not in out or name in facts:
            continue
        before = out[name]
        declared = view(document, described).default
        empty = type(before)() if isinstance(before, (list, dict)) else None
        for choice in (declared,) if declared is not MISSING else (empty, None, MISSING):
            if choice is MISSING:
                del out[name]
            else:
                out[name] = deepcopy(choice)
            if values.is_valid(schema, out):
                break
            out[name] = before
    return out


def _places(
    document: Document, schema: Any, value: dict[str, Any], facts: Mapping[str, Any]
) -> list[tuple[dict[str, Any], Any]]:
    """The object itself or, if it has none of the names, the object that it wraps."""
    described = properties_of(document, schema)
    if set(described) & set(facts):
        return [(value, described)]
    inner = [(name, item) for name, item in value.items() if isinstance(item, dict) and name in described]
    return [(item, properties_of(document, described[name])) for name, item in inner[:1]]


def _try(values: Values, schema: Any, whole: Any, node: dict[str, Any], name: str, value: Any) -> bool:
    """Set a member, or restore its old value if the new one is not valid."""
    before = node.get(name, MISSING)
    node[name] = deepcopy(value)
    if values.is_valid(schema, whole):
        return True
    if before is MISSING:
        del node[name]
        return False
    node[name] = before
    if isinstance(value, str) and isinstance(before, (list, dict)):
        return _inside(values, schema, whole, node, name, value)
    return False


def _inside(values: Values, schema: Any, whole: Any, node: dict[str, Any], name: str, text: str) -> bool:
    """Copy a text from the request into a structured member, in place of the longest text inside it that may change."""
    made = deepcopy(node[name])
    before = node[name]
    for parent, key in sorted(_leaves(made), key=lambda leaf: -len(leaf[0][leaf[1]])):
        old = parent[key]
        parent[key] = text
        node[name] = made[:1] if isinstance(made, list) else made
        if values.is_valid(schema, whole):
            return True
        parent[key] = old
    node[name] = before
    return False


def _leaves(value: Any) -> Iterable[tuple[Any, Any]]:
    members: Iterable[tuple[Any, Any]] = ()
    if isinstance(value, dict):
        members = list(value.items())
    elif isinstance(value, list):
        members = list(enumerate(value))
    for key, item in members:
        if isinstance(item, str):
            yield value, key
        else:
            yield from _leaves(item)


# the key of a resource


def key_place(value: Any, key_name: str) -> Path | None:
    """The path to a resource's own key: by the template name in the API's paths, else by the usual names."""
    if not isinstance(value, dict):
        return None
    names = [key_name, *_variants(key_name), *_OWN_KEYS]
    for name in dict.fromkeys(names):
        if isinstance(value.get(name), (str, int)) and not isinstance(value.get(name), bool):
            return (name,)
    for outer, inner in value.items():
        if isinstance(inner, dict):
            for name in dict.fromkeys(names):
                if isinstance(inner.get(name), (str, int)) and not isinstance(inner.get(name), bool):
                    return (outer, name)
    return None


def _variants(key_name: str) -> list[str]:
    """Other names for `message_id`: `messageId` and `id`."""
    words = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", key_name).lower().split("_")
    camel = words[0] + "".join(word.capitalize() for word in words[1:])
    return ["_".join(words), camel, words[-1]] if key_name else []


def at(value: Any, path: Path | None) -> Any:
    """The value at a path, or `MISSING`."""
    for name in path or ():
        if not isinstance(value, Mapping) or name not in value:
            return MISSING
        value = value[name]
    return value if path is not None else MISSING


def with_key(values: Values, schema: Any, value: Any, path: Path | None, key: str) -> Any:
    """A copy of the resource with this key, if the schema allows it."""
    if path is None:
        return value
    out = deepcopy(value)
    node = out
    for name in path[:-1]:
        node = node[name]
    choices: list[Any] = (
        [int(key), key] if isinstance(node[path[-1]], int) and re.fullmatch(r"-?\d{1,18}", key) else [key]
    )
    for choice in choices:
        before = node[path[-1]]
        node[path[-1]] = choice
        if values.is_valid(schema, out):
            return out
        node[path[-1]] = before
    return out


def new_key(like: Any, number: int, rng: Random) -> str:
    """A key that looks like another one: a number, a UUID, or its prefix and random letters."""
    if isinstance(like, int):
        return str(number)
    if not isinstance(like, str) or not like:
        return texts.token(rng, 16)
    if re.fullmatch(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}", like):
        return texts.text(rng, form="uuid")
    if like.isdigit():
        return str(int(like) + number)
    if re.fullmatch(r"[0-9a-f]{16,}", like):
        return f"{rng.getrandbits(4 * len(like)):0{len(like)}x}"
    head = re.match(r"^(.*[_\-.:/])?", like)
    prefix = head[1] or "" if head else ""
    return prefix + texts.token(rng, max(len(like) - len(prefix), 12))


def filled_in(document: Document, values: Values, schema: Any, value: Any, number: int, upload: Any) -> Any:
    """A copy of a new resource with its creation time, and the name and size of the upload."""
    if not isinstance(value, dict):
        return value
    out = deepcopy(value)
    described = properties_of(document, schema)
    for name in described:
        low = name.lower().replace("-", "_")
        if low in _TIMES and name in out:
            moment = datetime.fromtimestamp(_EPOCH + number, timezone.utc)
            stamp = f"{moment:%Y-%m-%dT%H:%M:%SZ}"
            _try(values, schema, out, out, name, _EPOCH + number if isinstance(out[name], int) else stamp)
        elif upload is not None and low in ("filename", "file_name", "original_filename"):
            _try(values, schema, out, out, name, upload.filename)
        elif upload is not None and low in ("bytes", "size", "file_size", "filesize", "content_length"):
            _try(values, schema, out, out, name, len(upload.data))
        elif upload is not None and low in ("content_type", "contenttype", "mime_type", "mimetype"):
            _try(values, schema, out, out, name, upload.content_type)
    return out
