"""What changed in the body of an operation's requests."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ..model import MediaType, RequestBody
from ..model.media_types import declared_for, essence, is_json
from ..model.values import Encoding
from ..request.body_fields import BodyFields
from ..schema.view import holds_file, properties_of, view
from .changes import Change
from .sides import OperationPair, below, node_of


def body_changes(pair: OperationPair) -> Iterator[Change]:
    """The changes of a body."""
    old, new = pair.old.request_body, pair.new.request_body
    if old is None and new is None:
        return
    if old is None or new is None:
        yield _one_sided(pair, old, new)
        return
    if old.required != new.required:
        kind, text = ("body-required", "a body is required now") if new.required else (
            "body-optional", "a body is no longer required"
        )  # fmt: skip
        argument = "" if new.required else "body"
        yield _change(pair, kind, text, argument=argument)
    if old.name and old.name != new.name:
        yield _change(pair, "property-renamed", f"the body is no longer called {old.name!r}: pass it as body=")
    yield from _free_names(pair)
    pair.sides.collected.texts += old.description != new.description
    for name in old.content:
        found = declared_for(new.content, name)
        if found is None:
            yield _change(pair, "media-type-removed", f"{name} is no longer accepted; left: {_names(new)}", name)
        else:
            yield from _content(pair, old.content[name], new.content[found])
    yield from _gained(pair, old, new)


def _one_sided(pair: OperationPair, old: RequestBody | None, new: RequestBody | None) -> Change:
    if new is None:
        return _change(pair, "body-removed", "it takes no body any more")
    kind = "required-body-added" if new.required else "body-added"
    return _change(pair, kind, f"a body is new{', and required' if new.required else ''}", argument="")


def _gained(pair: OperationPair, old: RequestBody, new: RequestBody) -> Iterator[Change]:
    for name in new.content:
        if declared_for(old.content, name) is None and not any(declared_for([name], other) for other in old.content):
            yield _change(pair, "media-type-added", f"{name} is accepted too")
    before, after = _preferred(old), _preferred(new)
    is_other = bool(before and after) and essence(before) != essence(after)
    if is_other and essence(before) in map(essence, new.content) and not _needs_file(pair, old.content[before]):
        yield _change(pair, "media-type-preferred", f"it is sent as {after} now, and was sent as {before}")
        yield from _values(pair, old.content[before], new.content[after])


def _free_names(pair: OperationPair) -> Iterator[Change]:
    """The change if arguments of any name were members of the body, and are unknown now."""
    if not BodyFields(pair.sides.old, pair.old).takes_members:
        return
    after = BodyFields(pair.sides.new, pair.new)
    is_closed = bool(after.declared) and all(item.extra is False for item in after.declared)  # a change of its own
    if not (after.takes_members or is_closed):
        yield _change(pair, "members-unnamed", "members that the document does not name are no longer arguments")


def _preferred(body: RequestBody) -> str:
    """The media type that an object is sent as."""
    return next(iter(sorted(body.content, key=lambda name: not is_json(name))), "")


def _needs_file(pair: OperationPair, media_type: MediaType) -> bool:
    """Whether every body of this type has a file, which JSON cannot carry."""
    document = pair.sides.old
    required = view(document, media_type.schema).required
    properties = properties_of(document, media_type.schema)
    return any(name in required and holds_file(document, schema) for name, schema in properties.items())


def _names(body: RequestBody) -> str:
    return ", ".join(body.content) or "none"


def _content(pair: OperationPair, old: MediaType, new: MediaType) -> Iterator[Change]:
    yield from _values(pair, old, new)
    yield from _encodings(pair, old.encoding, new.encoding, old.name)
    pair.sides.collected.texts += old.examples != new.examples


def _values(pair: OperationPair, old: MediaType, new: MediaType) -> Iterator[Change]:
    requests = pair.sides.requests
    values = requests.pair(
        node_of(old),
        node_of(new),
        below(pair.old, "requestBody", "content", old.name),
        below(pair.new, "requestBody", "content", new.name),
    )
    body = pair.old.request_body
    several = body is not None and len({essence(name) for name in body.content}) > 1
    yield from pair.values(requests, values, f"body as {essence(old.name)}" if several else "body", "body")


def _encodings(
    pair: OperationPair, old: Mapping[str, Encoding], new: Mapping[str, Encoding], name: str
) -> Iterator[Change]:
    for field in dict.fromkeys((*old, *new)):
        before, after = _form(old.get(field)), _form(new.get(field))
        if before != after:
            text = f"it is encoded as {after} now, and was as {before}"
            yield pair.change(
                "encoding-changed",
                text,
                f"body /{field}",
                argument=f"body:{field}",
                old_pointer=below(pair.old, "requestBody", "content", name, "encoding", field),
                new_pointer=below(pair.new, "requestBody", "content", name, "encoding", field),
            )


def _form(encoding: Encoding | None) -> str:
    if encoding is None:
        return "its type says"
    words = [encoding.content_type or "", encoding.style or "", "exploded" if encoding.explode else ""]
    if encoding.explode is False:
        words.append("not exploded")
    return ", ".join(word for word in words if word) or "its type says"


def _change(pair: OperationPair, kind: str, text: str, media_type: str = "", *, argument: str = "body") -> Change:
    tokens = ("requestBody", *(("content", media_type) if media_type else ()))
    return pair.change(
        kind,
        text,
        "body",
        argument=argument,
        old_pointer=below(pair.old, *tokens) if pair.old.request_body else "",
        new_pointer=below(pair.new, "requestBody") if pair.new.request_body else "",
    )
