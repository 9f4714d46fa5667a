"""Which operation reads what another one writes: the GET of the same path, unless the caller names it."""

from __future__ import annotations

from typing import Any

from .._support.wording import either, shown_option
from ..document import Document
from ..document.names import TEMPLATE
from ..errors import RequestError, UnknownOperation
from ..model import Operation, Operations
from ..model.media_types import essence, family_of

WRITING = ("put", "patch", "post")
"""Methods that can write a change, the fullest first."""


def reading_of(document: Document, operations: Operations, write: Operation, read: str | None) -> Operation:
    """The operation that reads what another one writes.

    Args:
        read: its id, if the caller names it.

    Raises:
        RequestError: there is none, or the other operation does not write.
    """
    if write.method not in WRITING:
        raise RequestError(_no_write(document, write), operation_id=write.operation_id)
    if read is not None:
        return _named(operations, write, read)
    place = _emptied(write.path)
    found = [
        name for name, entry in document.entries.items() if entry.method == "get" and _emptied(entry.path) == place
    ]
    if not found:
        raise RequestError(
            f"no operation reads what it writes: {write.path} has no GET. If another operation does, name it with "
            "read='OPERATION'",
            operation_id=write.operation_id,
        )
    return operations[found[0]]


def _named(operations: Operations, write: Operation, read: Any) -> Operation:
    if not isinstance(read, str):
        raise RequestError(
            f"read= must be the id of an operation, not {shown_option(read)}", operation_id=write.operation_id
        )
    try:
        operation = operations[read if read in operations else operations.aliases.get(read, read)]
    except UnknownOperation as error:
        raise RequestError(f"read={read!r}: {error}", operation_id=write.operation_id) from None
    if operation.method != "get":
        method = operation.method.upper()
        raise RequestError(f"read={read!r} does not read: its method is {method}", operation_id=write.operation_id)
    return operation


def _no_write(document: Document, operation: Operation) -> str:
    """Why an operation cannot write a change, and which ones beside it can."""
    place, method = _emptied(operation.path), operation.method.upper()
    entries = document.entries.items()
    beside = [(WRITING.index(entry.method), name) for name, entry in entries if entry.method in WRITING
              and _emptied(entry.path) == place]  # fmt: skip
    names = either([repr(name) for _, name in sorted(beside)])
    advice = f"write client.edit({names}, …)" if names else f"no operation writes {operation.path}"
    return f"edit takes the operation that writes, and the method of this one is {method}: {advice}"


def _emptied(path: str) -> str:
    return TEMPLATE.sub("{}", path.partition("#")[0].partition("?")[0]).rstrip("/")


def path_names(write: Operation, read: Operation) -> dict[str, str]:
    """Path parameter of the read → that of the write in the same place, or of the same name."""
    theirs, own = TEMPLATE.findall(read.path), TEMPLATE.findall(write.path)
    if _emptied(write.path) == _emptied(read.path):
        return dict(zip(theirs, own, strict=False))
    return {name: name for name in theirs if name in own}


def body_schema(write: Operation) -> Any:
    """The schema of the whole value in a body, or None: that of a JSON Patch describes steps."""
    content = write.request_body.content.values() if write.request_body is not None else ()
    described = (item.schema for item in content if family_of(item.name).has_fields and not is_json_patch(item.name))
    return next((schema for schema in described if schema is not None), None)


def is_json_patch(name: str) -> bool:
    """Whether a media type is that of JSON Patch. Source: RFC 6902 section 6."""
    return essence(name) == "application/json-patch+json"


def is_merge_patch(name: str) -> bool:
    """Whether a media type is that of JSON Merge Patch. Source: RFC 7396 section 4."""
    return essence(name) == "application/merge-patch+json"
