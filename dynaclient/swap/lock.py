"""Lock files: the wire contract of every operation that a program uses, and whether a document still keeps it.

A contract is the operation in the normal form, with what it inherits and every schema that it reaches, without texts.
All of them together are a small OpenAPI document, which `compare` reads like any other.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from .._support.urls import without_secrets
from ..document import Document
from ..document.copying import SchemaCollector, is_extension
from ..document.names import ADDITIONAL, BODY_NAME, path_item
from ..document.version import VERSION
from ..errors import DocumentError, LockBroken, UnknownOperation
from .comparison import compare
from .report import Report
from .shared_file import Path, read_object, update_object, write_object
from .used import Used

FILE = "dynaclient.lock"
"""The usual name of a lock."""

_VERSION = 1
_FIX = "Write it with: dynaclient lock SRC"

_TEXTS = frozenset(
    ("title", "summary", "description", "example", "examples", "externalDocs", "$comment", "tags", "links", "callbacks")
)


@dataclass(slots=True, frozen=True)
class Lock:
    """What a lock file says.

    Attributes:
        title: title and version of the document that it was made from.
        digest: the hash of that document's text.
        overlays: (name, hash) of each overlay that was applied to it.
        used: the operations and arguments that are used.
        contract: the operations as an OpenAPI 3.2 document.
    """

    title: str
    version: str
    digest: str
    overlays: tuple[tuple[str, str], ...]
    used: Used
    contract: Mapping[str, Any]

    @staticmethod
    def of(document: Document, used: Used) -> Lock:
        """The lock of a document for what a program uses.

        Raises:
            UnknownOperation: the document has no such operation.
        """
        for name in used.operations:
            if name not in document.entries:
                raise UnknownOperation(name, document.entries)
        info = {"title": document.title, "version": str(document.info.get("version", ""))}
        return Lock(
            info["title"],
            info["version"],
            document.digest,
            _overlays(document),
            used,
            {"openapi": VERSION, "info": info, **_contract(document, sorted(used.operations))},
        )

    @property
    def document(self) -> Document:
        """The contract as a document."""
        return Document(self.contract, cache=False)

    def compare(self, document: Document) -> Report:
        """What of the contract a document changes. Empty without comparing if it is the very document of the lock.

        One that refers to other files is always compared, since these may have changed.
        """
        if document.digest == self.digest and _overlays(document) == self.overlays and _is_one_text(document):
            title = f"{self.title} {self.version}".strip()
            return Report(title, title, compared=len(self.used.operations), used=True)
        return compare(self, document)

    def check(self, document: Document, source: str = FILE) -> None:
        """Refuse a document that breaks what is used.

        Raises:
            LockBroken: it does; `report` says how.
        """
        report = self.compare(document)
        if report.breaking:
            raise LockBroken(report=report, source=source, document=document.source)

    def to_dict(self) -> dict[str, Any]:
        """The content of the file: sorted, so that a change of it can be reviewed."""
        operations: dict[str, Any] = {}
        for path, item in self.contract["paths"].items():
            for method, raw in {**item, **item.get(ADDITIONAL, {})}.items():
                if method == ADDITIONAL:
                    continue
                name = raw["operationId"]
                arguments = self.used.operations[name]
                fields = {key: value for key, value in raw.items() if key != "operationId"}
                operations[name] = {
                    "arguments": None if arguments is None else sorted(arguments),
                    "method": method,
                    "path": path,
                    **_sorted(fields),
                }
        components = self.contract.get("components", {})
        return {
            "lock": _VERSION,
            "document": {
                "title": self.title,
                "version": self.version,
                "digest": self.digest,
                "overlays": [list(overlay) for overlay in self.overlays],
            },
            "operations": {name: operations[name] for name in sorted(operations)},
            "schemas": _sorted(components.get("schemas", {})),
            "securitySchemes": _sorted(components.get("securitySchemes", {})),
        }

    def write(self, path: Path = FILE) -> None:
        """Write the file, whole or not at all.

        Raises:
            DocumentError: it cannot be written.
        """
        write_object(path, self.to_dict())


def merge_lock(path: Path, document: Document, used: Used) -> None:
    """Write the lock of a document for what is used, and for what the file says of operations that it still has.

    Raises:
        DocumentError: the file cannot be read or written, or is not a lock.
    """

    def merged(found: dict[str, Any]) -> dict[str, Any]:
        known = _checked(found, path).used.operations if found else {}
        kept = Used({name: arguments for name, arguments in known.items() if name in document.entries})
        return Lock.of(document, kept.merged(used)).to_dict()

    update_object(path, "a lock", merged)


def read_lock(path: Path = FILE) -> Lock:
    """Read a lock file.

    Raises:
        DocumentError: it cannot be read, or is not a lock.
    """
    return _checked(read_object(path, "a lock", fix=_FIX), path)


def _checked(found: Mapping[str, Any], path: Path) -> Lock:
    try:
        return _lock_of(found)
    except (KeyError, TypeError, AttributeError, ValueError):
        what = "it is not a lock"
        if isinstance(found.get("lock"), int) and found["lock"] > _VERSION:
            what = "it was written by a newer version of dynaclient"
        raise DocumentError(what, source=os.fspath(path)) from None


def _lock_of(found: Mapping[str, Any]) -> Lock:
    if found["lock"] != _VERSION:
        raise ValueError
    about = found["document"]
    paths: dict[str, dict[str, Any]] = {}
    used: dict[str, Any] = {}
    for name, raw in found["operations"].items():
        fields = {key: value for key, value in raw.items() if key not in ("arguments", "method", "path")}
        paths.setdefault(raw["path"], {})[raw["method"]] = {"operationId": name, **fields}
        used[name] = raw["arguments"]
    return Lock(
        about["title"],
        about["version"],
        about["digest"],
        tuple((str(name), str(digest)) for name, digest in about.get("overlays", ())),
        Used.of(used),
        {
            "openapi": VERSION,
            "info": {"title": about["title"], "version": about["version"]},
            "paths": {path: path_item(operations) for path, operations in paths.items()},
            "components": {"schemas": found["schemas"], "securitySchemes": found["securitySchemes"]},
        },
    )


def _overlays(document: Document) -> tuple[tuple[str, str], ...]:
    return tuple((os.path.basename(overlay.source), overlay.digest) for overlay in document.overlays)


def _is_one_text(document: Document) -> bool:
    document.read_whole()
    return not document.digests


def _contract(document: Document, names: Iterable[str]) -> dict[str, Any]:
    """The operations with everything that they reach."""
    collector = SchemaCollector(document, leaves_out=_is_left_out)
    paths: dict[str, dict[str, Any]] = {}
    schemes: dict[str, Any] = {}
    for name in names:
        entry, raw = document.entries[name], dict(document.operation(name))
        raw["security"] = raw.get("security", document.security) or []
        raw["servers"] = [_bare(server) for server in raw.get("servers") or document.servers or ()]
        copy = collector.copy({key: value for key, value in raw.items() if key not in _TEXTS})
        for requirement in raw["security"]:
            schemes.update((scheme, document.security_schemes[scheme]) for scheme in requirement)
        paths.setdefault(entry.path, {})[entry.method] = {"operationId": name, **copy}
    components = {
        "schemas": collector.schemas(),
        "securitySchemes": {name: _bare(scheme) for name, scheme in schemes.items()},
    }
    items = {path: path_item(operations) for path, operations in paths.items()}
    return {"paths": items, "components": components}


def _is_left_out(key: str) -> bool:
    return key in _TEXTS or (is_extension(key) and key != BODY_NAME)


def _bare(value: Any) -> Any:
    """A server or a security scheme without descriptions, and without the secrets of addresses."""
    if isinstance(value, Mapping):
        return {str(key): _bare(item) for key, item in value.items() if key not in ("description", "externalDocs")}
    if isinstance(value, list):
        return [_bare(item) for item in value]
    return without_secrets(value) if isinstance(value, str) else value


def _sorted(value: Any, *, is_content: bool = False) -> Any:
    """A value with the keys of its objects sorted; media types stay in order, since the first one is preferred."""
    if isinstance(value, Mapping):
        keys = list(value) if is_content else sorted(value)
        return {key: _sorted(value[key], is_content=key == "content" and not is_content) for key in keys}
    return [_sorted(item) for item in value] if isinstance(value, list) else value
