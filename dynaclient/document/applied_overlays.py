"""The overlays of one document: applied when it is read, read again for the next version, and asked what they brought.

What an action does is known to `overlaying`, the form of an overlay to `overlays`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from .cache import digest
from .overlaying import apply_overlays
from .overlays import Overlay, OverlaySource, check_extended, plain_copy, read_again, read_overlays
from .place import STALE, Problem


class AppliedOverlays:
    """Overlays, in the order in which they are applied.

    Args:
        uri: the address of the document.
        replaces: the address of the document that it replaces, which the overlays may extend too.

    Attributes:
        values: the overlays as they were read.
        origins: JSON Pointer into the document → the overlay that brought in what is there; None if not known yet.

    Raises:
        OverlayError: one cannot be read, or extends another document.
    """

    def __init__(self, given: Sequence[OverlaySource | Overlay], uri: str, replaces: str) -> None:
        self.values = read_overlays(given)
        for overlay in self.values:
            check_extended(overlay, uri, replaces)
        self.origins: Mapping[str, str] | None = None
        self._sources = tuple(given)

    def __getstate__(self) -> dict[str, Any]:
        """With the overlays as they were read: their addresses may contain secrets."""
        return {**self.__dict__, "_sources": self.values}

    def keyed(self, content: str) -> str:
        """The hash of a text and its overlays."""
        return digest([content.encode(), *(f"{overlay.source} {overlay.digest}".encode() for overlay in self.values)])

    def apply(self, root: Mapping[str, Any], record: Callable[[Problem], None], *, owned: bool) -> Mapping[str, Any]:
        """The raw document with the overlays applied; actions that change nothing are recorded.

        Args:
            owned: whether `root` is nobody else's, and may be changed.
        """
        done = apply_overlays(root if owned else plain_copy(root), self.values)
        self.origins = done.origins
        for stale in done.stale:
            source, line = stale.overlay.source, stale.action.line
            place = f"{source}#/actions/{stale.action.index}"
            what = f"{stale.reason} ({stale.action.target})"
            record(Problem(place, what, "this action changes nothing", STALE, source, line))
        return done.root

    def read_again(self) -> tuple[Overlay, ...]:
        """The overlays as they are now at their addresses."""
        return tuple(map(read_again, self.values, self._sources))

    def texts(self) -> dict[str, str | None]:
        """The hash of each overlay with an address, by the address to read it from."""
        found: dict[str, str | None] = {}
        for overlay, given in zip(self.values, self._sources, strict=True):
            if overlay.uri:
                is_address = isinstance(given, str) and not overlay.uri.startswith("file:")
                found[str(given) if is_address else overlay.uri] = overlay.digest
        return found
