"""What all examples of one document share: its client, its name, its credentials, its server."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from .._support.wording import variable_name
from ..client.sync import Client
from ..document import Document
from ..errors import RequestError
from ..model import Operation, SecurityScheme, build_security_schemes
from ..model.naming import python_name
from ..openai.variables import key_variable
from ..request.servers import server_url

STANDARD_HOST = "api.openai.com"
"""The server of the API that `OpenAI` is made for."""

FALLBACK_URL = "https://api.example.com"
"""A placeholder for the server if the document has none."""


@dataclass(slots=True)
class Setting:
    """What every example of one document shares.

    Attributes:
        source: how the document is named in an example; "" for the bundled description.
    """

    client: Client
    source: str
    schemes: Mapping[str, SecurityScheme] = field(init=False)

    def __post_init__(self) -> None:
        self.schemes = build_security_schemes(self.client.document)

    @property
    def document(self) -> Document:
        """The document."""
        return self.client.document

    def is_openai(self, operation: Operation) -> bool:
        """Whether the operation's server is the one that `OpenAI` is made for."""
        return any(urlsplit(server.url).hostname == STANDARD_HOST for server in operation.servers)

    def needed(self, operation: Operation) -> tuple[SecurityScheme, ...]:
        """The schemes of the first alternative that carries credentials."""
        return tuple(self.schemes[name] for name in next(filter(None, operation.security), {}))

    def needs_base_url(self, operation: Operation) -> bool:
        """Whether the document alone does not say where the operation's server is."""
        try:
            server_url(operation, 0, {}, self.document.uri, "")
        except RequestError:
            return True
        return False

    def attribute(self, operation: Operation) -> str:
        """The attribute of a client that calls the operation; "" if only `call` can."""
        aliases = self.client.operations.aliases
        for name in (operation.operation_id, operation.python_name):
            is_its = name == operation.operation_id or aliases.get(name) == operation.operation_id
            if is_its and python_name(name) == name and not name.startswith("_") and not hasattr(Client, name):
                return name
        return ""


def variables_of(scheme: SecurityScheme, *, is_openai: bool) -> tuple[str, ...]:
    """The environment variables that an example takes each part of a credential from."""
    if is_openai:
        return (key_variable(scheme.key),)
    name = variable_name(scheme.key)
    return tuple(f"{name}_{part}" if part else name for part in scheme.kind.parts)
