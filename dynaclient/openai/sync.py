"""The sync client for the OpenAI API."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, overload

from ..client.attached import Attached
from ..client.sync import Client
from ..document import Document
from ..document.document import Source
from .mixin import OpenAIMixin

if TYPE_CHECKING:
    from typing_extensions import Self, Unpack

    from ..openai_types import BundledOpenAI
    from ..typed import OpenAIOptions


class OpenAI(OpenAIMixin, Client):
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

    else:
        sandbox = Attached("sandbox", to_class=True)
