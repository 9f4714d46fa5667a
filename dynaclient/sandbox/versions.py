"""Versions of items: the ETag of each, and requests that are for one version only.

Source: RFC 9110 sections 8.8.3, 13.1.1, 13.1.2 and 13.2.2.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from .json_text import PLAIN, packed
from .memory import Resource
from .operation_call import NOT_MODIFIED, OperationCall, Outcome
from .refusal import Refusal, Refused
from .request_headers import RequestHeaders

_READING = "retrieve"
_CHANGING = frozenset(("modify", "replace", "act", "delete"))
_FULL = frozenset((_READING, "create", "modify", "act"))
"""Roles whose answers have the ETag. That of a PUT has none, since the sandbox may store more than was sent: RFC 9110
section 9.3.4."""


def etag_of(item: Resource) -> str:
    """The entity tag of an item: another one whenever its value or its content is another one."""
    digest = hashlib.blake2b(packed(item.value, PLAIN), digest_size=12)
    if item.content is not None:
        digest.update(item.content)
    return f'"{digest.hexdigest()}"'


def check_before(call: OperationCall) -> None:
    """Check the preconditions (`If-Match`, `If-None-Match`) of a request that changes an item.

    Raises:
        Refused: the item is of another version (412), or there is none (404; for a PUT 412).
    """
    headers = call.arrival.headers
    if call.part.role not in _CHANGING or not ("If-Match" in headers or "If-None-Match" in headers):
        return
    try:
        tag = etag_of(call.found())
    except Refused:
        if call.part.role != "replace":
            raise
        tag = ""
    _check(headers, tag, call)


def _check(headers: RequestHeaders, tag: str, call: OperationCall) -> None:
    wanted, unwanted = headers.get("If-Match"), headers.get("If-None-Match")
    if wanted is not None and not (tag and (wanted.strip() == "*" or tag in _tags(wanted))):
        text = f"The {call.resource.noun} is of another version than If-Match says."
        raise Refused(Refusal(412, text, "If-Match", "header", "precondition_failed"))
    if wanted is None and unwanted is not None and tag and _is_known(unwanted, tag):
        text = f"The {call.resource.noun} is of the version that If-None-Match excludes."
        raise Refused(Refusal(412, text, "If-None-Match", "header", "precondition_failed"))


def with_version(call: OperationCall, done: Outcome) -> Outcome:
    """The outcome with its item's ETag; of a read of the version that the client has already, without the item."""
    if done.item is None or call.part.role not in _FULL:
        return done
    tag, headers = etag_of(done.item), call.arrival.headers
    done = Outcome(done.value, done.resource, done.keys, done.item, (*done.headers, ("ETag", tag)))
    if call.part.role != _READING:
        return done
    wanted, unwanted = headers.get("If-Match"), headers.get("If-None-Match")
    if wanted is not None:
        _check(headers, tag, call)
    if unwanted is not None and _is_known(unwanted, tag):
        return done._replace(value=NOT_MODIFIED)
    return done


def _is_known(header: str, tag: str) -> bool:
    """Whether If-None-Match names a tag, by the weak comparison. Source: RFC 9110 sections 8.8.3.2 and 13.1.2."""
    return header.strip() == "*" or tag in [given.removeprefix("W/") for given in _tags(header)]


def _tags(header: str) -> Iterator[str]:
    return (tag.strip() for tag in header.split(","))
