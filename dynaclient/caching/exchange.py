"""One request through the cache, as steps: load, send, store. The state machine of hishel decides. Does no I/O.

Source: RFC 9111; RFC 5861 section 4.
"""

from __future__ import annotations

import time
import uuid
from collections.abc import Generator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

import hishel

from .._support.urls import origin_of
from ..errors import TransportError
from ..response.decoders import undecoded_coding
from ..transport.bodies import is_stream_answer
from ..transport.fields import Fields
from ..transport.plugin_call import PluginAnswer
from .entries import Entry, confirmed_headers, stored_headers
from .freshness import (
    OWN_CONDITIONS,
    born,
    directives_of,
    lifetime,
    machine_headers,
    may_be_stale,
    wants_newer,
)
from .identity import Identities, Name, changes_with_each_request, same_sender, shows_secret

if TYPE_CHECKING:
    from ..transport.plugin_call import PluginCall

_SAFE = frozenset(("GET", "HEAD", "OPTIONS", "TRACE", "QUERY"))
_FAILED = frozenset((500, 502, 503, 504))
"""Statuses after which a stale answer may be used. Source: RFC 5861 section 4."""

_OPTIONS = hishel.CacheOptions(shared=False, supported_methods=["GET"], allow_stale=False)


@dataclass(frozen=True, slots=True)
class LoadStep:
    """Load what is stored under a name."""

    name: Name


@dataclass(frozen=True, slots=True)
class SendStep:
    """Send the request with more headers, and return the answer."""

    headers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class StoreStep:
    """Keep an entry."""

    name: Name
    entry: Entry


@dataclass(frozen=True, slots=True)
class RemoveStep:
    """Remove what is stored under a name."""

    name: Name


@dataclass(frozen=True, slots=True)
class ClearStep:
    """Remove what is stored for an address."""

    place: str


@dataclass(frozen=True, slots=True)
class CachePolicy:
    """What a cache is allowed beyond the standard.

    Attributes:
        largest: bytes of the largest body that is stored.
        stale_if_error: seconds beyond its freshness that an answer is used if the server fails, where it says nothing.
        user: who asks, where the credentials do not show it.
    """

    largest: int
    stale_if_error: float | None
    user: str


Steps = Generator[Any, Any, PluginAnswer]


def exchange(call: PluginCall, identities: Identities, policy: CachePolicy) -> Steps:
    """The steps of one attempt of a call."""
    if call.method not in _SAFE:
        answer: PluginAnswer = yield SendStep({})
        if answer.status_code < 400:
            for url in _touched(call, answer):
                yield ClearStep(identities.place_of(url))
        return answer
    if call.method != "GET" or _passes_by(call):
        passed: PluginAnswer = yield SendStep({})
        return passed
    return (yield from _Lookup(call, identities, policy).steps())


def _touched(call: PluginCall, answer: PluginAnswer) -> set[str]:
    """The addresses whose stored answers an unsafe request makes invalid. Source: RFC 9111 section 4.4."""
    found = {call.url}
    for name in ("Location", "Content-Location"):
        target = answer.headers.get(name)
        if target:
            try:
                url = urljoin(call.url, target)
                if origin_of(url) == origin_of(call.url):
                    found.add(url)
            except ValueError:  # not an address
                continue
    return found


def _passes_by(call: PluginCall) -> bool:
    """Whether a request has nothing to do with the cache."""
    names = {name.lower() for name in call.headers}
    return (
        call.is_stream
        or bool(call.body)
        or not names.isdisjoint(OWN_CONDITIONS)
        or "no-store" in directives_of(call.headers)
        or changes_with_each_request(call.headers)
    )


