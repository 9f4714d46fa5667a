"""What `OpenAI` and `AsyncOpenAI` share: keys and settings from the environment, headers, and the retry policy."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from ..client.base import BaseClient
from ..client.checked_values import checked_headers, merged_headers
from ..client.shared import ActiveDocument
from ..document import Document
from ..document.document_source import Source
from ..model import Operation, build_security_schemes
from ..request import Credentials
from ..transport.retries import REFUSED, RetryPolicy
from .bundled import load_or_bundled
from .variables import (
    ADMIN_KEY,
    BASE_URL,
    KEY,
    ORGANIZATION,
    PROJECT,
    WEBHOOK_SECRET,
    key_variable,
    overlays_of_variable,
)

if TYPE_CHECKING:
    from ..webhooks.secrets import SecretInput

_ASSISTANTS = "assistants=v2"
_OF_ASSISTANTS = frozenset(["assistants", "vector stores"])
"""Tags, in lower case, of operations that need the header `OpenAI-Beta: assistants=v2`."""

_BETA_PATHS = {
    "/chatkit/": "chatkit_beta=v1",
    "/realtime/sessions": _ASSISTANTS,
    "/realtime/transcription_sessions": _ASSISTANTS,
}
"""How the paths of other operations begin that need an `OpenAI-Beta` → its value. They have no tag everywhere."""

_POLICY = RetryPolicy(refused=REFUSED | {409})
"""In this API 409 means that a resource is locked briefly."""


class OpenAIMixin(BaseClient):
    """Creation and call defaults of `OpenAI` and `AsyncOpenAI`.

    `__init__` is here, not there, also because type checkers prefer `__new__` in the same class.
    """

    def __init__(
        self,
        document: Source | Document | None = None,
        *,
        api_key: str | None = None,
        admin_key: str | None = None,
        organization: str | None = None,
        project: str | None = None,
        webhook_secret: SecretInput | None = None,
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
        overlays = options.pop("overlays", None)
        if overlays is None and not isinstance(document, Document):
            overlays = overlays_of_variable(variables)
        loaded = load_or_bundled(source, allow_references=allowed, overlays=overlays or ())
        keys = {
            KEY: _first(api_key, KEY, variables),
            ADMIN_KEY: _first(admin_key, ADMIN_KEY, variables),
        }
        secret = webhook_secret if webhook_secret is not None else _variable(WEBHOOK_SECRET, variables)
        self._keys = lambda: keys  # no repr of the attributes shows them
        self._secret = lambda: secret
        found = _credentials(build_security_schemes(loaded), keys)
        credentials = found if credentials is None else credentials
        ours = {
            **_named("OpenAI-Organization", _first(organization, ORGANIZATION, variables)),
            **_named("OpenAI-Project", _first(project, PROJECT, variables)),
            **({"OpenAI-Beta": _ASSISTANTS} if assistants else {}),
        }
        self._assistants = assistants
        options.setdefault("idempotency", True)
        super().__init__(
            loaded,
            base_url=_first(base_url, BASE_URL, variables),
            credentials={**found, **credentials} if isinstance(credentials, Mapping) else credentials,
            headers=merged_headers(ours, checked_headers(headers)),
            **options,
        )

    def _operation_headers(self, operation: Operation) -> Mapping[str, str]:
        value = next((value for start, value in _BETA_PATHS.items() if operation.path.startswith(start)), "")
        if any(tag.casefold() in _OF_ASSISTANTS for tag in operation.tags):
            value = _ASSISTANTS
        if value == _ASSISTANTS and self._assistants is not None:
            return {}  # the caller has decided
        return _named("OpenAI-Beta", value)

    def _default_retries(self) -> RetryPolicy:
        return _POLICY

    def _credentials_again(self) -> dict[str, str]:
        return _credentials(self._slot.current.schemes, self._found_keys())

    def _credentials_for(self, active: ActiveDocument) -> Credentials:
        credentials = super()._credentials_for(active)
        if credentials.ignored:
            return credentials
        found = _credentials(active.schemes, self._found_keys())
        return credentials.merged({name: key for name, key in found.items() if name not in credentials})

    def _webhook_secret(self) -> tuple[SecretInput | None, str]:
        known = self.__dict__.get("_secret")
        secret = _variable(WEBHOOK_SECRET, os.environ) if known is None else known()
        return secret, f"set {WEBHOOK_SECRET}, or pass secret= (or webhook_secret= to the client)"

    def _found_keys(self) -> Mapping[str, str | None]:
        """The keys by the names of their environment variables; a client that was pickled looks for them again."""
        known = self.__dict__.get("_keys")
        return {name: _variable(name, os.environ) for name in (KEY, ADMIN_KEY)} if known is None else known()

    def _credentials_hints(self, schemes: Iterable[str]) -> Mapping[str, str]:
        return {name: _ADVICE[key_variable(name)] for name in schemes}


_ADVICE = {
    variable: f"Set {variable}, or pass {argument}=…; OpenAI.sandbox() needs neither."
    for variable, argument in ((KEY, "api_key"), (ADMIN_KEY, "admin_key"))
}
"""The variable of a key → what to do without it."""


def _credentials(schemes: Iterable[str], keys: Mapping[str, str | None]) -> dict[str, str]:
    """The key for each security scheme whose environment variable is known."""
    found = {name: keys[key_variable(name)] for name in schemes}
    return {name: key for name, key in found.items() if key}


def _first(given: str | None, name: str, variables: Mapping[str, str]) -> str | None:
    """The value passed, even if it is empty; else the environment variable."""
    return given if given is not None else _variable(name, variables)


def _variable(name: str, variables: Mapping[str, str]) -> str | None:
    """An environment variable, without the trailing line break that a key read from a file often has."""
    return variables.get(name, "").strip() or None


def _named(name: str, value: str | None) -> dict[str, str]:
    return {name: value} if value else {}
