"""Copies values in the normal form and rewrites every `$ref` in them. The only module that does.

`bundle` does the same for documents as written, of any version, where each `$ref` is relative to its own text.
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

_ADDRESSES = frozenset(("$id", "$dynamicRef"))
"""Keywords that give references another base or another target; in a copy every `$ref` leads where it says."""


class ReferenceNames:
    """A short unique name for each reference, and a queue of references that were named but not yet copied."""

    def __init__(self) -> None:
        self.names: dict[str, str] = {}
        self.waiting: list[str] = []
        self._taken: set[str] = set()

    def name(self, reference: str) -> str:
        """The name of a reference, derived from its last token on first use."""
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
    """Whether a key is a specification extension. Source: OAS 3.1.1 Specification Extensions."""
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
        refer: the target of a `$ref`, or of a discriminator's mapping → its replacement.
        leaves_out: whether to leave out a keyword.
        finish: changes each copied object whose keys are keywords, and returns it.
        names: whether the keys of `value` are names instead of keywords.
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
        elif key in DATA or is_extension(key):
            if leaves_out is None or not leaves_out(key):
                out[key] = item
        elif key not in _ADDRESSES and (leaves_out is None or not leaves_out(key)):
            out[key] = copied(item, refer, leaves_out=leaves_out, finish=finish, names=key in NAMED)
    return out if names or finish is None else finish(out)


def _discriminator(raw: Mapping[str, Any], refer: Callable[[str], str]) -> dict[str, Any]:
    mapping = raw.get("mapping")
    targets = mapping.items() if isinstance(mapping, Mapping) else ()
    out = {**raw, "mapping": {name: refer(target) for name, target in targets}} if targets else dict(raw)
    if isinstance(out.get("defaultMapping"), str):
        out["defaultMapping"] = refer(out["defaultMapping"])
    return out


class SchemaCollector:
    """Copies parts of a document and collects the schemas that they reach, each under its own name."""

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
        """Every schema reached so far, directly or through others; `{}` for a reference that leads nowhere."""
        found: dict[str, Any] = {}
        while self._names.waiting:
            reference = self._names.waiting.pop()
            try:
                schema = self._document.schema(reference)
            except UnresolvableReference:
                schema = {}
            found[self._names.name(reference)] = self.copy(schema)
        return found
