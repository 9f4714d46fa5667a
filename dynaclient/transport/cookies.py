"""The cookies of a call beside those that a session holds."""

from __future__ import annotations

import requests

from ..request import WireRequest


def add_cookies(prepared: requests.PreparedRequest, wire: WireRequest) -> None:
    """Join the call's cookies with those of the session; of two with one name the call's is sent."""
    own_header = next((value for name, value in wire.headers.items() if name.lower() == "cookie"), None)
    if own_header is not None:  # requests drops it on a redirect
        prepared.headers["Cookie"] = own_header
    if not wire.cookies:
        return
    own = {name for name, _ in wire.cookies}
    held = [pair.strip() for pair in str(prepared.headers.get("Cookie", "")).split(";") if pair.strip()]
    kept = [pair for pair in held if pair.partition("=")[0] not in own]
    prepared.headers["Cookie"] = "; ".join([*kept, *(f"{name}={value}" for name, value in wire.cookies)])
