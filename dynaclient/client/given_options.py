"""The options that clients and `with_options` take, with their types; for type checkers only, never imported to run.

What an option does is a row of the table in `options`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from typing_extensions import TypedDict

from ..request.idempotency import Idempotency
from ..request.options import Validate, ValidateResponses
from ..transport import RetryPolicy, Timeout
from .checked_values import GivenHeaders, Hook
from .plugins import Plugin


class CallOptions(TypedDict, total=False):
    """How any request is sent: by a client, a copy, or `client.request`."""

    base_url: str | None
    server: int | str
    server_variables: Mapping[str, str] | None
    credentials: Mapping[str, Any] | bool | None
    timeout: Timeout
    deadline: float | None
    max_body: int | None
    retries: int | RetryPolicy | None
    idempotency: Idempotency
    pace: bool
    rate: float | str | None
    compress: bool
    on_request: Hook | Sequence[Hook] | None
    on_response: Hook | Sequence[Hook] | None
    on_retry: Hook | Sequence[Hook] | None
    plugins: Sequence[Plugin] | None


class CommonOptions(CallOptions, total=False):
    """What a client is created with, and what `with_options` changes in a copy."""

    headers: GivenHeaders | None
    query: Mapping[str, Any] | None
    validate: Validate
    formats: bool | Collection[str] | None
    validate_responses: ValidateResponses
    strict_responses: bool


class _OfCopies(TypedDict, total=False):
    """What only a copy or a single request can have."""

    content_type: str | None
    stream: bool
    raise_for_status: bool
    extra_body: Mapping[str, Any] | None
    extra_query: Mapping[str, Any] | None
    extra_headers: GivenHeaders | None
    pickle_credentials: bool


class CopyOptions(CommonOptions, _OfCopies, total=False):
    """What `with_options` takes: the options of a client, and those that only a copy can have."""


class RawOptions(CallOptions, _OfCopies, total=False):
    """What `client.request` takes beside its own arguments: nothing of it is checked against the document."""
