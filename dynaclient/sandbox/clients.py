"""A client whose requests an embedded sandbox answers."""

from __future__ import annotations

from typing import Any

from ..document import Document
from ..document.document import Source
from ..openai import load_or_bundled
from .application import Sandbox


def in_sandbox(kind: Any, document: Source | Document | None = None, **options: Any) -> Any:
    """A client of this kind for an embedded server made from the description: no key, no network, nothing to pay.

    Args:
        kind: `OpenAI` or `AsyncOpenAI`.
        document: another description than the bundled one.
        options: those of the client.
    """
    loaded = load_or_bundled(document)
    for name in ("api_key", "admin_key"):
        options.setdefault(name, "sandbox")
    return kind(loaded, app=Sandbox(loaded), base_url="http://sandbox.localhost/v1", **options)