class _Lookup:
    """A GET that may be answered from the cache."""

    def __init__(self, call: PluginCall, identities: Identities, policy: CachePolicy) -> None:
        self._call = call
        self._policy = policy
        self._name = identities.name_of(call, policy.user)
        self._headers = identities.headers_of(call)
        self._wanted = directives_of(call.headers)
        self._now = time.time()
        self._entries: dict[uuid.UUID, Entry] = {}
        self._answer: PluginAnswer | None = None

    def steps(self) -> Steps:
        loaded = yield LoadStep(self._name)
        self._entries = {uuid.UUID(int=number): entry for number, entry in enumerate(loaded)}
        request = self._request()
        state: Any = hishel.IdleClient(_OPTIONS).next(request, [self._known(*pair) for pair in self._entries.items()])
        if "only-if-cached" in self._wanted and not isinstance(state, hishel.FromCache):
            return PluginAnswer(504, {"Content-Type": "text/plain"}, b"nothing fresh is stored", "Gateway Timeout")
        while True:
            if isinstance(state, (hishel.CacheMiss, hishel.NeedRevalidation)):
                answer = yield from self._sent(state.request.headers)
                if answer.from_cache:
                    return answer
                if answer.status_code in (404, 410) and self._entries:
                    yield RemoveStep(self._name)
                self._answer = answer
                state = state.next(hishel.Response(answer.status_code, self._machine(answer)))
            elif isinstance(state, hishel.InvalidateEntries):
                state = state.next()
            elif isinstance(state, hishel.StoreAndUse):
                entry = self._storable(state)
                if entry is not None:
                    yield StoreStep(self._name, entry)
                return self._own
            elif isinstance(state, hishel.NeedToBeUpdated):
                entry = self._confirmed(self._entries[state.updating_entries[-1].id])
                yield StoreStep(self._name, entry)
                return self._from_cache(entry, with_age=False)
            elif isinstance(state, hishel.FromCache):
                return self._from_cache(self._entries[state.entry.id], with_age=True)
            else:
                return self._own

    @property
    def _own(self) -> PluginAnswer:
        assert self._answer is not None  # every state that asks for it comes after an answer
        return self._answer

    def _request(self) -> hishel.Request:
        """The request for the state machine: its address and headers as digests, but for what it reads itself."""
        headers = dict(self._headers)
        forced = "no-cache" in self._wanted or (not self._wanted and wants_newer(self._call.headers, 0.0, 0.0))
        headers.pop("pragma", None)
        headers["cache-control"] = "no-cache" if forced else ""
        return hishel.Request("GET", self._name.owner, hishel.Headers(headers))

    def _known(self, number: uuid.UUID, entry: Entry) -> hishel.Entry:
        """A stored answer for the state machine."""
        seconds = lifetime(entry.headers, entry.arrived)
        age = max(0.0, self._now - entry.made)
        if wants_newer(self._call.headers, age, seconds):
            seconds = 0.0
        request = hishel.Request("GET", self._name.owner, hishel.Headers(_named(entry.vary)))
        headers = hishel.Headers(machine_headers(entry.headers, entry.made, seconds))
        return hishel.Entry(number, request, hishel.Response(entry.status_code, headers))

    def _machine(self, answer: PluginAnswer) -> hishel.Headers:
        return hishel.Headers({name: str(value) for name, value in answer.headers.items()})

    def _sent(self, wanted: Mapping[str, str]) -> Steps:
        """The server's answer; or a stale one, if the server fails and that is allowed."""
        added = {name: wanted[name] for name in ("If-None-Match", "If-Modified-Since") if name in wanted}
        try:
            answer: PluginAnswer = yield SendStep(added)
        except TransportError:
            stale = self._stale()
            if stale is None:
                raise
            return stale
        if answer.status_code in _FAILED:
            stale = self._stale()
            if stale is not None:
                answer.close()
                return stale
        return answer

    def _stale(self) -> PluginAnswer | None:
        usable = [entry for entry in self._entries.values() if self._matches(entry) and self._may_be_stale(entry)]
        return self._from_cache(max(usable, key=lambda entry: entry.made), with_age=True) if usable else None

    def _matches(self, entry: Entry) -> bool:
        return all(self._headers.get(name, "") == digest for name, digest in entry.vary.items())

    def _may_be_stale(self, entry: Entry) -> bool:
        age, seconds = time.time() - entry.made, lifetime(entry.headers, entry.arrived)
        return may_be_stale(entry.headers, age, seconds, self._policy.stale_if_error)

    def _storable(self, state: hishel.StoreAndUse) -> Entry | None:
        """The entry for an answer, or None if it is not kept."""
        answer, call = self._own, self._call
        arrived = time.time()
        headers = {name: value for name, value in answer.headers.items() if name in state.response.headers}
        seconds = lifetime(headers, arrived)
        is_useful = bool(seconds) or any(name in answer.headers for name in ("ETag", "Last-Modified"))
        vary = [name.strip().lower() for name in (answer.headers.get("Vary") or "").split(",") if name.strip()]
        if (
            not is_useful
            or "*" in vary
            or "Set-Cookie" in answer.headers
            or is_stream_answer(answer.status_code, answer.headers)
            or undecoded_coding(answer.headers.get("Content-Encoding") or "")
            or not answer.is_read
            or not isinstance(answer.body, bytes)
            or len(answer.body) > self._policy.largest
            or not _came_straight(call, answer)
            or shows_secret(answer.headers, answer.body, call.secrets)
        ):
            return None
        kept = stored_headers(headers)
        return Entry(
            {name: self._headers.get(name, "") for name in vary},
            answer.status_code,
            answer.reason,
            kept,
            answer.body,
            born(answer.headers, self._now, arrived),
            arrived,
        )

    def _confirmed(self, entry: Entry) -> Entry:
        """A stored answer that the server has confirmed with a 304."""
        answer, arrived = self._own, time.time()
        headers = confirmed_headers(entry.headers, answer.headers)
        return replace(entry, headers=headers, made=born(answer.headers, self._now, arrived), arrived=arrived)

    def _from_cache(self, entry: Entry, *, with_age: bool) -> PluginAnswer:
        headers = Fields(entry.headers.items())
        headers["Content-Length"] = str(len(entry.body))
        if with_age:  # Source: RFC 9111 section 5.1
            headers["Age"] = str(int(max(0.0, time.time() - entry.made)))
        answer = PluginAnswer(entry.status_code, headers, entry.body, entry.reason)
        answer.from_cache = True
        return answer


def _named(vary: Mapping[str, str]) -> dict[str, Any]:
    """The headers of a request that Vary names, without those that it did not have."""
    return {name: digest for name, digest in vary.items() if digest}


def _came_straight(call: PluginCall, answer: PluginAnswer) -> bool:
    """Whether an answer came from the address that was asked, to whom the cache takes the caller for."""
    if answer.incoming is None:  # another plugin made it
        return False
    raw = answer.incoming.raw
    if raw.history:
        return False
    received = getattr(raw, "client_response", None)  # of aiohttp, which adds the cookies of its session
    sent = raw.request.headers if received is None else received.request_info.headers
    return same_sender(call.headers, sent)
