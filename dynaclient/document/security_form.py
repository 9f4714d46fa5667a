"""The security schemes of a document by name: those of its components, and those that a requirement names by address.

Source: OAS 3.2.0 Security Requirement Object: a name of a component counts first; `./name` is always an address.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ..errors import UnresolvableReference
from .names import UNRESOLVABLE
from .place import Place, ReportProblem
from .pointer import target_of, tokens_of
from .version import dialect_of

_OF_ADDRESSES = frozenset("/#:.")

Follow = Callable[[Any, Place], tuple[Mapping[str, Any], Place]]


class SecuritySchemes:
    """Security Scheme Objects by name; a scheme that is found by its address gets the last word of it as its name.

    Args:
        version: of the document; one before 3.2 has no addresses here.
        follow: follows a `$ref` at a place.
        report: records a problem.
    """

    def __init__(self, version: str, follow: Follow, report: ReportProblem) -> None:
        self.table: dict[str, Mapping[str, Any]] = {}
        self._places: dict[tuple[str, str], str] = {}
        self._lost: dict[str, tuple[Place, UnresolvableReference]] = {}
        self._version = version
        self._is_older = dialect_of(version).is_before("3.2")
        self._follow = follow
        self._report = report

    def add(self, name: str, scheme: Mapping[str, Any], *places: Place) -> None:
        """Add a scheme of the components, with the places that it is found at."""
        self.table[name] = scheme
        for place in places:
            self._places.setdefault((place.uri, place.pointer), name)

    def add_lost(self, name: str, raw: Any, place: Place, error: UnresolvableReference) -> None:
        """Note a scheme whose reference cannot be followed: a problem, in another text only if a requirement names it.

        What a document does not need it may leave where this client does not look.
        """
        self._lost[name] = place, error
        written = raw.get("$ref") if isinstance(raw, Mapping) else None
        if not isinstance(written, str) or written.startswith("#"):
            self._report_lost(name)

    def _report_lost(self, name: str) -> None:
        place, error = self._lost[name]
        self._report(place, UNRESOLVABLE, error.message, "no credentials can be sent for it")

    def name_of(self, written: str, place: Place) -> str:
        """The name of the scheme that a key of a requirement means; "" for none.

        Raises:
            UnresolvableReference: it is an address that leads nowhere.
        """
        if written in self.table:
            return written
        if written in self._lost:
            self._report_lost(written)
            return ""
        is_address = not _OF_ADDRESSES.isdisjoint(written)
        if not is_address and self._is_older:
            return ""
        try:
            target = target_of(written, place.base)
            scheme, there = self._follow({"$ref": written}, place)
        except UnresolvableReference:
            if is_address:
                raise
            return ""
        if "type" not in scheme:
            return ""
        if self._is_older:
            from .newer_words import newer_word  # rare

            what = f"the URI {written} for a security scheme"
            self._report(place.child(written), "newer-word", *newer_word(what, self._version))
        known = self._places.get((there.uri, there.pointer))
        if known is None:
            known = self._free(tokens_of(target.fragment)[-1:] or [target.uri.rpartition("/")[2].partition(".")[0]])
            self.add(known, scheme, there)
        return known

    def _free(self, wanted: list[str]) -> str:
        """A name that no other scheme has."""
        base = wanted[0] or "scheme"
        name, count = base, 1
        while name in self.table:
            count += 1
            name = f"{base}_{count}"
        return name
