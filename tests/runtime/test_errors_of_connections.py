"""Errors that people meet with limits, connections and where documents may lead, word for word."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from dynaclient import DynaclientError
from tests.runtime.conftest import THINGS

TEXTS: dict[str, tuple[dict[str, Any], str]] = {
    "a rate without a unit": (
        {"rate": "60"},
        "rate= must be a number of requests a second above 0, or a text such as '60/s', '500/min' or '10/h', not '60'",
    ),
    "pace as a number": ({"pace": 60}, "pace= must be True or False, not 60"),
    "one folder instead of a list": (
        {"allow_references": "/srv/schemas"},
        "allow_references= must be a list of folders and addresses, such as ['/srv/schemas'], not '/srv/schemas'",
    ),
    "one path instead of a list": (
        {"allow_references": Path("schemas")},
        "allow_references= must be a list of folders and addresses, such as ['/srv/schemas'], not PosixPath('schemas')",
    ),
    "a number instead of a list": (
        {"allow_references": 5},
        "allow_references= must be a list of folders and addresses, such as ['/srv/schemas'], not 5",
    ),
    "a number among folders": (
        {"allow_references": ["/srv/schemas", 5]},
        "allow_references=: a folder or an address must be text or a path, not 5",
    ),
    "a path of bytes among folders": (
        {"allow_references": [b"/srv"]},
        "allow_references=: a folder or an address must be text or a path, not b'/srv'",
    ),
    "the module of an application": (
        {"app": "shop:app"},
        (
            "app= must be a WSGI application, a callable of (environ, start_response), or an ASGI application, one of "
            "(scope, receive, send), not 'shop:app'"
        ),
    ),
    "a proxy without a scheme": (
        {"proxies": {"https": "proxy.example:8080"}},
        "proxies=: 'https' needs the URL of a proxy, such as http://proxy:8080, not 'proxy.example:8080'",
    ),
    "authorities that are not there": (
        {"verify": "/no/such/authorities.pem"},
        "verify=: there is no file or folder '/no/such/authorities.pem'",
    ),
    "an address that is an object": (
        {"base_url": ["https://api.example.com"]},
        "base_url must be an absolute URL such as https://api.example.com/v1, not ['https://api.example.com']",
    ),
    "a server by its address": (
        {"server": "https://api.example.com"},
        "server= must be the index of a server, counted from 0, or the name of one, not 'https://api.example.com'",
    ),
}


@pytest.mark.parametrize("name", TEXTS)
def test_each_names_the_option_the_value_and_the_way_out(driver: Any, name: str) -> None:
    options, text = TEXTS[name]
    with pytest.raises(DynaclientError) as caught:
        driver.run(driver.client_class(THINGS, **options).call("listThings"))
    assert str(caught.value).removeprefix("listThings: ") == text
    assert caught.value.__cause__ is None
