"""What the head of an answer says about the version of what it shows."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import Any

import pytest

from dynaclient.response.head import date_of, etag_of

THEN = datetime(1994, 11, 6, 8, 49, 37, tzinfo=timezone.utc)
LAST = datetime(9999, 12, 31, 23, tzinfo=timezone.utc)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Sun, 06 Nov 1994 08:49:37 GMT", THEN, id="IMF-fixdate"),
        pytest.param("Sunday, 06-Nov-94 08:49:37 GMT", THEN, id="RFC 850"),
        pytest.param("Sun Nov  6 08:49:37 1994", THEN, id="asctime"),
        pytest.param("Sun, 06 Nov 1994 09:49:37 +0100", THEN, id="another zone"),
        pytest.param("yesterday", None, id="no date"),
        pytest.param("Sun, 06 Nov 99994 08:49:37 GMT", None, id="no year"),
        pytest.param("Fri, 31 Dec 9999 23:00:00 -0500", LAST, id="beyond the last year"),
        pytest.param("", None, id="empty"),
        pytest.param(None, None, id="none"),
    ],
)
def test_a_time_is_read_in_each_form_of_the_standard(text: str | None, expected: Any) -> None:
    """In UTC. Source: RFC 9110 section 5.6.7."""
    headers = {} if text is None else {"Last-Modified": text}
    assert date_of(headers, "Last-Modified") == expected


@pytest.mark.parametrize(("text", "expected"), [('"a"', '"a"'), (' W/"a" ', 'W/"a"'), ("", None), (None, None)])
def test_an_etag_stays_as_it_was_sent(text: str | None, expected: str | None) -> None:
    """With quotes and weakness, to be sent back."""
    assert etag_of({} if text is None else {"ETag": text}) == expected
