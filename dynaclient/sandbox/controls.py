"""What each path under `/_sandbox/` does with a sandbox. Knows no HTTP: `admin` does."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import parse_qsl

from .admin import BadControl, Handler, members
from .clock import SandboxClock
from .message import Arrival
from .recorded_requests import RecordedRequests
from .resource_model import SandboxModel

if TYPE_CHECKING:
    from .deliveries import Delivery
    from .script_file import ScriptSource
    from .scripts import ScriptRule


class Controlled(Protocol):
    """A sandbox, as far as it can be controlled."""

    clock: SandboxClock
    model: SandboxModel

    @property
    def requests(self) -> RecordedRequests:
        """What was asked and answered."""

    def script(self, source: ScriptSource) -> list[ScriptRule]:
        """Add the rules of a script."""

    def reset(self) -> None:
        """Forget everything since it was made."""

    def send(self, name: str, to: str | None = None) -> Delivery:
        """Send a webhook or a callback."""

    @property
    def deliveries(self) -> tuple[Delivery, ...]:
        """What was sent."""


def controls_of(sandbox: Controlled) -> Mapping[str, Mapping[str, Handler]]:
    """Path below `/_sandbox/` → method → what it does."""

    def requests(arrival: Arrival, _: Any) -> Any:
        asked = members(dict(parse_qsl(arrival.query)), {"operation": str, "last": str})
        found = sandbox.requests
        if "operation" in asked:
            found = found.of(asked["operation"])
        last = asked.get("last", "")
        if last and not last.isdecimal():
            raise BadControl(f"last={last}: it is a number, of the newest requests to show.")
        shown = found[max(len(found) - int(last), 0) :] if last else found
        return {"requests": [request.as_dict() for request in shown]}

    def reset(_: Arrival, body: Any) -> Any:
        members(body, {})
        sandbox.reset()
        return {}

    def advance(_: Arrival, body: Any) -> Any:
        seconds = members(body, {"advance": (int, float)}, ["advance"])["advance"]
        try:
            return {"now": sandbox.clock.advance(seconds)}
        except ValueError:
            text = f"advance must be seconds from 0 on, not {seconds}: the clock only goes forward, to the year 9999."
            raise BadControl(text) from None

    def on(_: Arrival, body: Any) -> Any:
        if not isinstance(body, (dict, list)):
            raise BadControl("The body must be a rule, such as {on: getPet, answer: {status: 404}}, or a list of them.")
        return {"rules": len(sandbox.script(body))}

    def send(_: Arrival, body: Any) -> Any:
        given = members(body, _SEND, ["name"])
        return sandbox.send(**given).as_dict()

    return {
        "requests": {"GET": requests},
        "reset": {"POST": reset},
        "model": {"GET": lambda *_: sandbox.model.as_dict()},
        "clock": {"GET": lambda *_: {"now": sandbox.clock.now()}, "POST": advance},
        "on": {"POST": on},
        "send": {"POST": send},
        "deliveries": {"GET": lambda *_: {"deliveries": [item.as_dict() for item in sandbox.deliveries]}},
    }


_SEND = {
    "name": str,
    "to": str,
    "operation": str,
    "body": object,
    "fields": dict,
    "headers": dict,
    "force": bool,
}
"""The arguments of `Sandbox.send`."""
