"""The end of an operation, as the headers of an answer announce it."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import Any

import pytest

from dynaclient.response.deprecation import Deprecation, deprecation_of

SINCE = datetime(2023, 6, 30, 23, 59, 59, tzinfo=timezone.utc)
SUNSET = datetime(2024, 6, 30, 23, 59, 59, tzinfo=timezone.utc)

CASES: list[Any] = [
    pytest.param({}, None, id="nothing"),
    pytest.param({"Deprecation": "@1688169599"}, Deprecation(SINCE), id="RFC 9745 section 2.1"),
    pytest.param({"Deprecation": "@1688169599;x=1"}, Deprecation(SINCE), id="with a parameter"),
    pytest.param({"Deprecation": "true"}, Deprecation(), id="an early draft"),
    pytest.param({"Deprecation": "Fri, 30 Jun 2023 23:59:59 GMT"}, Deprecation(SINCE), id="a later draft"),
    pytest.param({"Deprecation": "false"}, None, id="not deprecated"),
    pytest.param({"Deprecation": "?0"}, None, id="not deprecated, as a structured field"),
    pytest.param({"Deprecation": "@99999999999999"}, Deprecation(), id="a date that no calendar has"),
    pytest.param({"Deprecation": "soon"}, Deprecation(), id="no date"),
    pytest.param({"Sunset": "Sun, 30 Jun 2024 23:59:59 GMT"}, Deprecation(sunset=SUNSET), id="RFC 8594 section 3"),
    pytest.param({"Sunset": "tomorrow"}, None, id="no date of sunset"),
    pytest.param(
        {
            "Deprecation": "@1688169599",
            "Sunset": "Sun, 30 Jun 2024 23:59:59 UTC",
            "Link": '<https://dev.example.com/deprecation>; rel="deprecation"; type="text/html", </s>; rel=sunset',
        },
        Deprecation(SINCE, SUNSET, "https://dev.example.com/deprecation"),
        id="all of it",
    ),
    pytest.param({"Link": '</sunset>; rel="sunset"'}, Deprecation(link="http://h/sunset"), id="a relative link"),
    pytest.param({"Link": '</next>; rel="next"'}, None, id="a link to something else"),
]


@pytest.mark.parametrize(("headers", "expected"), CASES)
def test_what_the_headers_announce(headers: dict[str, str], expected: Deprecation | None) -> None:
    """Source: RFC 9745 sections 2 and 3, RFC 8594 sections 3 and 6."""
    assert deprecation_of(headers, "http://h/pets") == expected


def test_an_announcement_in_words() -> None:
    """As in a warning."""
    assert str(Deprecation(SINCE, SUNSET, "http://h/s")) == (
        "deprecated since 2023-06-30, available until 2024-06-30; see http://h/s"
    )
    assert str(Deprecation()) == "deprecated"
    ahead = datetime.now(timezone.utc) + timedelta(days=40)
    assert str(Deprecation(ahead)) == f"deprecated from {ahead:%Y-%m-%d} on"
