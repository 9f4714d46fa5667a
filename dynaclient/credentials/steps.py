"""The steps of a flow that obtains a credential: requests to send, waits, functions to ask. Values; carries out none.

A flow is a generator that yields steps, receives the result of each, and returns the credential.
"""

from __future__ import annotations

import json as json_library
from collections.abc import Callable, Generator, Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from .._support.record import made, record
from .._support.wording import shown_option
from ..errors import RequestError
from ..model.schemes import MUTUAL_TLS, certificate_of

if TYPE_CHECKING:
    from concurrent.futures import Future


@record(hidden=("data", "json", "headers", "secrets", "cert"))
class Fetch:
    """A request that a credential needs; `yield` it, and receive a `FetchAnswer`.

    It is sent once, on connections of its own, without the client's headers, session or credentials. A redirect is an
    answer like any other. The repr shows neither its headers nor its body.

    Attributes:
        method: such as `POST`.
        url: absolute, with https; http is for this computer only (`localhost`, `127.0.0.1`, `::1`).
        data: the body: a mapping, sent as a form, or text or bytes.
        json: the body as a JSON value.
        headers: by name.
        secrets: texts that no message may show.
        cert: a client certificate: the path of a file, (certificate, key), or an SSLContext that has loaded them.
    """

    method: str
    url: str
    data: Mapping[str, Any] | str | bytes | None = None
    json: Any = None
    headers: Mapping[str, str] = made(dict)
    secrets: tuple[str, ...] = ()
    cert: Any = None

    def check(self) -> None:
        """Refuse values that cannot be sent.

        Raises:
            RequestError: which one, and why.
        """
        for name in ("method", "url"):
            if not isinstance(getattr(self, name), str):
                raise RequestError(f"the {name} of a Fetch is text, not {type(getattr(self, name)).__name__}")
        if not isinstance(self.headers, Mapping):
            raise RequestError(f"the headers= of a Fetch are a mapping, not {type(self.headers).__name__}")
        for name, value in self.headers.items():
            if not (isinstance(name, str) and isinstance(value, str) and name.isascii() and value.isprintable()):
                raise RequestError(f"the header {shown_option(name)} of a Fetch is not text that a header can carry")
        if self.cert is not None and certificate_of(self.cert) is None:
            raise RequestError(f"the cert= of a Fetch is {MUTUAL_TLS.takes}")

    def content(self) -> tuple[bytes | None, str]:
        """The body and its media type; (None, "") without one.

        Raises:
            RequestError: the body cannot be written.
        """
        if self.json is not None:
            try:
                return json_library.dumps(self.json).encode(), "application/json"
            except (TypeError, ValueError) as error:
                reason = str(error)
            raise RequestError(f"the json= of a Fetch cannot be written: {reason}")
        if self.data is None:
            return None, ""
        data = urlencode(self.data, doseq=True) if isinstance(self.data, Mapping) else self.data
        if not isinstance(data, (str, bytes)):
            raise RequestError(f"the data= of a Fetch is a mapping, text or bytes, not {type(data).__name__}")
        return data.encode() if isinstance(data, str) else data, "application/x-www-form-urlencoded"


@record(hidden=("headers", "content"))
class FetchAnswer:
    """The answer to a `Fetch`.

    Attributes:
        status_code: the status.
        headers: names have no case.
        content: the body.
    """

    status_code: int
    headers: Mapping[str, str]
    content: bytes

    @property
    def ok(self) -> bool:
        """Whether the status is below 300."""
        return self.status_code < 300

    @property
    def text(self) -> str:
        """The body as UTF-8."""
        return self.content.decode("utf-8", "replace")

    def json(self) -> Any:
        """The body as a JSON value.

        Raises:
            ValueError: it is not JSON.
        """
        return json_library.loads(self.content)


@record
class Pause:
    """Wait this many seconds."""

    seconds: float


@record(hidden=("function",))
class Ask:
    """Call a function of the caller, which an async client may await."""

    function: Callable[[], Any]


@record(hidden=("function",))
class AskElsewhere:
    """Call a function of ours that may block, such as one that waits for a file: in a thread of its own, if async."""

    function: Callable[[], Any]


@record(hidden=("address_of",))
class Authorize:
    """Let a person decide in a browser; the result is the address to which the browser was sent back.

    Attributes:
        address_of: the address to open, of the loopback address that it is to come back to.
    """

    address_of: Callable[[str], str]


@record(hidden=("code",))
class ShowCode:
    """Show a person where to type a code.

    Attributes:
        url: the page.
        code: what to type there.
        whole_url: a page that has the code already; "" if there is none.
        expires_in: seconds that the code is good for.
    """

    url: str
    code: str
    whole_url: str
    expires_in: float


@record(hidden=("landing",))
class Join:
    """Wait for what another call is obtaining already."""

    landing: Future[Any]


Flow = Generator[Any, Any, Any]
"""Yields steps, returns a credential."""
