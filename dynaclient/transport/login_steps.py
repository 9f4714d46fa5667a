"""Carry out a login: open a browser and wait for it to come back, or show a code. For programs that a person uses."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from ..credentials.steps import Authorize, Flow, Pause, ShowCode
from ..errors import DeadlineExceeded, TokenError
from .attempts import carry_out
from .loopback import await_browser
from .token_requests import TokenCall, check_address, performers_of


def carry_out_login(
    flow: Flow,
    name: str,
    call: TokenCall,
    open_page: Callable[[str], bool],
    show_code: Callable[[ShowCode], None],
) -> Any:
    """What the flow comes to.

    Args:
        name: that of the security scheme.
        call: with the deadline until which a person is waited for.
        open_page: opens a page in a browser; False if there is none.
        show_code: shows where to type a code.

    Raises:
        TokenError: nobody answered in time, there is no browser, or the login was refused.
    """
    seconds = call.deadline.seconds or 0.0

    def authorize(step: Authorize) -> str:
        def begin(redirect_uri: str) -> None:
            address = step.address_of(redirect_uri)
            check_address(address.partition("?")[0], in_process=call.in_process)
            if not open_page(address):
                raise TokenError("there is no browser here: log in with a code (--device)", scheme=name)

        came_back = await_browser(begin, call.deadline)
        if came_back is None:
            raise TokenError(f"nobody answered in the browser within {seconds:g} s: log in again", scheme=name)
        return came_back

    def pause(step: Pause) -> None:
        if not call.deadline.allows(step.seconds):
            raise TokenError(f"nobody typed the code within {seconds:g} s: log in again", scheme=name)
        time.sleep(step.seconds)

    performers: dict[type, Callable[[Any], Any]] = {
        **performers_of(name, call),
        Authorize: authorize,
        ShowCode: show_code,
        Pause: pause,
    }
    try:
        return carry_out(flow, performers)
    except DeadlineExceeded as error:
        late = error
    raise TokenError(f"the authorization server did not answer within {seconds:g} s", scheme=name) from late
