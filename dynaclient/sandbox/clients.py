"""A client connected to an embedded sandbox."""

from __future__ import annotations

from typing import Any

from ..document import Document
from ..document.document_source import Source
from ..openai import load_or_bundled
from .application import Sandbox


def in_sandbox(kind: Any, document: Source | Document | None = None, **options: Any) -> Any:
    """A client connected to an embedded server generated from the description: no key, no network, no bill.

    Args:
        kind: `OpenAI` or `AsyncOpenAI`.
        document: a description to use instead of the bundled one.
        options: client options.
    """
    loaded = load_or_bundled(document, overlays=options.pop("overlays", None) or ())
    for name in ("api_key", "admin_key"):
        options.setdefault(name, "sandbox-key")
    return kind(loaded, app=Sandbox(loaded), base_url="http://sandbox.localhost/v1", **options)
