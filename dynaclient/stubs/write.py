"""Write a stub, and the module beside it that it describes. The only module of this package that writes files."""

from __future__ import annotations

import keyword
import os
from pathlib import Path

from .._support.whole_file import write_whole
from ..document import Document, load_document
from ..document.document_source import Source
from ..errors import DynaclientError
from .kinds import KINDS
from .module import stub_text


class StubFailed(DynaclientError):
    """A stub cannot be written; the message says why and what to do."""


def write(document: Source | Document, name: str, path: str | os.PathLike[str]) -> list[Path]:
    """Write a typed interface for a document.

    Also writes a module `petstore.py` beside `petstore.pyi` if there is none, so that `from petstore import Petstore`
    works at run time too.

    Args:
        document: a `Document`, or what one is loaded from.
        name: the name of the class.
        path: the file, which must end in `.pyi`.

    Returns:
        The files written.

    Raises:
        DocumentError: the document cannot be read.
        StubFailed: the name or the path is invalid.
        OSError: a file cannot be written.
    """
    target = Path(path)
    if not name.isidentifier() or keyword.iskeyword(name):
        raise StubFailed(f"the class needs a name that Python can use, such as MyApi, not {name!r}")
    if target.suffix != ".pyi":
        raise StubFailed(f"a stub is a .pyi file; write to {target.with_suffix('.pyi')}, not {target}")
    text = stub_text(load_document(document), name)
    target.parent.mkdir(parents=True, exist_ok=True)
    write_whole(target, text)
    written = [target]
    module = target.with_suffix(".py")
    if not module.exists():
        write_whole(module, _module_text(name, text, target.name))
        written.append(module)
    return written


def _module_text(name: str, stub: str, stub_name: str) -> str:
    classes = []
    for kind in KINDS:
        base = next((base for base in kind.bases if f"class {kind.prefix}{name}({base}):" in stub), None)
        if base is not None:
            classes.append((f"{kind.prefix}{name}", base))
    imports = ", ".join(base for _, base in classes)
    doc = f'    """Its operations are described in {stub_name}."""\n'
    bodies = "".join(f"\n\nclass {own}({base}):\n{doc}" for own, base in classes)
    return f'"""Clients whose types are in {stub_name}."""\n\nfrom dynaclient import {imports}\n{bodies}'
