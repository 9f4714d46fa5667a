"""User information is cut out of every address that people see."""

from __future__ import annotations

import pytest

from dynaclient._support.urls import host_and_port, without_userinfo


@pytest.mark.parametrize(
    ("url", "clean"),
    [
        pytest.param("https://u:p@api.test:8443/v1?a=b@c", "https://api.test:8443/v1?a=b@c", id="user-and-password"),
        pytest.param("https://token@api.test", "https://api.test", id="user"),
        pytest.param("https://u:p@rt@api.test/x", "https://api.test/x", id="at-sign-in-the-password"),
        pytest.param("https://api.test/@scope/name", "https://api.test/@scope/name", id="at-sign-in-the-path"),
        pytest.param("https://u:p@[::1]:8080/", "https://[::1]:8080/", id="address-of-ipv6"),
        pytest.param("u:p@api.test/v1", "api.test/v1", id="without-a-scheme"),
        pytest.param("https://u:p@[::1/x", "[::1/x", id="not-a-url"),
    ],
)
def test_user_information_is_cut_out(url: str, clean: str) -> None:
    """Source: RFC 3986 section 3.2.1; of what is not a URL, nothing before the last `@` is shown."""
    assert without_userinfo(url) == clean


def test_an_authority_keeps_host_and_port() -> None:
    """Source: RFC 3986 section 3.2."""
    assert [host_and_port(text) for text in ("u:p@h:1", "h:1", "")] == ["h:1", "h:1", ""]
