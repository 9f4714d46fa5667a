"""Read what an authorization server answers: a token, or why there is none. Never shows a secret.

The bodies are read by oauthlib; what it does not check is checked here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from .._support.dates import http_date
from .._support.wording import clean, masked
from ..errors import MissingExtra, TokenError, TransportError
from .steps import Fetch, FetchAnswer, Flow
from .token import Token

_MOST_WORDS = 300
"""Characters of a server's words that an error shows."""

_CLOCKS_DIFFER = 60.0
"""Seconds from which a difference between clocks is named."""

_LONGEST = 1e10
"""Seconds that a token may last."""

_SUBJECT = ("email", "preferred_username", "name", "sub")
"""Claims that name a person, the most telling first."""

ADVICE = {
    "invalid_client": "check client_id= and client_secret=, and client_authentication= (basic, post, none, "
    "private_key_jwt or tls)",
    "invalid_grant": "log in again",
    "unauthorized_client": "the client may not use this grant: allow it at the authorization server, or name another "
    "with flow=",
    "unsupported_grant_type": "name another grant with flow=",
    "invalid_scope": "name the scopes with scopes=",
    "invalid_target": "check audience= and resource=",
    "access_denied": "it was refused by whoever was asked",
    "expired_token": "the code has expired: log in again",
    "server_error": "try again later",
    "temporarily_unavailable": "try again later",
}
"""What to do about an error code. Source: RFC 6749 sections 4.1.2.1 and 5.2; RFC 8628 section 3.5; RFC 8707."""

NO_HINTS: Mapping[str, str] = {}


def fetched(step: Fetch, scheme: str) -> Flow:
    """The answer to a request of ours.

    Raises:
        TokenError: there is none.
        DeadlineExceeded: the deadline of the call passed.
    """
    failure: TransportError | None = None
    try:
        return (yield step)
    except TransportError as error:
        from ..errors import DeadlineExceeded

        if isinstance(error, DeadlineExceeded) and error.ran_out == "deadline":
            raise
        failure = error
    shown = step.url.partition("?")[0]
    raise TokenError(
        f"the authorization server did not answer at {shown}: {failure.message}",
        scheme=scheme,
        url=shown,
        may_pass=True,
    ) from failure


def json_object(
    answer: FetchAnswer,
    scheme: str,
    url: str,
    what: str,
    secrets: Iterable[str] = (),
    hints: Mapping[str, str] = NO_HINTS,
) -> Mapping[str, Any]:
    """The body of an answer.

    Args:
        what: what was asked for, for messages.
        hints: more advice, by error code.

    Raises:
        TokenError: the status is an error, or the body is not a JSON object.
    """
    facts: dict[str, Any] = {"scheme": scheme, "url": url.partition("?")[0], "status_code": answer.status_code}
    try:
        data = answer.json()
    except (ValueError, RecursionError):
        data = None
    if isinstance(data, Mapping) and isinstance(data.get("error"), str):
        raise refusal(data, facts, secrets, hints)
    if not answer.ok:
        where = f" to {origin_words(answer.headers.get('Location'))}" if 300 <= answer.status_code < 400 else ""
        reason = f"answered {answer.status_code}{f', a redirect{where}, which is not followed' if where else ''}"
        raise TokenError(f"{what} at {facts['url']} {reason}", may_pass=answer.status_code >= 500, **facts)
    if not isinstance(data, Mapping):
        kind = answer.headers.get("Content-Type") or "no Content-Type"
        raise TokenError(f"{what} at {facts['url']} is not a JSON object ({clean(kind)})", **facts)
    return data


def origin_words(location: str | None) -> str:
    """The server that a redirect leads to, without what may be secret."""
    from urllib.parse import urlsplit

    try:
        return clean(urlsplit(location or "").hostname or "the same server")
    except ValueError:
        return "an address that cannot be read"


