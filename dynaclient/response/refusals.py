"""Calls that `paginate`, `poll` and `parse` cannot make sense of, refused before anything is sent."""

from __future__ import annotations

from typing import Any

from .._support.wording import either
from ..document import Document
from ..errors import RequestError
from ..model import Operation
from ..model.media_types import family_of
from ..model.streams import always_streams, stream_switch
from ..request.values import Arguments
from ..schema.view import properties_of, types_of
from ..types import MISSING

_MOST_NAMES = 8
"""Members of an answer that an error lists."""


def refuse_stream(document: Document, operation: Operation, arguments: Arguments, why: str) -> None:
    """Refuse a call that is answered with a stream.

    Args:
        why: what is not done with a stream: "is not polled".
    """
    if always_streams(operation):
        raise RequestError(
            f"it answers with a stream of events, which {why}; iterate the answer of `call`",
            operation_id=operation.operation_id,
        )
    switch = stream_switch(document, operation)
    if switch is None:
        return
    given = arguments.get((switch.name, f"{switch.location}:{switch.name}"), in_body=switch.location == "body")
    if given is not MISSING and given == switch.value:
        raise RequestError(f"a stream {why}: leave {switch.name}={given!r} out", operation_id=operation.operation_id)


def refuse_single(document: Document, operation: Operation) -> None:
    """Refuse to page through an operation whose answer, as the document has it, is not a list and has none.

    Only for a rule that does not say where the items are.
    """
    answers = [response for status, response in operation.responses.items() if status.startswith("2")]
    content = {name: media_type for response in answers for name, media_type in response.content.items()}
    if not answers or any(_may_be_list(document, name, media_type.schema) for name, media_type in content.items()):
        return
    if not content:
        if not {response.status for response in answers} <= {"204", "205"}:
            return  # a document may leave out what it answers with
        what = "its answer has no body"
    elif all(family_of(name).answer != "schema" for name in content):
        what = f"it answers with {either(list(content))}"
    else:
        names = [name for media_type in content.values() for name in properties_of(document, media_type.schema)]
        more = f" and {len(names) - _MOST_NAMES} more" if len(names) > _MOST_NAMES else ""
        what = f"it answers with one object ({', '.join(names[:_MOST_NAMES])}{more})"
    raise RequestError(
        f"{what}, so there is no list to page through; use `call`. If the answer has a list all the same, say where: "
        "rule={'items': '/…'}",
        operation_id=operation.operation_id,
    )


def _may_be_list(document: Document, name: str, schema: Any) -> bool:
    if family_of(name).answer != "schema":
        return "json" in name  # such as JSON lines
    types = types_of(document, schema)
    members = properties_of(document, schema)
    if not members:
        return not types or not set(types) <= {"string", "integer", "number", "boolean", "null"}
    if "array" in types:
        return True
    inner = [types_of(document, member) for member in members.values()]
    wrapped = [
        types_of(document, deep) for member in members.values() for deep in properties_of(document, member).values()
    ]
    return any(not kinds or "array" in kinds for kinds in (*inner, *wrapped))
