"""Copies of values in the 3.1 form in which every `$ref` leads to another place. The only copier that does so.

`bundle` does the same for documents as they are written, of any version, where each `$ref` counts from its own text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from ..errors import UnresolvableReference
from .walk import DATA, NAMED

if TYPE_CHECKING:
    from .document import Document

_SCHEMAS = "#/components/schemas/"


class ReferenceNames:
    """A short unique name for each reference, and the references that were named but not yet taken."""

    def __init__(self) -> None:
        self.names: dict[str, str] = {}
        self.waiting: list[str] = []
        self._taken: set[str] = set()

    def name(self, reference: str) -> str:
        """The name of a reference, made of its last token when it is first met."""
        if reference not in self.names:
            base = re.sub(r"[^0-9A-Za-z_.-]", "_", reference.rpartition("/")[2].lstrip("#")) or "root"
            name, count = base, 1
            while name in self._taken:
                count += 1
                name = f"{base}_{count}"
            self.names[reference] = name
            self._taken.add(name)
            self.waiting.append(reference)
        return self.names[reference]


def is_extension(key: str) -> bool:
    """Whether a key is an extension of the standard's words. Source: OAS 3.1.1 Specification Extensions."""
    return key.startswith("x-")


def copied(
    value: Any,
    refer: Callable[[str], str],
    *,
    leaves_out: Callable[[str], bool] | None = None,
    finish: Callable[[dict[str, Any]], dict[str, Any]] | None = None,
    names: bool = False,
) -> Any:
    """A copy of a value; examples, defaults, enums and constants in it are shared, not copied.

    Args:
        refer: the target of a `$ref`, or of a discriminator's mapping → the one that takes its place.
        leaves_out: keywords that the copy does without.
        finish: changes each copied object whose keys are keywords; gives it back.
        names: the keys of `value` are names, not keywords.
    """
    if isinstance(value, list):
        copies = []
        for item in value:
            copies.append(copied(item, refer, leaves_out=leaves_out, finish=finish))  # noqa: PERF401  # a frame less
        return copies
    if not isinstance(value, Mapping):
        return value
    out: dict[str, Any] = {}
    for key, item in value.items():  # one call for each level and no more: schemas nest deep
        key = str(key)
        if names:
            out[key] = copied(item, refer, leaves_out=leaves_out, finish=finish)
        elif key == "$ref" and isinstance(item, str):
            out[key] = refer(item)
        elif key == "discriminator" and isinstance(item, Mapping):
            out[key] = _discriminator(item, refer)
        elif key in DATA:
            out[key] = item
        elif leaves_out is None or not leaves_out(key):
            out[key] = copied(item, refer, leaves_out=leaves_out, finish=finish, names=key in NAMED)
    return out if names or finish is None else finish(out)


def _discriminator(raw: Mapping[str, Any], refer: Callable[[str], str]) -> dict[str, Any]:
    mapping = raw.get("mapping")
    targets = mapping.items() if isinstance(mapping, Mapping) else ()
    return {**raw, "mapping": {name: refer(target) for name, target in targets}} if targets else dict(raw)


class SchemaCollector:
    """Copies parts of a document, and gathers the schemas that they reach, each under a name of its own."""

    def __init__(
        self,
        document: Document,
        *,
        leaves_out: Callable[[str], bool] = is_extension,
        finish: Callable[[dict[str, Any]], dict[str, Any]] | None = None,
    ) -> None:
        self._document = document
        self._names = ReferenceNames()
        self._leaves_out = leaves_out
        self._finish = finish

    def copy(self, value: Any) -> Any:
        """A copy in which every `$ref` leads to `#/components/schemas/…`."""
        return copied(value, self._refer, leaves_out=self._leaves_out, finish=self._finish)

    def _refer(self, reference: str) -> str:
        return _SCHEMAS + self._names.name(reference)

    def schemas(self) -> dict[str, Any]:
        """Every schema reached so far, and what those reach; `{}` for a reference that leads nowhere."""
        found: dict[str, Any] = {}
        while self._names.waiting:
            reference = self._names.waiting.pop()
            try:
                schema = self._document.schema(reference)
            except UnresolvableReference:
                schema = {}
            found[self._names.name(reference)] = self.copy(schema)
        return found
