"""What the fixture `dynaclient_sandbox` gives to a test: a sandbox of its own, a client of it, and what was asked.

Knows nothing of pytest: `_dynaclient_pytest` does.
"""

from __future__ import annotations

from typing import Any, TypeVar, cast, overload

from ..client import Client
from ..client.base import BaseClient
from ..document import Document
from ..openai import OpenAI
from .application import Sandbox
from .clients import connected
from .deliveries import Delivery
from .recorded_requests import RecordedRequests
from .server import Serving

AnyClient = TypeVar("AnyClient", bound=BaseClient)


class SandboxFixture:
    """A fresh sandbox for one test.

    Args:
        is_openai: whether `client` is an `OpenAI`.

    Attributes:
        sandbox: the `Sandbox` itself.
        clock: `Sandbox.clock`, the time by which states move.
        on: `Sandbox.on`, a rule for the requests of an operation.
        send: `Sandbox.send`, a webhook or callback.
        reset: `Sandbox.reset`, which forgets everything.
    """

    def __init__(self, sandbox: Sandbox, *, is_openai: bool = False) -> None:
        self.sandbox = sandbox
        self.clock = sandbox.clock
        self.on = sandbox.on
        self.send = sandbox.send
        self.reset = sandbox.reset
        self._kind: type[Client] = OpenAI if is_openai else Client
        self._client: Client | None = None
        self._serving: Serving | None = None

    def __repr__(self) -> str:
        return f"<SandboxFixture of {self.sandbox!r}>"

    @property
    def document(self) -> Document:
        """The document that the sandbox is generated from."""
        return self.sandbox.document

    @property
    def client(self) -> Client:
        """A client that calls the sandbox in process; an `OpenAI` for the bundled description."""
        if self._client is None:
            self._client = connected(self._kind, self.sandbox)
        return cast("Client", self._client)

    @overload
    def connect(self, **options: Any) -> Client: ...

    @overload
    def connect(self, kind: type[AnyClient], **options: Any) -> AnyClient: ...

    def connect(self, kind: type[Any] | None = None, **options: Any) -> Any:
        """Another client of the sandbox, such as `connect(AsyncClient, timeout=5)`; close it yourself.

        Args:
            kind: its class; by default that of `client`.
            options: client options; credentials are made up. `base_url=fixture.url` goes over the network.
        """
        return connected(self._kind if kind is None else kind, self.sandbox, **options)

    @property
    def url(self) -> str:
        """The address of the sandbox on a port of this machine, served from now on: for other programs."""
        if self._serving is None:
            self._serving = self.sandbox.serve()
        return self._serving.url

    @property
    def requests(self) -> RecordedRequests:
        """What was asked and answered, as `Sandbox.requests`."""
        return self.sandbox.requests

    @property
    def deliveries(self) -> tuple[Delivery, ...]:
        """The webhooks and callbacks that were sent, as `Sandbox.deliveries`."""
        return self.sandbox.deliveries

    def __enter__(self) -> SandboxFixture:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End what it has opened."""
        if self._client is not None:
            self._client.close()
        if self._serving is not None:
            self._serving.close()
        self.sandbox.close()
