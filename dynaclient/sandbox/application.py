"""The Sandbox: a WSGI application that behaves like the API that a document describes: its options and methods."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ..document import Document, load_document
from ..document.document_source import Source
from ..types import MISSING
from .admin import Admin, own_paths
from .controls import controls_of
from .deliveries import Delivery
from .faults import ConnectionCut, Trouble
from .journal import Visit
from .limits import ServingLimits
from .message import AnswerSource, Arrival, SandboxAnswer, arrival_of
from .model_file import ModelSource
from .options import checked_options
from .parts import SandboxParts
from .recorded_requests import RecordedRequests
from .request_pipeline import RequestPipeline
from .resource_store import Unknown
from .script_file import ScriptSource, sources_of
from .scripts import Given, ScriptRule
from .server import Serving
from .signing import SECRET, Signing
from .ticker import Ticker

if TYPE_CHECKING:
    from ..webhooks.scheme import Scheme
    from ..webhooks.secrets import SecretInput


class Sandbox:
    """An embedded server generated from a document.

    Args:
        document: a path, a URL, bytes, a mapping, or a `Document`.
        db: the database file, or ":memory:".
        seed: the same seed gives the same answers to the same calls.
        unknown: how to treat a key that no request created: "auto" answers 404 if the API can create such resources,
            except for keys that the document shows as examples; "refuse" always answers 404; "invent" always makes
            the resource up.
        trouble: faults to inject in addition to those that request headers ask for.
        strict: check requests against the letter of the document, as a client with `validate="strict"` does.
        remember: whether what requests create, change and delete has an effect on later ones.
        model: corrections of `Sandbox.model`: a YAML or JSON file, or such a mapping.
        clock: a function that gives seconds since 1970, such as `time.time`; by default the time stands still at the
            first of January 2026, until `Sandbox.clock.advance` moves it.
        script: what to answer to chosen requests: a YAML or JSON file, or several, or a list of rules as such a file
            has them.
        admin: whether `/_sandbox/` answers programs on this machine. Not where the document has such a path itself.
        allow_hosts: hosts besides this machine that webhooks and callbacks may be sent to, with or without a port.
        webhook_url: where the webhooks go that tell of what has finished, as `model` has it: for the OpenAI API of
            responses in the background, batches, fine-tuning jobs and runs of evaluations. With a `clock`, they are
            sent when it is time; without one, after `clock.advance`, or when somebody looks.
        webhook_secret: what webhooks are signed with (`whsec_…`); by default a secret that is made up.
        webhook_scheme: how they are signed; by default as the headers show that the document declares.
        recorded: answers that go before its own, such as `dynaclient.recording.RecordedAnswers`.

    Attributes:
        model: what was recognised: the API's resources, and what each operation does with them; `print` it.
        clock: the time by which states move.

    Raises:
        RequestError: an option has a value that it cannot have, or the database cannot be used.
        DocumentError: the document, the model or the script cannot be read.
    """

    def __init__(
        self,
        document: Source | Document,
        *,
        db: str | os.PathLike[str] = ":memory:",
        seed: int = 0,
        unknown: Unknown = "auto",
        trouble: Trouble | Sequence[Trouble] = (),
        strict: bool = False,
        remember: bool = True,
        model: ModelSource | None = None,
        clock: Callable[[], float] | None = None,
        script: ScriptSource | Sequence[str | os.PathLike[str]] | None = None,
        admin: bool = True,
        allow_hosts: Sequence[str] = (),
        webhook_url: str | None = None,
        webhook_secret: SecretInput | None = None,
        webhook_scheme: Scheme | None = None,
        recorded: AnswerSource | None = None,
    ) -> None:
        options = checked_options(
            db=db,
            seed=seed,
            unknown=unknown,
            trouble=trouble,
            strict=strict,
            remember=remember,
            model=model,
            clock=clock,
            admin=admin,
            allow_hosts=allow_hosts,
        )
        signing = Signing(webhook_secret, webhook_scheme)
        self._parts = parts = SandboxParts(load_document(document), options, signing, recorded)
        self.document = parts.document
        self.operations = parts.operations
        self.model = parts.model
        self.clock = parts.clock
        self._journal = parts.journal
        self._pipeline = RequestPipeline(parts)
        for source in sources_of(script):
            parts.scripting.keep(source)
        self.webhook_secret = SECRET if webhook_secret is None else webhook_secret
        self.clock.watchers.append(self._look)
        self._ticker: Ticker | None = None
        self.webhook_url = webhook_url
        self.admin_paths_taken = tuple(own_paths(self.operations.values()))
        self._admin = Admin(controls_of(self)) if admin and not self.admin_paths_taken else None

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        """WSGI. Source: PEP 3333."""
        arrival = arrival_of(environ)
        answer = self.answer(arrival)
        start_response(answer.status_line, answer.header_list())
        return () if arrival.method == "head" else answer.chunks()

    def close(self) -> None:
        """Close the database, and send no more webhooks."""
        if self._ticker is not None:
            self._ticker.close()
        self._parts.memory.close()

    def __repr__(self) -> str:
        return f"<Sandbox of {self.document.title!r}, {len(self.operations)} operations>"

    def serve(
        self,
        host: str = "127.0.0.1",
        port: int = 0,
        *,
        cors: str | Sequence[str] = (),
        limits: ServingLimits | None = None,
    ) -> Serving:
        """Serve in threads of this process until the handle is closed.

        Args:
            port: 0 picks a free port.
            cors: the origins whose pages may call it from a browser, or "*"; on a loopback address those of this
                machine always may.
            limits: sizes, times and numbers that the server does not go beyond.

        Raises:
            RequestError: an argument has a value that it cannot have.
            OSError: the address cannot be listened on.
        """
        return Serving(self, host, port, cors=cors, limits=limits)

    # scripts, and what was asked

    def on(self, operation_id: str, when: Given = None) -> ScriptRule:
        """A rule for the requests of an operation: `sandbox.on("getPet", {"petId": 7}).answer(status=404)`.

        It answers from its `answer` on. Of several rules that fit a request, the one made last answers it.

        Args:
            operation_id: the operationId, or its snake_case alias.
            when: the arguments of the requests that are meant, by name, and their values; an object may have more
                members than are named. `query:limit` says a place, `"*"` is any value, `body` the whole body. Or a
                function of a `ScriptRequest` that says whether it is meant. By default all requests.

        Raises:
            UnknownOperation: the document does not have it.
            ScriptError: `when` names an argument that the operation does not have.
        """
        return self._parts.scripting.on(operation_id, when)

    def script(self, source: ScriptSource) -> list[ScriptRule]:
        """Add the rules of a script: a YAML or JSON file, or a list of rules as such a file has them.

        Raises:
            ScriptError: it is not a script, or the document does not allow it; none of its rules is added.
        """
        return self._parts.scripting.load(source)

    @property
    def requests(self) -> RecordedRequests:
        """What was asked and answered, oldest first: the newest 1,000 requests, without secrets."""
        return self._journal.requests()

    def reset(self) -> None:
        """Forget everything since the sandbox was made: resources, requests, the time, and rules of `on`.

        A `script=` begins anew. The next calls get the answers that the first ones got.
        """
        self._parts.reset()

    # webhooks and callbacks

    def send(
        self,
        name: str,
        to: str | None = None,
        *,
        operation: str = "",
        body: Any = MISSING,
        fields: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
        force: bool = False,
    ) -> Delivery:
        """Send a webhook or a callback that the document declares, and return its delivery with the answer.

        It goes to this machine, or to `allow_hosts`; redirects are not followed. It is signed with `webhook_secret` if
        the document declares the headers of Standard Webhooks, or the sandbox has a secret or scheme of yours.

        Args:
            name: of the webhook or callback, or its operationId.
            to: the address. By default that of a callback, from the newest request to the operation that declares it.
            operation: the operation that declares the callback, where several have one of this name.
            body: the whole body. By default the document's example, or one that is made up from the schema.
            fields: members of a body that is otherwise made up.
            headers: to send with it; they win over the signature.
            force: allow a body that the document does not.

        Raises:
            DeliveryError: there is no such webhook or callback, or nobody answered.
        """
        return self._parts.sending.send(
            name, to, operation=operation, body=body, fields=fields, headers=headers, force=force
        )

    @property
    def webhook_url(self) -> str | None:
        """Where the webhooks go that tell of what has finished; None for nowhere.

        Raises:
            DeliveryError: it is set to an address that nothing may be sent to.
        """
        return self._parts.sending.url

    @webhook_url.setter
    def webhook_url(self, url: str | None) -> None:
        self._parts.sending.url = url
        self._parts.store.webhooks = None if url is None else self._parts.sending.tell
        if url is not None and self.clock.runs and self._ticker is None:
            self._ticker = Ticker(self._look)

    def _look(self) -> None:
        """Let happen what is due, if webhooks tell of it."""
        if self.webhook_url is not None:
            self._parts.store.look()

    @property
    def deliveries(self) -> tuple[Delivery, ...]:
        """The webhooks and callbacks that were sent, oldest first; waits for those that are on their way."""
        return self._parts.sending.deliveries()

    # answers

    def answer(self, arrival: Arrival) -> SandboxAnswer:
        """The answer to one request, with faults injected."""
        controlled = self._admin.answer(arrival) if self._admin is not None else None
        if controlled is not None:
            return controlled
        visit = Visit(arrival, time=self.clock.now())
        try:
            return self._pipeline.answer(visit)
        except ConnectionCut:
            visit.answer = None
            raise
        finally:
            self._journal.note(visit)
