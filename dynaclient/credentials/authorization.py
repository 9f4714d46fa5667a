"""The flows in which a person decides: in a browser that comes back to this computer, or with a code on another device.

Source: RFC 8252 (native apps), RFC 7636 (PKCE), RFC 9207 (issuer), RFC 8628 (devices).
"""

from __future__ import annotations

import hmac
import os
from collections.abc import Iterable
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from ..errors import TokenError
from .answers import json_object, oauthlib_client, refusal, seconds_of
from .grants import DEVICE_CODE, TokenEndpoint, authorization_code
from .steps import Authorize, Flow, Pause, ShowCode

_INTERVAL = 5.0
"""Seconds between two questions whether a code was typed, and what `slow_down` adds. Source: RFC 8628 section 3.5."""

_LONGEST = 1800.0
"""Seconds that a device code is waited for, if the server does not say."""


def authorize_in_browser(endpoint: TokenEndpoint, scopes: Iterable[str]) -> Flow:
    """A token, by a browser on this computer.

    Raises:
        TokenError: it was refused, or what came back is not the answer to this request.
    Source: RFC 6749 section 4.1; RFC 8252 section 7.3.
    """
    maker: Any = oauthlib_client()(endpoint.identity.client_id)
    verifier: str = maker.create_code_verifier(64)
    challenge: str = maker.create_code_challenge(verifier, code_challenge_method="S256")
    state = os.urandom(24).hex()
    sent_to: list[str] = []
    asked = endpoint.common(scopes)
    given = dict(asked)
    if "offline_access" in given.get("scope", "").split() and "prompt" not in given:
        asked = [("prompt", "consent"), *asked]  # Source: OpenID Connect Core 1.0 section 11

    def address_of(redirect_uri: str) -> str:
        sent_to.append(redirect_uri)
        fields = [
            ("response_type", "code"),
            ("client_id", endpoint.identity.client_id),
            ("redirect_uri", redirect_uri),
            ("state", state),
            ("code_challenge", challenge),
            ("code_challenge_method", "S256"),
            *asked,
        ]
        address = endpoint.endpoints.authorization
        return f"{address}{'&' if urlsplit(address).query else '?'}{urlencode(fields)}"

    came_back = yield Authorize(address_of)
    code = _code_in(endpoint, came_back, state)
    return (yield from authorization_code(endpoint, code, verifier, sent_to[-1]))


def _code_in(endpoint: TokenEndpoint, address: str, state: str) -> str:
    """The code in the address that the browser came back to.

    Raises:
        TokenError: another state, another issuer, a refusal, or no code.
    """
    fields = dict(parse_qsl(urlsplit(address).query))
    facts: dict[str, Any] = {"scheme": endpoint.scheme, "url": endpoint.endpoints.authorization.partition("?")[0]}
    if not hmac.compare_digest(fields.get("state", "").encode(), state.encode()):
        raise TokenError("the browser came back with another state than it was sent with; log in again", **facts)
    issuer, known = fields.get("iss"), endpoint.endpoints
    is_other = issuer is not None and known.issuer and issuer != known.issuer
    if is_other or (issuer is None and known.sends_issuer):
        named = f"the issuer {issuer!r}" if issuer is not None else "no issuer"
        raise TokenError(f"the browser came back from {named}, and {known.issuer!r} was asked", **facts)
    if "error" in fields:
        raise refusal(fields, facts, (), endpoint.offer)
    if not fields.get("code"):
        raise TokenError("the browser came back without a code", **facts)
    return fields["code"]


def authorize_device(endpoint: TokenEndpoint, scopes: Iterable[str]) -> Flow:
    """A token, by a code that a person types on another device.

    Raises:
        TokenError: it was refused, or the code has expired.
    Source: RFC 8628 sections 3.1 to 3.5.
    """
    url = endpoint.endpoints.device_authorization
    fields = [*endpoint.common(scopes)]
    answer, known = yield from endpoint.post(url, urlencode(fields))
    data = json_object(answer, endpoint.scheme, url, "the answer of the device endpoint", known, endpoint.offer)
    facts: dict[str, Any] = {"scheme": endpoint.scheme, "url": url.partition("?")[0], "status_code": answer.status_code}
    texts = {name: data.get(name) for name in ("device_code", "user_code")}
    page = data.get("verification_uri") or data.get("verification_url")
    if not all(isinstance(text, str) and text for text in (*texts.values(), page)):
        raise TokenError("the answer of the device endpoint has no device_code, user_code or verification_uri", **facts)
    whole = data.get("verification_uri_complete")
    lasts = _seconds(data.get("expires_in"), _LONGEST)
    interval = _seconds(data.get("interval"), _INTERVAL)
    yield ShowCode(str(page), str(texts["user_code"]), whole if isinstance(whole, str) else "", lasts)
    device_code, waited = str(texts["device_code"]), 0.0
    while waited < lasts:
        yield Pause(interval)
        waited += interval
        try:
            return (yield from endpoint.request(DEVICE_CODE, secrets=(device_code,), device_code=device_code))
        except TokenError as error:
            if error.error == "slow_down":
                interval += _INTERVAL
            elif error.error != "authorization_pending" and not error.may_pass:
                raise
            elif error.may_pass:  # Source: RFC 8628 section 3.5: wait longer after a timeout of the connection
                interval *= 2
    raise TokenError("nobody typed the code in time: log in again", error="expired_token", **facts)


def _seconds(given: Any, default: float) -> float:
    found = seconds_of(given)
    return found if found and found < _LONGEST * 4 else default
