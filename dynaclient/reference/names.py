"""File names and titles: one for each operation and each schema, safe in a path and unique regardless of case.

Knows nothing about the contents of the files.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

from ..document import Document
from ..document.pointer import Target, escape, reference_to, target_of, tokens_of
from ..errors import UnresolvableReference

_UNSAFE = re.compile(r"[^0-9A-Za-z._-]+")
_DEVICE = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\.|$)")
"""Names that Windows keeps for devices, whatever their ending."""

_SECTIONS = frozenset(("schemas", "definitions", "$defs"))


class Names:
    """File names, each given once. Names that differ only in case would be one file on some systems."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def take(self, title: str) -> str:
        """A file name, without its ending, for a title."""
        base = _UNSAFE.sub("_", title).strip("._")[:80] or "unnamed"
        base = f"{base}_" if _DEVICE.match(base) else base
        name, count = base, 1
        while name.casefold() in self._taken:
            count += 1
            name = f"{base}_{count}"
        self._taken.add(name.casefold())
        return name


class SchemaNames:
    """The title and the file name of each schema that is shown under a name of its own, in the order they were met.

    Args:
        document: where the references begin.
    """

    def __init__(self, document: Document) -> None:
        self._document = document
        self._names = Names()
        self._names.take("index")  # the list of all schemas
        self._titles: dict[str, str] = {}
        self._written_out: dict[str, Any] = {}
        self._inline: dict[str, str] = {}
        self.files: dict[str, str] = {}

    def is_named(self, reference: str) -> bool:
        """Whether the document itself gives the schema a name, instead of leading into the middle of something."""
        tokens = tokens_of(target_of(reference, self._document.uri).fragment)
        return len(tokens) >= 2 and tokens[-2] in _SECTIONS and "paths" not in tokens[:1]

    def title(self, reference: str) -> str:
        """The schema's name: the last meaningful token of its reference."""
        if reference not in self._titles:
            tokens = tokens_of(target_of(reference, self._document.uri).fragment)
            self._titles[reference] = _telling(tokens)
        return self._titles[reference]

    def file(self, reference: str) -> str:
        """The file name of the schema's page; being asked for it gives the schema a page."""
        if reference not in self.files:
            self.files[reference] = self._names.take(self.title(reference))
        return self.files[reference]

    def name_inline(self, title: str, schema: Any) -> str:
        """A reference for a schema that is written out where it is used, so that it can have a page as well.

        Equal schemas share one reference wherever they are, so that a schema that contains itself comes to an end.
        """
        key = json.dumps(schema, sort_keys=True, default=str)
        if key not in self._inline:
            reference = f"#/written-out/{len(self._inline)}"
            self._inline[key] = reference
            self._written_out[reference] = schema
            self._titles[reference] = title or "object"
        return self._inline[key]

    def schema(self, reference: str) -> Any:
        """The schema of a reference."""
        return self._written_out.get(reference, {"$ref": reference})

    def name_all(self) -> None:
        """Give a page to every schema in the section of one with a page, and to all of the document's own schemas."""
        sections = {Target(self._document.uri, "/components/schemas"): None}
        for reference in filter(self.is_named, self.files):
            target = target_of(reference, self._document.uri)
            sections[target._replace(fragment=target.fragment.rpartition("/")[0])] = None
        for section in sections:
            try:
                declared = self._document.resolve(reference_to(section, self._document.uri))
            except UnresolvableReference:
                continue
            for name in declared if isinstance(declared, Mapping) else ():
                place = section._replace(fragment=f"{section.fragment}/{escape(str(name))}")
                self.file(reference_to(place, self._document.uri))

    def waiting(self, done: Iterable[str]) -> list[str]:
        """References that were named and are not among those done."""
        known = set(done)
        return [reference for reference in self.files if reference not in known]


def _telling(tokens: list[str]) -> str:
    plain = [t for t in tokens if not t.isdigit() and t not in ("schema", "items", "properties", "allOf", "content")]
    return plain[-1] if plain else tokens[-1] if tokens else "schema"
