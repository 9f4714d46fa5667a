"""The plugin that records the calls of a client, or replays them: which of the two, and the way of an attempt."""

from __future__ import annotations

import dataclasses
import os
import threading
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Literal, get_args

from .._support.wording import did_you_mean, either, shown_option
from ..errors import NotRecorded, RecordingError, RequestError
from ..transport.plugin_call import PluginAnswer, PluginCall
from .attempt import RecordedAttempt, with_body, with_body_async
from .calls import CallReader, RecordedCall, plain_call, token_call
from .cassette import Cassette
from .exchange import Exchange
from .har_file import HarFile, read_har
from .masks import Masks
from .replaying import replayed_answer
from .watcher import watched, watched_async

if TYPE_CHECKING:
    from ..document import Document

Mode = Literal["once", "new_episodes", "none", "all"]

MAX_BODY = 4 * 1024 * 1024
"""Bytes of a body that are kept."""

_MOST_READERS = 8
"""Documents whose calls are recognised at a time."""


class Recording:
    """Records exchanges in a HAR file, which browsers and other tools open, and replays them without the network.

    Secrets are replaced before anything is written: what the document's security schemes say is a credential, what
    is secret by its name, and the texts of both wherever they come again, also in answers and in other encodings.
    A replayed call is found by its operation and its arguments; equal calls are answered in the order in which they
    were recorded. The client may be sync or async, and any number of clients and threads may share one of these.

    Args:
        path: the file.
        mode: "once" records if the file is not there, else replays, and refuses a call that is not in it;
            "new_episodes" replays what is in the file and records the rest; "none" only replays; "all" records
            every call, in place of what was in the file.
        max_body: the most bytes of a body that are kept; of a larger one its size and digest are. None for no limit.
        replay_speed: how fast streams are replayed: 1 as they were recorded, 2 twice as fast; None without waiting.
        replace: False lets "all" add to what is in the file.

    Raises:
        RequestError: an argument has a value that it cannot have.
        RecordingError: the file cannot be read, or is missing and nothing may be recorded.
    """

    def __init__(
        self,
        path: str | os.PathLike[str],
        mode: Mode = "once",
        *,
        max_body: int | None = MAX_BODY,
        replay_speed: float | None = None,
        replace: bool = True,
    ) -> None:
        self.path = _checked_path(path)
        self.mode = _checked_mode(mode)
        self.max_body = _checked_size(max_body)
        self.replay_speed = _checked_speed(replay_speed)
        self._replaces = replace
        self._lock = threading.RLock()
        self._readers: list[CallReader] = []
        self._masks = Masks()
        self._exchanges: list[Exchange] | None = None
        self._cassette: Cassette | None = None
        self._is_there = _has_exchanges(self.path)
        if mode == "none" and not self._is_there:
            what = "it has no exchange" if os.path.exists(self.path) else "there is no such file"
            raise RecordingError(f'{what} to replay; record it with mode="once"', path=self.path)
        self.replays = mode == "none" or (mode != "all" and self._is_there)
        self.records = mode in ("new_episodes", "all") or (mode == "once" and not self._is_there)
        self._file = HarFile(self.path, replace=mode == "all" and replace)

    def __repr__(self) -> str:
        return f"<Recording {self.path!r}, mode={self.mode!r}>"

    # what the client tells

    def document(self, document: Document) -> None:
        """Recognise the calls of a document; a client shows it here."""
        with self._lock:
            self._readers = [CallReader(document), *self._readers[: _MOST_READERS - 1]]
            self._masks.add_document(document)
            if self._cassette is not None:
                self._exchanges, self._cassette = self._cassette.unplayed(), None

    def send(self, call: PluginCall, next: Callable[[PluginCall], PluginAnswer]) -> PluginAnswer:  # noqa: A002
        """Replay one attempt of a call, or send and record it."""
        return self._pass(call, next, "call")

    async def asend(self, call: PluginCall, next: Any) -> PluginAnswer:  # noqa: A002
        """The same for an async client."""
        return await self._pass_async(call, next, "call")

    def token(self, call: PluginCall, next: Callable[[PluginCall], PluginAnswer]) -> PluginAnswer:  # noqa: A002
        """Replay a request that obtains a credential, or send and record it."""
        return self._pass(call, next, "token")

    async def atoken(self, call: PluginCall, next: Any) -> PluginAnswer:  # noqa: A002
        """The same for an async client."""
        return await self._pass_async(call, next, "token")

    # the way of an attempt

    def _pass(self, call: PluginCall, next: Any, kind: Literal["call", "token"]) -> PluginAnswer:  # noqa: A002
        attempt = with_body(call, self.max_body, needs_body=self._looks_for(call, kind))
        found = self._find(attempt, kind)
        if found is not None:
            return replayed_answer(found, call, self.path, self.replay_speed, is_async=False)
        return watched(attempt, next, kind, self._write)

    async def _pass_async(self, call: PluginCall, next: Any, kind: Literal["call", "token"]) -> PluginAnswer:  # noqa: A002
        attempt = await with_body_async(call, self.max_body, needs_body=self._looks_for(call, kind))
        found = self._find(attempt, kind)
        if found is not None:
            return replayed_answer(found, call, self.path, self.replay_speed, is_async=True)
        return await watched_async(attempt, next, kind, self._write)

    def _looks_for(self, call: PluginCall, kind: str) -> bool:
        """Whether the body of a request says whether it is replayed."""
        return self.replays and (not self.records or kind == "token" or self._loaded().has(call.operation_id))

    def _find(self, attempt: RecordedAttempt, kind: Literal["call", "token"]) -> Exchange | None:
        """The recorded exchange of an attempt; None if it is to be sent.

        Raises:
            NotRecorded: there is none, and nothing may be recorded.
        """
        self._masks.learn(attempt.call.secrets)
        if not self.replays or attempt.body is None:
            return None
        request = self._masks.request(attempt.request())
        operation_id = attempt.call.operation_id
        wanted = token_call(request) if kind == "token" else self._read(request, operation_id)
        cassette = self._loaded()
        found = cassette.next_of(wanted, is_conditional=request.is_conditional)
        if found is None and kind == "token":
            found = cassette.last_of(wanted)
        if found is not None or self.records:
            return found
        why, nearest = cassette.why_not(wanted)
        hint = "" if self.mode == "none" else ' mode="new_episodes" records it.'
        text = f"{self.path} has no exchange for this {kind}: {why}. Nothing was sent.{hint}"
        raise NotRecorded(text, operation_id=operation_id, path=self.path, nearest=nearest)

    def _write(self, exchange: Exchange) -> None:
        if not self.records:
            return
        self._masks.learn_from(exchange.request.body, exchange.request.content_type)
        self._masks.learn_from(exchange.answer.body, exchange.answer.content_type)
        request, answer = self._masks.request(exchange.request), self._masks.answer(exchange.answer)
        self._file.add(dataclasses.replace(exchange, request=request, answer=answer))

    # the recording

    def _read(self, request: Any, operation_id: str) -> RecordedCall:
        found = self._recognised(request, operation_id)
        return plain_call(request, operation_id) if found is None else found

    def _recognised(self, request: Any, operation_id: str) -> RecordedCall | None:
        for reader in self._readers:
            call = reader.read(request, operation_id)
            if call is not None:
                return call
        return None

    def _call_of(self, exchange: Exchange) -> RecordedCall | None:
        """The call of a recorded exchange; None for what a browser loaded besides."""
        if exchange.kind == "token":
            return token_call(exchange.request)
        if exchange.is_own:
            return self._read(exchange.request, exchange.operation_id)
        return self._recognised(self._masks.request(exchange.request), "")

    def _loaded(self) -> Cassette:
        with self._lock:
            if self._cassette is None:
                if self._exchanges is None:
                    self._exchanges = read_har(self.path).exchanges if self._is_there else []
                self._cassette = Cassette(self._exchanges, self._call_of)
            return self._cassette

    @property
    def unplayed(self) -> list[Exchange]:
        """The recorded exchanges that no call has asked for yet."""
        return self._loaded().unplayed() if self.replays else []

    def __getstate__(self) -> dict[str, Any]:
        """The options and documents. One that only records goes on to, whatever is in the file by then."""
        documents = [reader.document for reader in self._readers]
        mode = "all" if self.records and not self.replays else self.mode
        kept = {name: getattr(self, name) for name in ("path", "max_body", "replay_speed")}
        return {**kept, "mode": mode, "replace": False, "documents": documents}

    def __setstate__(self, state: Mapping[str, Any]) -> None:
        given = {**state}
        documents = given.pop("documents")
        self.__init__(**given)  # type: ignore[misc]
        for document in reversed(documents):
            self.document(document)


