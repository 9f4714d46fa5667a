"""What changed in the answers of an operation: statuses, headers, media types and their values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from ..document.names import POINTER
from ..model import DeclaredResponse, Operation
from ..model.media_types import declared_for
from .admitted import Node
from .changes import Change
from .kinds import BREAKING, RISKY
from .sides import OperationPair, below, node_of


def answer_changes(pair: OperationPair) -> Iterator[Change]:
    """The changes of all answers. An error that an operation may answer with is risky at worst."""
    old, new = pair.old.responses, pair.new.responses
    if not new and old:
        yield _change(pair, "status-removed", "it says nothing of its answers any more", "answers")
        return
    moved = _moved(pair)
    for status in old:
        found = moved if moved and _is_success(status, pair.old) and status not in new else _declared(new, status)
        for change in _of_status(pair, status, found):
            yield (
                change
                if _is_success(status, pair.old) or change.verdict != BREAKING
                else replace(change, verdict=RISKY)
            )
    for status in new:
        if _declared(old, status) is None and status != moved:
            yield _change(pair, "status-added", f"status {status} is declared now", f"answer {status}", new=status)


def _of_status(pair: OperationPair, status: str, found: str | None) -> Iterator[Change]:
    where = f"answer {status}"
    if found is None:
        if _is_success(status, pair.old):
            yield _change(pair, "status-removed", "this status is no longer declared", where, old=status)
        else:
            yield replace(
                _change(pair, "status-added", "this status is no longer declared", where, old=status),
                kind="status-removed",
            )
        return
    if found not in (status, status.upper(), status.lower()) and not found.lower().endswith(("xx", "default")):
        yield _change(pair, "status-moved", f"the status is {found} now", where, old=status, new=found)
    before, after = pair.old.responses[status], pair.new.responses[found]
    pair.sides.collected.texts += before.description != after.description
    yield from _headers(pair, before, after, where)
    yield from _content(pair, before, after, where)


def _moved(pair: OperationPair) -> str | None:
    """The status of success that replaced the only one before, or None."""
    old = [status for status in pair.old.responses if status[:1] == "2"]
    new = [status for status in pair.new.responses if status[:1] == "2"]
    if len(old) != 1 or len(new) != 1 or _declared(pair.new.responses, old[0]) in (*new, *old):
        return None
    before, after = pair.old.responses[old[0]], pair.new.responses[new[0]]
    return new[0] if bool(before.content) <= bool(after.content) else None


def _is_success(status: str, operation: Operation) -> bool:
    if status.lower() == "default":
        return not any(other[:1] == "2" for other in operation.responses)
    return status[:1] in "123"


def _declared(responses: Mapping[str, DeclaredResponse], status: str) -> str | None:
    """The key that describes a status: its number, its range, or `default`."""
    for key in (status, f"{status[:1]}XX", f"{status[:1]}xx", "default"):
        if key in responses and (len(status) == 3 or key.lower() == status.lower() or key == "default"):
            return key
    return None


# headers


def _headers(pair: OperationPair, old: DeclaredResponse, new: DeclaredResponse, where: str) -> Iterator[Change]:
    before = {name.lower(): (name, header) for name, header in old.headers.items()}
    after = {name.lower(): (name, header) for name, header in new.headers.items()}
    for key, (name, header) in before.items():
        here = f"{where} header {name}"
        at = ("headers", name)
        if key not in after:
            kind = "header-removed" if header.get("required") else "optional-header-removed"
            yield _change(pair, kind, "it is gone", here, old=old.status, below=at)
            continue
        other = after[key][1]
        if header.get("required") and not other.get("required"):
            yield _change(pair, "header-optional", "it is no longer required", here, old.status, new.status, at)
        answers = pair.sides.answers
        values = answers.pair(
            _node(header),
            _node(other),
            below(pair.old, "responses", old.status),
            below(pair.new, "responses", new.status),
        )
        yield from pair.values(answers, values, here)
    for key, (name, _) in after.items():
        if key not in before:
            here = f"{where} header {name}"
            yield _change(pair, "header-added", "it is new", here, new=new.status, below=("headers", name))


def _node(header: Mapping[str, Any]) -> Node:
    content = header.get("content")
    described = next(iter(content.values())) if content else header
    return ((described["schema"], described.get(POINTER, "")),) if "schema" in described else ()


# bodies


def _content(pair: OperationPair, old: DeclaredResponse, new: DeclaredResponse, where: str) -> Iterator[Change]:
    if old.content and not new.content:
        yield _change(pair, "content-removed", "there is no body any more", where, old=old.status, new=new.status)
        return
    answers = pair.sides.answers
    for name, media_type in old.content.items():
        found = declared_for(new.content, name)
        if found is None:
            left = ", ".join(new.content)
            text = f"{name} is no longer among its media types; left: {left}"
            yield _change(pair, "media-type-removed", text, where, old.status, new.status, ("content", name))
            continue
        other = new.content[found]
        values = answers.pair(
            node_of(media_type),
            node_of(other),
            below(pair.old, "responses", old.status, "content", name),
            below(pair.new, "responses", new.status, "content", found),
        )
        here = f"{where} as {name}" if len(old.content) > 1 else where
        pair.sides.collected.texts += media_type.examples != other.examples
        yield from pair.values(answers, values, here)
    for name in new.content:
        if old.content and not any(declared_for([name], other) or declared_for([other], name) for other in old.content):
            text = f"{name} is a media type of it now"
            yield _change(pair, "media-type-added", text, where, new=new.status, below=("content", name))


def _change(
    pair: OperationPair, kind: str, text: str, where: str, old: str = "", new: str = "", below: tuple[str, ...] = ()
) -> Change:
    from .sides import below as place

    return pair.change(
        kind,
        text,
        where,
        old_pointer=place(pair.old, "responses", old, *below) if old else "",
        new_pointer=place(pair.new, "responses", new, *(() if old else below)) if new else "",
        direction="response",
    )
