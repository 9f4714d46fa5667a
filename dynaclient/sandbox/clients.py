"""Clients connected to an embedded sandbox, with credentials that it takes."""

from __future__ import annotations

from typing import Any

from ..document import Document
from ..document.document_source import Source
from ..model.build import MADE_UP as _KEY
from ..model.build import made_up_credentials
from ..openai import load_or_bundled
from ..openai.mixin import OpenAIMixin
from .application import Sandbox


def in_sandbox(kind: Any, document: Source | Document | None = None, **options: Any) -> Any:
    """A client connected to an embedded server generated from the description: no key, no network, no bill.

    Args:
        kind: `OpenAI` or `AsyncOpenAI`.
        document: a description to use instead of the bundled one.
        options: client options.
    """
    loaded = load_or_bundled(document, overlays=options.pop("overlays", None) or ())
    return connected(kind, Sandbox(loaded), **options)


def connected(kind: Any, sandbox: Sandbox, **options: Any) -> Any:
    """A client of a sandbox: in process, or with a `base_url` over the network.

    Args:
        kind: the class of the client, such as `Client` or `AsyncOpenAI`.
        options: client options; credentials are made up unless they are given.
    """
    if issubclass(kind, OpenAIMixin):
        for name in ("api_key", "admin_key"):
            options.setdefault(name, _KEY)
    else:
        options.setdefault("credentials", made_up_credentials(sandbox.document))
    if "base_url" not in options:
        options["app"] = sandbox
        if issubclass(kind, OpenAIMixin):
            options["base_url"] = "http://sandbox.localhost/v1"
    return kind(sandbox.document, **options)
