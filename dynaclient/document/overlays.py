"""Overlays as values: reads Overlay documents, checks their form, and knows the line of each action.

Knows nothing of what an action does (`overlaying`). Source: Overlay Specification 1.0.0 and 1.1.0.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urljoin, urlsplit

from .._support.record import record
from .._support.urls import without_secrets
from .._support.wording import did_you_mean, kind_of, shown
from ..errors import DocumentError, DocumentSyntaxError, OverlayError
from .cache import digest
from .overlay_lines import lines_of_items
from .read import check_mapping, decode_text, load_value
from .retrieve import path_of_uri, retrieve, uri_of

OverlaySource = str | os.PathLike[str] | bytes | Mapping[str, Any]
"""A path, an http(s) URL, JSON or YAML text as bytes, or a mapping."""

MAX_TARGET = 10_000
"""The longest JSONPath, in characters."""

_VERSION = re.compile(r"1\.(0|1)\.[0-9]+\Z")
_ROOT = ("overlay", "info", "extends", "actions")
_INFO = ("title", "version", "description")
_MODIFIERS = ("remove", "update", "copy")
_ACTION = ("target", "description", *_MODIFIERS)


@record(hidden=("value",))
class OverlayAction:
    """One Action Object.

    Attributes:
        target: the JSONPath of the nodes to change.
        kind: update, copy, remove, or "" for an action without any of them.
        value: what to merge; for a copy, the JSONPath of its source.
        index: the number of the action, from 0.
        line: its line in the text, from 1, if it is known.
    """

    target: str
    kind: str
    value: Any
    index: int
    line: int | None = None


@record(hidden=("actions",))
class Overlay:
    """An Overlay document.

    Attributes:
        source: its path or address as given, or a name such as "overlays[1]" for a text or a mapping.
        uri: its address; "" for a text or a mapping.
        version: the version of the Overlay Specification that it uses.
        title: its purpose, from its Info Object.
        extends: the address of the document that it was made for; "" if it names none.
        digest: the hash of its text.
    """

    source: str
    uri: str
    version: str
    title: str
    extends: str
    digest: str
    actions: tuple[OverlayAction, ...]


def read_overlays(given: Sequence[OverlaySource | Overlay]) -> tuple[Overlay, ...]:
    """Read overlays, in the order in which they are applied.

    Raises:
        OverlayError: one of them cannot be read, or is not an Overlay document.
    """
    if not isinstance(given, (list, tuple)):
        raise OverlayError(f"overlays= must be a list of paths, addresses, texts or mappings, not {kind_of(given)}")
    return tuple(item if isinstance(item, Overlay) else _read(item, f"overlays[{i}]") for i, item in enumerate(given))


def read_again(overlay: Overlay, given: OverlaySource | Overlay) -> Overlay:
    """The overlay as it is now at the address that it was read from; one without an address as it was.

    Raises:
        OverlayError: it can no longer be read, or is no longer an Overlay document.
    """
    if not overlay.uri or isinstance(given, (bytes, bytearray, Mapping)):
        return overlay
    if overlay.uri.startswith("file:") or isinstance(given, Overlay):
        return _retrieved(overlay.uri, overlay.source)
    return _retrieved(given, overlay.source)


def check_extended(overlay: Overlay, uri: str, replaces: str = "") -> None:
    """Check that an overlay may be applied to the document at an address.

    Args:
        uri: the address of the document; "" for a text or a mapping, which no overlay can name.
        replaces: the address of an earlier version of it, which the overlay may extend too.

    Raises:
        OverlayError: it extends another document.
    """
    extended = extended_by(overlay)
    if not extended or not uri or extended in (_normal(uri), _normal(replaces)):
        return
    message = (
        f"the overlay extends {extended}, and the document is {uri}; if it is meant for this one too, remove `extends`"
    )
    raise OverlayError(message, source=overlay.source)


def extended_by(overlay: Overlay) -> str:
    """The absolute address of the document that an overlay extends; "" if it names none, or none that is absolute."""
    try:
        extended = urljoin(overlay.uri, overlay.extends)
        return _normal(extended) if overlay.extends and urlsplit(extended).scheme else ""
    except ValueError:
        raise OverlayError(f"`extends` is not a valid address: {overlay.extends}", source=overlay.source) from None


def _normal(uri: str) -> str:
    """An address without its secrets and fragment, and of a file, without symbolic links."""
    address = without_secrets(uri.partition("#")[0])
    return uri_of(path_of_uri(address)) if address.startswith("file:") else address


def is_overlay(value: Any) -> bool:
    """Whether a value claims to be an Overlay document."""
    return isinstance(value, Mapping) and "overlay" in value and not ("openapi" in value or "swagger" in value)


def _read(given: OverlaySource, name: str) -> Overlay:
    if isinstance(given, Mapping):
        return _of_mapping(given, name)
    if isinstance(given, (bytes, bytearray)):
        return _of_text(bytes(given), name, "")
    if not isinstance(given, (str, os.PathLike)):
        raise OverlayError(
            f"an overlay is a path, an address, bytes or a mapping, not {kind_of(given)} ({type(given).__name__})",
            source=name,
        )
    if isinstance(given, str) and ("\n" in given or given.lstrip().startswith("{")):
        raise OverlayError("this is the text of an overlay, not its path; pass it as bytes: text.encode()", source=name)
    return _retrieved(given, without_secrets(os.fspath(given)))


def _retrieved(address: str | os.PathLike[str], source: str) -> Overlay:
    try:
        data, uri = retrieve(uri_of(address))
    except DocumentError as error:
        raise OverlayError(f"the overlay cannot be read: {error.message}", source=source) from None
    return _of_text(data, source, without_secrets(uri))


def _of_mapping(given: Mapping[str, Any], name: str) -> Overlay:
    try:
        value = plain_copy(check_mapping(given))
        key = json.dumps(value, sort_keys=True)
    except DocumentSyntaxError as error:
        raise OverlayError(error.message, source=name) from None
    except (TypeError, ValueError) as error:
        raise OverlayError(f"the mapping has a value that JSON does not have: {error}", source=name) from None
    return _Reader(name).overlay(value, "", digest([key.encode("utf-8", "surrogatepass")]))


def _of_text(data: bytes, source: str, uri: str) -> Overlay:
    reader = _Reader(source)
    try:
        text = decode_text(data, source)
        value = load_value(data, source=source, note=reader.note)
    except DocumentSyntaxError as error:
        raise OverlayError(error.message, source=source, line=error.line, column=error.column) from None
    reader.text = text
    return reader.overlay(value, uri, digest([data]))


def plain_copy(value: Any) -> Any:
    """A mapping from Python as a text would have it: dicts with text keys, lists, and scalars."""
    if isinstance(value, Mapping):
        return {str(key): plain_copy(item) for key, item in value.items()}
    return [plain_copy(item) for item in value] if isinstance(value, (list, tuple)) else value


class _Reader:
    """Checks the form of one Overlay document."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.text = ""

    def error(self, message: str, line: int | None = None, target: str = "") -> OverlayError:
        return OverlayError(message, source=self.source, line=line, target=target)

    def note(self, kind: str, what: str, line: int | None) -> None:
        """A document is read in spite of a duplicate key; in an overlay one would silently lose a change."""
        raise self.error(what.partition(";")[0], line)

    def overlay(self, value: Any, uri: str, key: str) -> Overlay:
        if not isinstance(value, Mapping):
            raise self.error(f"an overlay is an object with `overlay` at the top level, not {kind_of(value)}")
        version = value.get("overlay")
        if version is None and ("openapi" in value or "swagger" in value):
            raise self.error("this is an OpenAPI document, not an overlay; has the order of the files changed?")
        if version is None:
            raise self.error("not an overlay: there is no `overlay` key at the top level, such as `overlay: 1.1.0`")
        if not isinstance(version, str) or not _VERSION.match(version):
            raise self.error(
                f"`overlay` must be a version such as '1.1.0', not {shown(version)}; 1.0 and 1.1 are known"
            )
        self._check_fields(value, _ROOT, "an overlay")
        info = self._field(value, "info", Mapping, "an object", "an overlay")
        self._check_fields(info, _INFO, "`info`")
        for name in ("title", "version"):
            self._field(info, name, str, "text", "`info`")
        for name, holder in (("description", info), ("extends", value)):
            if name in holder:
                self._field(holder, name, str, "text", "`info`")
        actions = self._field(value, "actions", list, "a list", "an overlay")
        if not actions:
            raise self.error("`actions` is empty, and an overlay has at least one action")
        lines = lines_of_items(self.text, "actions", len(actions)) if self.text else [None] * len(actions)
        read = tuple(self._action(item, i, lines[i], version) for i, item in enumerate(actions))
        self._check_unique(actions, lines)
        return Overlay(self.source, uri, version, info["title"], value.get("extends", ""), key, read)

    def _field(self, holder: Mapping[str, Any], name: str, kind: Any, must: str, whose: str) -> Any:
        if name not in holder:
            raise self.error(f"{whose} needs `{name}`")
        if not isinstance(holder[name], kind):
            raise self.error(f"`{name}` must be {must}, not {kind_of(holder[name])}")
        return holder[name]

    def _check_fields(
        self, holder: Mapping[str, Any], known: Sequence[str], whose: str, line: int | None = None, target: str = ""
    ) -> None:
        for name in holder:
            if name not in known and not str(name).startswith("x-"):
                hint = did_you_mean(str(name), known) or f" It has {', '.join(known)}."
                raise self.error(f"{whose} has no field {str(name)!r}.{hint}", line, target)

    def _action(self, raw: Any, index: int, line: int | None, version: str) -> OverlayAction:
        where = f"action {index + 1}"
        if not isinstance(raw, Mapping):
            raise self.error(f"{where} must be an object, not {kind_of(raw)}", line)
        given = raw.get("target")
        target = given if isinstance(given, str) else ""
        self._check_fields(raw, _ACTION, where, line, target)
        if not target:
            raise self.error(f"{where} needs `target`, a JSONPath such as $.paths['/pets'].get", line)
        if not target.startswith("$"):
            raise self.error(f"a target is a JSONPath, which begins with $, not {shown(target)}", line)
        if "description" in raw and not isinstance(raw["description"], str):
            raise self.error(f"`description` must be text, not {kind_of(raw['description'])}", line, target)
        if not isinstance(raw.get("remove", False), bool):
            raise self.error(f"`remove` must be true or false, not {shown(raw['remove'])}", line, target)
        if "copy" in raw and version.startswith("1.0"):
            raise self.error("`copy` needs `overlay: 1.1.0`", line, target)
        if not isinstance(raw.get("copy", "$"), str) or not raw.get("copy", "$").startswith("$"):
            raise self.error(f"`copy` must be a JSONPath, which begins with $, not {shown(raw['copy'])}", line, target)
        for path in (target, raw.get("copy", "")):
            if len(path) > MAX_TARGET:
                raise self.error(f"a JSONPath may have {MAX_TARGET:,} characters; this one has {len(path):,}", line)
        kind = self._kind(raw, line, target)
        return OverlayAction(target, kind, raw.get(kind) if kind else None, index, line)

    def _kind(self, raw: Mapping[str, Any], line: int | None, target: str) -> str:
        """What the action does: `remove` wins, and of `update` and `copy` each makes the other ineffective."""
        if raw.get("remove"):
            return "remove"
        if "update" in raw and "copy" in raw:
            raise self.error("`update` and `copy` make each other ineffective; write two actions", line, target)
        return next((name for name in ("update", "copy") if name in raw), "")

    def _check_unique(self, actions: Sequence[Any], lines: Sequence[int | None]) -> None:
        seen: dict[str, int] = {}
        for i, action in enumerate(actions):
            first = seen.setdefault(json.dumps(action, sort_keys=True, default=str), i)
            if first != i:
                raise self.error(f"action {i + 1} repeats action {first + 1}; actions must be unique", lines[i])