def _has_exchanges(path: str) -> bool:
    """Whether there is a recording; an empty file is none.

    Raises:
        RecordingError: the file is something else.
    """
    return os.path.exists(path) and os.path.getsize(path) > 0 and bool(read_har(path).exchanges)


def _checked_path(path: Any) -> str:
    if not isinstance(path, (str, os.PathLike)) or not os.fspath(path):
        raise RequestError(f"path= must be the path of a HAR file, not {shown_option(path)}")
    text = os.fspath(path)
    if os.path.isdir(text):
        raise RecordingError("it is a folder; name a file in it", path=str(text))
    return str(text)


def _checked_mode(mode: Any) -> Mode:
    known = get_args(Mode)
    if mode not in known:
        near = did_you_mean(mode, known) if isinstance(mode, str) else ""
        names = either([repr(name) for name in known])
        raise RequestError(f"mode= must be {names}, not {shown_option(mode)}.{near}".rstrip())
    return mode  # type: ignore[no-any-return]


def _checked_size(size: Any) -> int | None:
    if size is not None and (isinstance(size, bool) or not isinstance(size, int) or size < 0):
        raise RequestError(f"max_body= must be a number of bytes from 0, or None, not {shown_option(size)}")
    return size


def _checked_speed(speed: Any) -> float | None:
    is_number = isinstance(speed, (int, float)) and not isinstance(speed, bool)
    if speed is not None and not (is_number and 0 < speed < float("inf")):
        raise RequestError(f"replay_speed= must be a number above 0, or None, not {shown_option(speed)}")
    return None if speed is None else float(speed)
