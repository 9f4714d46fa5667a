"""The plugin that notes which operations a running program calls, and with which arguments. No values are kept."""

from __future__ import annotations

import json
import logging
import os
import threading
from collections.abc import Iterable, Iterator, Mapping
from http.cookies import CookieError, SimpleCookie
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlsplit

from ..document import Document
from ..errors import DocumentError
from ..model import Operations
from ..model.media_types import FORM, essence, is_json
from ..request.writing.multipart import MultipartBody
from .arguments import BODY, ArgumentNames
from .shared_file import Path, path_text, read_object, update_object
from .used import Used

if TYPE_CHECKING:
    import requests

_log = logging.getLogger("dynaclient")

_LARGEST = 1_000_000
"""Bytes of a body that is searched for names; of a larger one, everything counts as used."""


class Usage:
    """Notes the operations and arguments that a program uses, for `dynaclient lock --usage FILE`.

    The file is written when something new is used, merged with what other processes found. Names only: a call's values
    are never kept.

    Args:
        path: the file.

    Attributes:
        used: what was seen so far by this object.
    """

    def __init__(self, path: Path = "usage.json") -> None:
        self.path = path_text(path)
        self.used = Used()
        self._lock = threading.Lock()
        self._has_failed = False
        self._names: dict[str, ArgumentNames | None] = {}
        self._document: Document | None = None
        self._operations: Operations | None = None

    def document(self, document: Document) -> None:
        """Take the names of arguments from this document from now on."""
        self._document, self._operations, self._names = document, Operations(document), {}

    def prepared(self, request: requests.PreparedRequest) -> None:
        """Note what a request uses."""
        operation_id = str(getattr(request, "operation_id", ""))
        names = self._names_of(operation_id)
        if names is None:
            return
        arguments = frozenset(names.needed | names.meant(_names_in(request, names)))
        with self._lock:
            merged = self.used.merged(Used({operation_id: arguments}))
            if merged == self.used:
                return
            self.used = merged
        try:
            self.save(merged)
        except DocumentError as error:  # the call goes on
            if not self._has_failed:
                self._has_failed = True
                _log.warning("the plugin %s cannot note what is used: %s", type(self).__name__, error)

    def save(self, used: Used) -> None:
        """Merge what is used into the file."""
        merge_usage(self.path, used)

    def _names_of(self, operation_id: str) -> ArgumentNames | None:
        if operation_id not in self._names:
            known = self._operations is not None and operation_id in self._operations
            self._names[operation_id] = (
                ArgumentNames(self._document, self._operations[operation_id])  # type: ignore[arg-type, index]
                if known
                else None
            )
        return self._names[operation_id]

    def __getstate__(self) -> dict[str, Any]:
        return {"path": self.path, "used": self.used, "document": self._document}

    def __setstate__(self, state: Mapping[str, Any]) -> None:
        self.__init__(state["path"])  # type: ignore[misc]
        self.used = state["used"]
        if state["document"] is not None:
            self.document(state["document"])


def read_usage(path: Path) -> Used:
    """What a file of `Usage` says is used.

    Raises:
        DocumentError: it cannot be read, or is something else.
    """
    return _used_in(read_object(path, "a file of Usage"), path)


def merge_usage(path: Path, used: Used) -> None:
    """Add what is used to a file.

    Raises:
        DocumentError: it cannot be written.
    """

    def merged(found: dict[str, Any]) -> dict[str, Any]:
        every = _used_in(found, path).merged(used) if found else used
        operations = {
            name: None if (arguments := every.operations[name]) is None else sorted(arguments)
            for name in sorted(every.operations)
        }
        return {"usage": 1, "operations": operations}

    update_object(path, "a file of Usage", merged)


def _used_in(found: Mapping[str, Any], path: Path) -> Used:
    operations = found.get("operations")
    if found.get("usage") != 1 or not isinstance(operations, dict):
        raise DocumentError("it is not a file of Usage", source=os.fspath(path))
    return Used.of(operations)


# the names in a request


def _names_in(request: requests.PreparedRequest, names: ArgumentNames) -> Iterator[str]:
    query = {name for name, _ in parse_qsl(urlsplit(request.url or "").query, keep_blank_values=True)}
    cookies = set(_cookies(str(request.headers.get("Cookie", ""))))
    for parameter in names.operation.parameters:
        if parameter.location == "query":
            if _is_in_query(parameter, query):
                yield f"query:{parameter.name}"
        elif parameter.location == "querystring":
            if query:
                yield f"querystring:{parameter.name}"
        elif parameter.location == "cookie":
            if parameter.name in cookies:
                yield f"cookie:{parameter.name}"
        elif parameter.location == "header" and parameter.name in request.headers:
            yield f"header:{parameter.name}"
    if names.operation.request_body is not None and request.body:
        yield from _in_body(request.body, str(request.headers.get("Content-Type", "")))


def _is_in_query(parameter: Any, names: Iterable[str]) -> bool:
    """Whether a parameter is there: by its name, as `name[key]`, or as the members of an object."""
    members = parameter.schema.get("properties", {}) if parameter.style == "form" and parameter.explode else {}
    return any(name == parameter.name or name.startswith(f"{parameter.name}[") or name in members for name in names)


def _cookies(text: str) -> Iterator[str]:
    try:
        yield from SimpleCookie(text)
    except CookieError:
        return


def _in_body(body: Any, content_type: str) -> Iterator[str]:
    """The members of a body, or all of it if they cannot be seen."""
    data = body.encode("utf-8", "replace") if isinstance(body, str) else body
    kind = essence(content_type)
    if isinstance(body, MultipartBody):
        yield from (f"body:{part.name}" for part in body.parts)
    elif not isinstance(data, (bytes, bytearray)) or len(data) > _LARGEST:
        yield BODY
    elif kind == FORM:
        for name, _ in parse_qsl(data.decode("utf-8", "replace"), keep_blank_values=True):
            yield f"body:{name.partition('[')[0]}" if not name.endswith("[]") else f"body:{name}"
    elif is_json(kind):
        try:
            value = json.loads(data)
        except (ValueError, RecursionError):
            value = None
        if isinstance(value, dict):
            yield from (f"body:{name}" for name in value)
        else:
            yield BODY
    else:
        yield BODY
