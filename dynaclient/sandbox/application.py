"""The Sandbox: a WSGI application that behaves like the API that a document describes. Wires the parts together."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from ..document import Document, load_document
from ..document.document_source import Source
from ..model import Operation, Operations
from ..types import MISSING
from .admin import Admin, own_paths
from .answers import Answers, media_type_of, success_of
from .asked import AskedRules
from .behaviour import Behaviour
from .clock import SandboxClock
from .content_coding import unpacked
from .controls import controls_of
from .declared_answers import DeclaredAnswers
from .deliveries import Delivery, DeliveryError
from .docs_page import DocsPage
from .error_shape import ErrorShape
from .faults import BadTrouble, ConnectionCut, Trouble, Troubles, damaged
from .idempotency import REPLAYED, Idempotency
from .journal import Journal, RecordedRequests, Visit, credential_names
from .judge import Accepted, Judge
from .limits import ServingLimits
from .media import EVENTS
from .memory import Memory
from .message import Arrival, SandboxAnswer, arrival_of
from .model_file import ModelSource, corrected, table_for
from .openai_rules import RULES
from .operation_call import BehaviourContent, Outcome
from .preferences import BadPreference, preferences_of
from .preferred import NotDeclared, Preferred
from .recognition import recognise
from .refusal import Refusal, Refused
from .resource_store import ResourceStore, Unknown
from .routes import Match, Router
from .script_check import ScriptCheck
from .script_file import ScriptSource, sources_of
from .script_writer import ScriptWriter
from .scripting import Scripting
from .scripts import Given, ScriptRule
from .sending import Sending
from .server import Serving
from .signing import SECRET, Signing
from .streams import Streams, asks_to_stream
from .text_formats import text_in_format
from .ticker import Ticker
from .values import Values

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

    Attributes:
        model: what was recognised: the API's resources, and what each operation does with them; `print` it.
        clock: the time by which states move.
    """

    def __init__(
        self,
        document: Source | Document,
        *,
        db: str = ":memory:",
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
    ) -> None:
        self.document = load_document(document)
        self.operations = Operations(self.document)
        self._seed = seed
        self._router = Router(self.operations.values())
        self._values = Values(self.document, seed, self.operations.values(), letter=strict)
        self._judge = Judge(self.document, self._values, strict=strict, seed=seed)
        self._errors = ErrorShape(self.operations, self._values)
        self._answers = Answers(self._values)
        self._memory = Memory(db, remember=remember)
        self._idempotency = Idempotency(self._memory)
        self._troubles = Troubles((trouble,) if isinstance(trouble, Trouble) else trouble, seed)
        self.clock = SandboxClock(clock)
        self.model = corrected(
            self.document, self.operations, recognise(self.document, self.operations.values()), model
        )
        self._docs = DocsPage(self.document, self.operations, self.model)
        self._journal = Journal(credential_names(self.document))
        store = ResourceStore(
            self.document,
            self.operations,
            self.model,
            self._values,
            self._memory,
            self.clock,
            seed=seed,
            unknown=unknown,
        )
        store.requests = self._call
        table = table_for(self.operations)
        rules = AskedRules(self.operations.values(), table.get("answers", {}), RULES, text_in_format)
        self._behaviour = Behaviour(self.document, self._values, self._answers, self._memory, store, rules)
        self._streams = Streams(self.document, self._values, store, table.get("streams", {}))
        declared = DeclaredAnswers(self._answers, self._errors, self._values, seed)
        self._preferred = Preferred(declared)
        check = ScriptCheck(self._values, self._streams)
        writer = ScriptWriter(self._answers, declared, self._errors, self._streams, check)
        self._scripting = Scripting(self.document, self.operations, check, writer, self._behaviour.is_creation)
        for source in sources_of(script):
            self._scripting.keep(source)
        hosts = (allow_hosts,) if isinstance(allow_hosts, str) else allow_hosts
        self.webhook_secret = SECRET if webhook_secret is None else webhook_secret
        self._sending = Sending(
            self.document,
            self._values,
            self._answers,
            hosts,
            self._journal.visits,
            signing=Signing(webhook_secret, webhook_scheme),
            url=webhook_url,
        )
        self._store = store
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
        self._memory.close()

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
        return self._scripting.on(operation_id, when)

    def script(self, source: ScriptSource) -> list[ScriptRule]:
        """Add the rules of a script: a YAML or JSON file, or a list of rules as such a file has them.

        Raises:
            ScriptError: it is not a script, or the document does not allow it; none of its rules is added.
        """
        return self._scripting.load(source)

    @property
    def requests(self) -> RecordedRequests:
        """What was asked and answered, oldest first: the newest 1,000 requests, without secrets."""
        return self._journal.requests()

    def reset(self) -> None:
        """Forget everything since the sandbox was made: resources, requests, the time, and rules of `on`.

        A `script=` begins anew. The next calls get the answers that the first ones got.
        """
        self._memory.clear()
        self.clock.reset()
        self._troubles.reset()
        self._preferred.reset()
        self._scripting.reset()
        self._sending.reset()
        self._journal.clear()

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
        return self._sending.send(name, to, operation=operation, body=body, fields=fields, headers=headers, force=force)

    @property
    def webhook_url(self) -> str | None:
        """Where the webhooks go that tell of what has finished; None for nowhere.

        Raises:
            DeliveryError: it is set to an address that nothing may be sent to.
        """
        return self._sending.url

    @webhook_url.setter
    def webhook_url(self, url: str | None) -> None:
        self._sending.url = url
        self._store.webhooks = None if url is None else self._sending.tell
        if url is not None and self.clock.runs and self._ticker is None:
            self._ticker = Ticker(self._look)

    def _look(self) -> None:
        """Let happen what is due, if webhooks tell of it."""
        if self.webhook_url is not None:
            self._store.look()

    @property
    def deliveries(self) -> tuple[Delivery, ...]:
        """The webhooks and callbacks that were sent, oldest first; waits for those that are on their way."""
        return self._sending.deliveries()

    # answers

    def answer(self, arrival: Arrival) -> SandboxAnswer:
        """The answer to one request, with faults injected."""
        controlled = self._admin.answer(arrival) if self._admin is not None else None
        if controlled is not None:
            return controlled
        visit = Visit(arrival, time=self.clock.now())
        try:
            return self._answered(visit)
        except ConnectionCut:
            visit.answer = None
            raise
        finally:
            self._journal.note(visit)

    def _answered(self, visit: Visit) -> SandboxAnswer:
        arrival = visit.arrival
        matches, allowed = self._router.find(arrival.method, arrival.path, arrival.query)
        if not matches and arrival.method == "head":
            matches, _ = self._router.find("get", arrival.path, arrival.query)
        if not matches:
            visit.answer = self._unrouted(arrival, allowed)
            return visit.answer
        operation = visit.operation = matches[0].operation
        visit.texts = matches[0].texts
        plain = unpacked(arrival)
        if isinstance(plain, Refusal):
            visit.answer = self._errors.answer(operation, [plain])
            return visit.answer
        arrival = visit.arrival = plain
        try:
            trouble = self._troubles.met(arrival, [match.operation.operation_id for match in matches])
        except BadTrouble as error:
            visit.refusals = [Refusal(400, str(error), location="header", code="bad_trouble")]
            visit.answer = self._errors.answer(None, visit.refusals)
            return visit.answer
        if trouble is not None and trouble.status is not None:
            visit.answered_by = "fault"
            visit.answer = self._asked_for(operation, trouble.status, trouble.retry_after)
            return damaged(visit.answer, trouble)
        visit.answer = answer = self._idempotency.answer(
            arrival,
            lambda: self._judged(matches, visit),
            lambda refusal: self._errors.answer(operation, [refusal]),
        )
        if REPLAYED in answer.headers:
            visit.answered_by = "replay"
        if visit.callbacks:
            self._sending.send_later(visit.callbacks, visit)
        answer = damaged(answer, visit.scripted_trouble) if visit.scripted_trouble is not None else answer
        return answer if trouble is None else damaged(answer, trouble)

    def _asked_for(self, operation: Operation, status: int, retry_after: float | str | None) -> SandboxAnswer:
        headers = () if retry_after is None else (("Retry-After", str(retry_after)),)
        if status < 400:
            return SandboxAnswer(status, headers=headers)
        text = f"The sandbox was asked to answer {status}."
        return self._errors.answer(operation, [Refusal(status, text, code="asked_for", headers=headers)])

    def _judged(self, matches: list[Match], visit: Visit) -> SandboxAnswer:
        """The answer of the matching operation or, if none accepts the request, of the first candidate."""
        accepted: list[Accepted] = []
        refused: list[tuple[Operation, list[Refusal]]] = []
        declared = [p.name for match in matches for p in match.operation.parameters if p.location == "query"]
        try:
            prefers, arrival = preferences_of(visit.arrival, declared)
        except BadPreference as error:
            visit.refusals = [Refusal(400, str(error), "Prefer", "header", "bad_preference")]
            return self._errors.answer(matches[0].operation, visit.refusals)
        for match in matches:
            verdict = self._judge.judge(match, arrival)
            if isinstance(verdict, Accepted):
                accepted.append(verdict)
            else:
                refused.append((match.operation, verdict))
        if not accepted:
            visit.operation, visit.refusals = refused[0]
            return self._errors.answer(*refused[0])
        chosen = max(accepted, key=_constants_met)
        visit.accepted, visit.operation = chosen, chosen.operation
        if prefers.callback is not None:
            try:
                visit.callbacks = self._sending.callbacks(chosen.operation, prefers.callback)
            except DeliveryError as error:
                visit.refusals = [Refusal(400, f"Prefer: {error}.", "Prefer", "header", "not_declared")]
                return self._errors.answer(chosen.operation, visit.refusals)
        if not prefers.chooses:
            answer = self._accepted(chosen, arrival, visit)
            return answer.with_headers(("Preference-Applied", prefers.applied)) if prefers.applied else answer
        visit.answered_by = "preference"
        created = self._behaviour.is_creation(chosen.operation)
        try:
            answer = self._preferred.answer(chosen.operation, arrival, prefers, created=created)
        except NotDeclared as error:
            visit.refusals = [Refusal(400, f"Prefer: {error}.", "Prefer", "header", "not_declared")]
            return self._errors.answer(chosen.operation, visit.refusals)
        return answer.with_headers(("Preference-Applied", prefers.applied))

    def _unrouted(self, arrival: Arrival, allowed: tuple[str, ...]) -> SandboxAnswer:
        page = self._docs.answer(arrival)
        if page is not None:
            return page
        if not allowed:
            message = f"There is nothing at {arrival.path}."
            return self._errors.answer(None, [Refusal(404, message, code="unknown_url")])
        headers = (("Allow", ", ".join(allowed)),)
        if arrival.method == "options":
            return SandboxAnswer(204, headers=headers)
        message = f"{arrival.method.upper()} is not allowed at {arrival.path}; {', '.join(allowed)} is."
        return self._errors.answer(None, [Refusal(405, message, code="method_not_allowed", headers=headers)])

    def _accepted(self, accepted: Accepted, arrival: Arrival, visit: Visit) -> SandboxAnswer:
        """The answer of the script, else of what the operation does."""
        accept = arrival.headers.get("Accept", "") or ""
        streams = asks_to_stream(self.document, accepted, accept, self._streams.media_type(accepted.operation))

        def usual() -> SandboxAnswer:
            return self._carried_out(accepted, arrival, streams=streams)

        found = self._scripting.answer(accepted, arrival, usual, streams=streams)
        if found is None:
            return usual()
        visit.answered_by = "script"
        answer, visit.scripted_trouble = found
        return answer

    def _carried_out(self, accepted: Accepted, arrival: Arrival, *, streams: bool) -> SandboxAnswer:
        operation = accepted.operation
        status, response = success_of(operation, created=self._behaviour.is_creation(operation))
        media_type = media_type_of(response, arrival.headers.get("Accept", "") or "")
        story: Callable[[Outcome], Any] | None = None
        if streams:
            story = partial(self._streams.told, accepted)
        try:
            done = self._behaviour.carry_out(accepted, media_type, arrival, story)
        except Refused as error:
            return self._errors.answer(operation, [error.refusal])
        if streams:
            return SandboxAnswer(status, list(done), EVENTS, (("Cache-Control", "no-store"),))
        if isinstance(done.value, BehaviourContent):
            answer = SandboxAnswer(status, done.value.data, done.value.content_type)
        else:
            answer = self._answers.written(status, response, media_type, done.value)
        return answer.with_headers(*done.headers)

    def _call(self, method: str, path: str, body: Any) -> tuple[int, Any]:
        """The answer to a request that the sandbox makes of itself, as a batch does: its status and value."""
        from werkzeug.datastructures import Headers

        data = b"" if body is None else json.dumps(body).encode()
        headers = Headers([("Content-Type", "application/json"), ("Authorization", "Bearer sandbox")])
        answer = self._answered(Visit(Arrival(method.lower(), path, "", headers, {}, data)))
        text = b"".join(answer.chunks())
        try:
            return answer.status, json.loads(text)
        except ValueError:
            return answer.status, text.decode("utf-8", "replace")


def _constants_met(accepted: Accepted) -> int:
    """How many constants the operation requires: if several operations match a request, the most specific one wins."""
    operation = accepted.operation
    count = sum(1 for parameter in operation.parameters if parameter.required and parameter.enum)
    body = operation.request_body
    schema = body.content[accepted.media_type].schema if body and accepted.media_type else None
    if isinstance(schema, dict):
        described = schema.get("properties", {})
        count += sum(1 for name in schema.get("required", ()) if {"enum", "const"} & set(described.get(name, ())))
    return count