def refusal(
    data: Mapping[str, Any], facts: Mapping[str, Any], secrets: Iterable[str], hints: Mapping[str, str] = NO_HINTS
) -> TokenError:
    """The error for what the server says is wrong. Source: RFC 6749 section 5.2."""

    def words(name: str) -> str:
        value = data.get(name)
        text = value if isinstance(value, str) else ""
        return clean(masked(text, secrets))[:_MOST_WORDS]

    code, description = words("error"), words("error_description")
    advice = "; ".join(filter(None, (ADVICE.get(code), hints.get(code))))
    text = f"the authorization server says {code}{f': {description}' if description else ''}"
    return TokenError(
        f"{text}{f' ({advice})' if advice else ''}",
        error=code,
        description=description,
        may_pass=code in ("server_error", "temporarily_unavailable"),
        **facts,
    )


def token_of(
    answer: FetchAnswer, scheme: str, url: str, secrets: Iterable[str] = (), hints: Mapping[str, str] = NO_HINTS
) -> Token:
    """The token in an answer.

    Raises:
        TokenError: there is none, or it is not a bearer token.
    Source: RFC 6749 section 5.1.
    """
    what = "the answer of the token endpoint"
    data = dict(json_object(answer, scheme, url, what, secrets, hints))
    facts: dict[str, Any] = {"scheme": scheme, "url": url.partition("?")[0], "status_code": answer.status_code}
    value = data.get("access_token")
    if not isinstance(value, str) or not value:
        raise TokenError(f"{what} at {facts['url']} has no access_token", **facts)
    kind = data.get("token_type", "Bearer")
    if not isinstance(kind, str) or kind.lower() not in ("bearer", "n_a"):
        text = clean(kind)[:40] if isinstance(kind, str) else type(kind).__name__
        raise TokenError(f"the token is of type {text!r}, and only bearer tokens are supported", **facts)
    parsed = _parsed({**data, "scope": data.get("scope") if isinstance(data.get("scope"), str) else None})
    refresh, scope, id_token = data.get("refresh_token"), data.get("scope"), data.get("id_token")
    return Token(
        value,
        parsed.get("expires_in"),
        refresh_token=refresh if isinstance(refresh, str) else "",
        scopes=frozenset(scope.split()) if isinstance(scope, str) else None,
        subject=subject_of(id_token),
        id_token=id_token if isinstance(id_token, str) else "",
    )


def subject_of(id_token: Any) -> str:
    """Who an id token is about, in words for people.

    Its signature is not checked: it came from the token endpoint itself. Source: OpenID Connect Core 1.0 section
    3.1.3.7, rule 6.
    """
    import base64
    import json

    try:
        part = str(id_token).split(".")[1]
        claims = json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
        found = next((claims[name] for name in _SUBJECT if isinstance(claims.get(name), str)), "")
    except (ValueError, IndexError, AttributeError, RecursionError):
        return ""
    return clean(found)[:_MOST_WORDS]


def clock_in_words(headers: Mapping[str, str], now: float) -> str:
    """How far the clock of this computer is from the server's, if that is far; "" otherwise."""
    when = http_date(headers.get("Date") or "")
    ahead = 0.0 if when is None else now - when.timestamp()
    if abs(ahead) < _CLOCKS_DIFFER:
        return ""
    way = "ahead of" if ahead > 0 else "behind"
    return f"the clock of this computer is {abs(ahead):.0f} s {way} the server's, and signatures hold for a minute"


def _parsed(data: Mapping[str, Any]) -> Mapping[str, Any]:
    """What oauthlib reads; it takes whole seconds only, and fails of anything else."""
    import json

    known = {name: value for name, value in data.items() if value is not None and name != "expires_at"}
    seconds = seconds_of(known.pop("expires_in", None))
    if seconds is not None:
        known["expires_in"] = seconds = int(seconds)
    parsed: Mapping[str, Any] = oauthlib_client()("").parse_request_body_response(json.dumps(known))
    return {"expires_in": seconds, **parsed}


def seconds_of(given: Any) -> float | None:
    """Seconds from a number or text; None from anything else, as if the server had not said."""
    if isinstance(given, bool) or not isinstance(given, (int, float, str)):
        return None
    try:
        number = float(given)
    except ValueError:
        return None
    return number if 0 <= number < _LONGEST else None


def oauthlib_client() -> Any:
    """The class of oauthlib that builds and reads bodies.

    Raises:
        MissingExtra: oauthlib is not installed.
    """
    try:
        from oauthlib.oauth2 import WebApplicationClient
    except ModuleNotFoundError:
        raise MissingExtra("OAuth(…)", "oauthlib") from None
    return WebApplicationClient
