"""The sync client for the OpenAI API."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, overload

from ..client.attached import Attached
from ..client.sync import Client
from ..document import Document
from ..document.document_source import Source
from .mixin import OpenAIMixin

if TYPE_CHECKING:
    from typing_extensions import Self, Unpack

    from ..openai_types import BundledOpenAI
    from ..typed import OpenAIOptions


class OpenAI(OpenAIMixin, Client):
    """A `Client` set up for the OpenAI API; all other arguments are those of `Client`.

    Sends an idempotency key with every POST, so that it can be retried.
    Type checkers know every operation of the bundled description; with another document they see a plain `Client`.

    Args:
        document: another description of the API. Default: the one DYNACLIENT_SPEC names, else the bundled one.
        overlays: as of `Client`. Default: those DYNACLIENT_OVERLAYS names.
        api_key: the API key. Default: OPENAI_API_KEY.
        admin_key: the key for operations on organizations and projects. Default: OPENAI_ADMIN_KEY.
        organization: sent as OpenAI-Organization. Default: OPENAI_ORG_ID.
        project: sent as OpenAI-Project. Default: OPENAI_PROJECT_ID.
        webhook_secret: what the webhooks of your project are signed with. Default: OPENAI_WEBHOOK_SECRET.
        base_url: Default: OPENAI_BASE_URL, else the document's server.
        environment: the variables to read. Default: those of the process.
        assistants: True adds `OpenAI-Beta: assistants=v2` to every call, False to none, None to those that need it.
    """

    if TYPE_CHECKING:

        @overload
        def __new__(cls, document: None = None, **options: Unpack[OpenAIOptions]) -> BundledOpenAI: ...
        @overload
        def __new__(cls, document: Source | Document | None, **options: Unpack[OpenAIOptions]) -> Self: ...
        def __new__(cls, document: Any = None, **options: Any) -> Any:
            """Create a client; type checkers know its operations unless another document is given."""

        @overload
        @classmethod
        def sandbox(cls, document: None = None, **options: Unpack[OpenAIOptions]) -> BundledOpenAI: ...
        @overload
        @classmethod
        def sandbox(cls, document: Source | Document | None, **options: Unpack[OpenAIOptions]) -> Self: ...
        @classmethod
        def sandbox(cls, document: Source | Document | None = None, **options: Any) -> Any:
            """A client for an in-process sandbox of the API: needs no key and no network, and costs nothing."""

    else:
        sandbox = Attached("sandbox", to_class=True)
