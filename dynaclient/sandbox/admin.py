"""The sandbox's own controls over HTTP, under `/_sandbox/`: for programs and tests on this machine, not for web pages.

A request is answered only if it comes from this machine (its address and its Host are loopback ones) and no web page of
another origin made it. Source: Fetch Standard, `Origin`; Fetch Metadata Request Headers, `Sec-Fetch-Site`; a page whose
host name leads to 127.0.0.1 all the same (DNS rebinding) has another Host.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any
from urllib.parse import urlsplit

from .._support.hosts import is_loopback
from .._support.wording import did_you_mean, kind_of, shown
from ..document.names import sent_method
from ..errors import DynaclientError
from ..model import Operation
from .message import Arrival, SandboxAnswer, json_answer
from .routes import path_of

ROOT = "/_sandbox"

_MOST_BODY = 1_000_000

Handler = Callable[[Arrival, Any], Any]
"""Gives the JSON value of an answer; gets the value of the body, None without one."""


class BadControl(Exception):
    """A control was used wrongly. The message says how it is used."""


def own_paths(operations: Iterable[Operation]) -> list[str]:
    """The paths of a document that are under `/_sandbox` themselves."""
    paths = dict.fromkeys(path_of(operation) for operation in operations)
    return [path for path in paths if path == ROOT or path.startswith(f"{ROOT}/")]


class Admin:
    """Answers the requests to `/_sandbox/`.

    Args:
        controls: path below the root → method → handler.
    """

    def __init__(self, controls: Mapping[str, Mapping[str, Handler]]) -> None:
        self._controls = controls

    def answer(self, arrival: Arrival) -> SandboxAnswer | None:
        """The answer to a request, or None if it is for another path."""
        path = arrival.path.rstrip("/")
        if path != ROOT and not path.startswith(f"{ROOT}/"):
            return None
        why = refused(arrival)
        if why:
            return _error(403, f"{why} The controls of a sandbox answer programs on this machine only.")
        name = path[len(ROOT) :].lstrip("/")
        if not name:
            listed = {f"{ROOT}/{name}": list(methods) for name, methods in self._controls.items()}
            return json_answer(200, listed)
        methods = self._controls.get(name)
        if methods is None:
            hint = did_you_mean(name, self._controls)
            known = ", ".join(f"{ROOT}/{known}" for known in self._controls)
            return _error(404, f"There is no {path}.{hint} There are {known}.")
        method = "GET" if arrival.method == "head" else sent_method(arrival.method)
        if method not in methods:
            allowed = ", ".join(methods)
            answer = _error(405, f"{method} is not allowed at {path}; {allowed} is.")
            return answer.with_headers(("Allow", allowed))
        try:
            return json_answer(200, methods[method](arrival, _body(arrival)))
        except (BadControl, DynaclientError) as error:
            return _error(400, str(error))


def refused(arrival: Arrival) -> str:
    """Why a request is none of a program on this machine, or ""."""
    if arrival.remote and not is_loopback(arrival.remote):
        return f"This request comes from {arrival.remote}."
    host = arrival.headers.get("Host") or urlsplit(arrival.base_url).netloc
    if not is_loopback(urlsplit(f"//{host}").hostname or ""):
        return f"The Host {host!r} is not a name of this machine."
    origin = arrival.headers.get("Origin")
    if origin is not None and urlsplit(origin).netloc.lower() != host.lower():
        return f"A web page of {origin} made this request."
    site = (arrival.headers.text("Sec-Fetch-Site") or "none").lower()
    if site not in ("none", "same-origin"):
        return f"A web page of another site made this request (Sec-Fetch-Site: {site})."
    if arrival.content_type and "json" not in arrival.content_type.lower():
        return "The body must be application/json, which a web page cannot send unasked."
    return ""


def _body(arrival: Arrival) -> Any:
    if not arrival.body:
        return None
    if len(arrival.body) > _MOST_BODY:
        raise BadControl(f"The body has {len(arrival.body):,} bytes; {_MOST_BODY:,} are read.")
    try:
        return json.loads(arrival.body)
    except (ValueError, RecursionError) as error:
        raise BadControl(f"The body is not JSON: {error}") from None


def _error(status: int, message: str) -> SandboxAnswer:
    return json_answer(status, {"error": {"message": message}})


def members(body: Any, names: Mapping[str, type | tuple[type, ...]], needed: Iterable[str] = ()) -> dict[str, Any]:
    """The members of a control's body.

    Args:
        names: the members that it may have, and the type of each.

    Raises:
        BadControl: it is not such an object.
    """
    listed = ", ".join(names) or "nothing"
    if body is None:
        body = {}
    if not isinstance(body, Mapping):
        raise BadControl(f"The body must be an object with {listed}, not {kind_of(body)}.")
    for name, value in body.items():
        if name not in names:
            raise BadControl(
                f"The body has {name!r}, which is unknown.{did_you_mean(name, names)} It can have {listed}."
            )
        if not isinstance(value, names[name]) or (isinstance(value, bool) and names[name] not in (bool, object)):
            raise BadControl(f"{name} cannot be {shown(value)}.")
    missing = [name for name in needed if name not in body]
    if missing:
        raise BadControl(f"The body needs {', '.join(missing)}.")
    return dict(body)
