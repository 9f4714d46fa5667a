"""The values of parameters, read from the URL of a request: of one that was sent, or of an address that a server gave.

Source: OAS 3.2.0 Parameter Object, "Style Values".
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote, unquote_plus, urlsplit

from ..model import Operation, Parameter
from ..request.writing.template import PathTemplate

_DELIMITERS = {"spaceDelimited": r"%20|\+", "pipeDelimited": r"\||%7[Cc]"}
_MARKS = {"label": ".", "matrix": ";"}


def template_pattern(path: str) -> str:
    """A regular expression for the paths of a path key, with a group for each value."""
    pieces = PathTemplate.parse(path).path
    return "".join("([^/]+)" if i % 2 else re.escape(piece) for i, piece in enumerate(pieces))


def path_texts(path: str, url: str) -> dict[str, str] | None:
    """The values of a path key by name, as they are in a URL, whatever comes before; None if it has another path."""
    try:
        found = re.search(f"{template_pattern(path)}/?$", urlsplit(url).path)
    except ValueError:
        return None
    return dict(zip(PathTemplate.parse(path).path[1::2], found.groups(), strict=True)) if found else None


def path_values(operation: Operation, url: str) -> dict[str, Any] | None:
    """The path parameters of a call, read from its URL; None if the URL is of another path."""
    texts = path_texts(operation.path, url)
    if texts is None:
        return None
    declared = {parameter.name: parameter for parameter in operation.parameters if parameter.location == "path"}
    return {name: _of_path(declared.get(name), text) for name, text in texts.items()}


def query_values(operation: Operation, url: str) -> dict[str, Any]:
    """The query of a call by name: text, or a list where a name is repeated or declared as an array."""
    try:
        query = urlsplit(url).query
    except ValueError:
        return {}
    raw: dict[str, list[str]] = {}
    for pair in filter(None, query.split("&")):
        name, _, text = pair.partition("=")
        raw.setdefault(unquote_plus(name), []).append(text)
    declared = {parameter.name: parameter for parameter in operation.parameters if parameter.location == "query"}
    found = {name: _of_query(declared.get(name), texts) for name, texts in raw.items()}
    for name, parameter in declared.items():
        if parameter.style == "deepObject" and name not in found:
            members = {key[len(name) + 1 : -1]: found.pop(key) for key in list(found) if _is_member(key, name)}
            if members:
                found[name] = members
    return found


def _is_member(key: str, name: str) -> bool:
    return key.startswith(f"{name}[") and key.endswith("]")


def _has(parameter: Parameter, kind: str) -> bool:
    return kind == parameter.type or (isinstance(parameter.type, tuple) and kind in parameter.type)


def _of_query(parameter: Parameter | None, texts: list[str]) -> Any:
    if parameter is None:
        return unquote_plus(texts[0]) if len(texts) == 1 else [unquote_plus(text) for text in texts]
    if parameter.content is not None:
        return _json(unquote_plus(texts[0]))
    if _has(parameter, "array"):
        if not parameter.explode:
            texts = re.split(_DELIMITERS.get(parameter.style, ","), texts[0])
        return [unquote_plus(text) for text in texts]
    if _has(parameter, "object") and not parameter.explode:
        return _paired([unquote_plus(text) for text in texts[0].split(",")])
    return unquote_plus(texts[0])


def _of_path(parameter: Parameter | None, text: str) -> Any:
    if parameter is None:
        return unquote(text)
    if parameter.content is not None:
        return _json(unquote(text))
    mark = _MARKS.get(parameter.style, "")
    text = text.removeprefix(mark)
    parts = text.split(mark if mark and parameter.explode else ",")
    if parameter.style == "matrix" and not (parameter.explode and _has(parameter, "object")):
        parts = [part.removeprefix(f"{parameter.name}=") for part in parts]
        text = text.removeprefix(f"{parameter.name}=")
    if _has(parameter, "array"):
        return [unquote(part) for part in parts]
    if _has(parameter, "object"):
        if not parameter.explode:
            return _paired([unquote(part) for part in parts])
        return {unquote(name): unquote(value) for name, _, value in (part.partition("=") for part in parts)}
    return unquote(text)


def _paired(parts: list[str]) -> Mapping[str, str]:
    return dict(zip(parts[::2], parts[1::2], strict=False))


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return text
