"""A client for the OpenAI API: the bundled description, and the environment variables that people have set already."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, overload

from .base import BaseClient
from .call_options import checked_headers, merged_headers
from .client import Client
from .document import Document, load_document
from .document.document import Source
from .model import Operation, build_security_schemes
from .transport.retries import REFUSED, RetryPolicy

if TYPE_CHECKING:
    from typing_extensions import Self, Unpack

    from .async_openai import AsyncOpenAI as AsyncOpenAI  # noqa: PLC0414  # given to whoever asks this module for it
    from .openai_types import BundledOpenAI
    from .typed import OpenAIOptions

_KEY, _ADMIN_KEY = "OPENAI_API_KEY", "OPENAI_ADMIN_KEY"

_OF_ASSISTANTS = frozenset(["assistants", "vector stores"])
"""Tags, in lower case, of operations that the service answers only with the header `OpenAI-Beta: assistants=v2`."""

_POLICY = RetryPolicy(refused=REFUSED | {409})
"""Here 409 says that something is locked for a moment."""

_HERE = Path(__file__).resolve().parent


def bundled_description() -> Path:
    """The root file of the description that ships with the package."""
    packaged = _HERE / "spec" / "openapi.yaml"
    return packaged if packaged.is_file() else _HERE.parent / "spec" / "openapi.yaml"


def load_bundled() -> Document:
    """The bundled description, from its compiled form where the package was installed with one."""
    path = bundled_description()
    return Document(path, compiled=path.with_suffix(".compiled"))


def load_or_bundled(
    source: Source | Document | None, *, allow_references: Sequence[str | os.PathLike[str]] = ()
) -> Document:
    """A document, or the bundled description where None is named."""
    return load_bundled() if source is None else load_document(source, allow_references=allow_references)


class OpenAIWays(BaseClient):
    """How an `OpenAI` is made and calls, sync or async.

    Apart from it also since type checkers look for `__new__` before `__init__`.
    """

    def __init__(
        self,
        document: Source | Document | None = None,
        *,
        api_key: str | None = None,
        admin_key: str | None = None,
        organization: str | None = None,
        project: str | None = None,
        base_url: str | None = None,
        environment: Mapping[str, str] | None = None,
        assistants: bool | None = None,
        credentials: Mapping[str, Any] | bool | None = None,
        headers: Mapping[str, str | None] | None = None,
        **options: Any,
    ) -> None:
        variables = os.environ if environment is None else environment
        source = document if document is not None else _variable("DYNACLIENT_SPEC", variables)
        allowed = options.pop("allow_references", ())
        loaded = load_or_bundled(source, allow_references=allowed)
        keys = {
            False: _first(api_key, _KEY, variables),
            True: _first(admin_key, _ADMIN_KEY, variables),
        }
        found = _credentials(loaded, keys)
        credentials = found if credentials is None else credentials
        ours = {
            **_named("OpenAI-Organization", _first(organization, "OPENAI_ORG_ID", variables)),
            **_named("OpenAI-Project", _first(project, "OPENAI_PROJECT_ID", variables)),
            **({"OpenAI-Beta": "assistants=v2"} if assistants else {}),
        }
        self._assistants = assistants
        options.setdefault("idempotency", True)
        super().__init__(
            loaded,
            base_url=_first(base_url, "OPENAI_BASE_URL", variables),
            credentials={**found, **credentials} if isinstance(credentials, Mapping) else credentials,
            headers=merged_headers(ours, checked_headers(headers)),
            **options,
        )

    def _operation_headers(self, operation: Operation) -> Mapping[str, str]:
        needed = self._assistants is None and any(tag.casefold() in _OF_ASSISTANTS for tag in operation.tags)
        return {"OpenAI-Beta": "assistants=v2"} if needed else {}

    def _default_retries(self) -> RetryPolicy:
        return _POLICY

    def _credentials_again(self) -> dict[str, str]:
        keys = {admin: _variable(name, os.environ) for admin, name in ((False, _KEY), (True, _ADMIN_KEY))}
        return _credentials(self.document, keys)

    def _credentials_hint(self) -> str:
        return "Set OPENAI_API_KEY (OPENAI_ADMIN_KEY for organizations and projects), or pass api_key=… (admin_key=…)."


class OpenAI(OpenAIWays, Client):
    """A `Client` that knows the OpenAI API's ways; its other arguments are those of `Client`.

    An idempotency key goes with every POST, so that it may be tried again.
    Type checkers know every operation of the bundled description; of another document they know `Client` only.

    Args:
        document: another description of the API; else the one DYNACLIENT_SPEC names; else the bundled one.
        api_key: else OPENAI_API_KEY.
        admin_key: for operations on organizations and projects; else OPENAI_ADMIN_KEY.
        organization: sent as OpenAI-Organization; else OPENAI_ORG_ID.
        project: sent as OpenAI-Project; else OPENAI_PROJECT_ID.
        base_url: else OPENAI_BASE_URL; else the document's server.
        environment: where the variables are read from; else those of the process.
        assistants: True adds `OpenAI-Beta: assistants=v2` to every call, False to none, None to those that need it.
    """

    if TYPE_CHECKING:

        @overload
        def __new__(cls, document: None = None, **options: Unpack[OpenAIOptions]) -> BundledOpenAI: ...
        @overload
        def __new__(cls, document: Source | Document | None, **options: Unpack[OpenAIOptions]) -> Self: ...
        def __new__(cls, document: Any = None, **options: Any) -> Any:
            """One whose operations are known, unless another document is named."""

    @overload
    @classmethod
    def sandbox(cls, document: None = None, **options: Any) -> BundledOpenAI: ...
    @overload
    @classmethod
    def sandbox(cls, document: Source | Document | None, **options: Any) -> Self: ...
    @classmethod
    def sandbox(cls, document: Source | Document | None = None, **options: Any) -> Any:
        """A client for an embedded server made from the description: no key, no network, nothing to pay."""
        return in_sandbox(cls, document, options)


def in_sandbox(kind: type[OpenAIWays], document: Source | Document | None, options: dict[str, Any]) -> Any:
    """A client of this kind for an embedded server made from the description."""
    from .sandbox import Sandbox

    loaded = load_or_bundled(document)
    for name in ("api_key", "admin_key"):
        options.setdefault(name, "sandbox")
    return kind(loaded, app=Sandbox(loaded), base_url="http://sandbox.localhost/v1", **options)


def _credentials(document: Document, keys: Mapping[bool, str | None]) -> dict[str, str]:
    """The key for each scheme of the document: the admin key for those whose name says so, the ordinary one else."""
    found = {name: keys["admin" in name.lower()] for name in build_security_schemes(document)}
    return {name: key for name, key in found.items() if key}


def _first(given: str | None, name: str, variables: Mapping[str, str]) -> str | None:
    """What was passed, even if it is empty; else what the environment says."""
    return given if given is not None else _variable(name, variables)


def _variable(name: str, variables: Mapping[str, str]) -> str | None:
    """A variable of the environment. A line break at its end, from a file it was read from, is no part of a key."""
    return variables.get(name, "").strip() or None


def _named(name: str, value: str | None) -> dict[str, str]:
    return {name: value} if value else {}


def __getattr__(name: str) -> Any:
    """`AsyncOpenAI` stands in a module of its own: asyncio takes a tenth of a short process to load."""
    if name == "AsyncOpenAI":
        from .async_openai import AsyncOpenAI as AsyncOpenAI  # noqa: PLC0414  # given to whoever asks this module for it

        return AsyncOpenAI
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
