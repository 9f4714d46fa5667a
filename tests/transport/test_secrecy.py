"""Keys that travel in a URL stay out of the logs of the libraries that send it."""

from __future__ import annotations

import logging
import threading
from typing import Any

import pytest

from dynaclient import Client
from dynaclient.transport.secrecy import keep_out_of_logs, secrets_in_headers, secrets_in_query
from tests.echo_server import EchoServer

SECRET = "sentinel key+/ü&0123456789"

DOCUMENT: dict[str, Any] = {
    "swagger": "2.0",
    "info": {"title": "T", "version": "1"},
    "securityDefinitions": {"Key": {"type": "apiKey", "in": "query", "name": "k"}},
    "paths": {
        "/key": {"get": {"operationId": "key", "security": [{"Key": []}], "responses": {}}},
        "/plain": {
            "get": {
                "operationId": "plain",
                "parameters": [{"name": "token", "in": "query", "type": "string"}],
                "responses": {},
            }
        },
    },
}


def test_a_key_in_the_query_is_masked_in_the_log(server: EchoServer, caplog: pytest.LogCaptureFixture) -> None:
    """By security scheme, or as a parameter whose name says it; the rest of the line stays."""
    caplog.set_level(logging.DEBUG)
    with Client(DOCUMENT, base_url=server.url, credentials={"Key": "key-0123456789"}) as client:
        client.call("key")
        client.call("plain", token="token-0123456789")
    assert [r.target for r in server.received] == ["/key?k=key-0123456789", "/plain?token=token-0123456789"]
    lines = [r.getMessage() for r in caplog.records if r.name == "urllib3.connectionpool" and "GET" in r.getMessage()]
    assert lines == [
        f'{server.url} "GET /key?k=*** HTTP/1.1" 200 2',
        f'{server.url} "GET /plain?token=*** HTTP/1.1" 200 2',
    ]


def test_a_key_that_needs_encoding_is_masked_as_it_is_sent(
    server: EchoServer, caplog: pytest.LogCaptureFixture
) -> None:
    """The log holds the encoded form."""
    caplog.set_level(logging.DEBUG)
    with Client(DOCUMENT, base_url=server.url, credentials={"Key": SECRET}) as client:
        client.call("key")
    assert "?k=*** HTTP/1.1" in caplog.text
    assert "0123456789" not in caplog.text


def test_a_log_line_without_a_secret_is_left_alone(caplog: pytest.LogCaptureFixture) -> None:
    """With its arguments, which handlers may want."""
    caplog.set_level(logging.DEBUG)
    keep_out_of_logs(["a-secret"])
    logger = logging.getLogger("urllib3.connectionpool")
    logger.debug("%s and %s", 1, "two")
    logger.debug("%r", ValueError("a-secret"))
    logger.debug("%(name)s", {"name": "a-secret"})
    assert [(r.msg, r.args) for r in caplog.records] == [
        ("%s and %s", (1, "two")),
        ("ValueError('***')", ()),
        ("***", ()),
    ]


def test_many_threads_may_log_while_keys_are_added(caplog: pytest.LogCaptureFixture) -> None:
    """Neither side sees the table of the other half changed."""
    caplog.set_level(logging.DEBUG)
    errors: list[BaseException] = []

    def work(number: int) -> None:
        try:
            for i in range(100):
                keep_out_of_logs([f"secret-{number}-{i}"])
                logging.getLogger("urllib3.connectionpool").debug("%s", f"secret-{number}-{i}")
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=work, args=(n,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    assert set(caplog.messages) == {"***"}


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        pytest.param("http://h/x?token=t%20t&a=1", {"t%20t", "t t"}, id="token"),
        pytest.param("http://h/x?api_key=k&apikey=l&access%5Ftoken=m", {"k", "l", "m"}, id="several"),
        pytest.param("http://h/x?tokens=1&key_id=2&max_tokens=3&q=", set(), id="none"),
    ],
)
def test_parameters_that_are_secret_by_their_name(url: str, expected: set[str]) -> None:
    """As written, and decoded."""
    assert secrets_in_query(url) == expected


def test_headers_that_are_secret_by_their_name() -> None:
    """Whole, and without the word in front of a token; a password is taken out of what holds it."""
    headers: dict[str, str | bytes] = {
        "Authorization": b"Bearer t1",
        "X-Api-Key": "k2",
        "Proxy-Authorization": "Basic dTpwYXNz",
        "Cookie": "theme=dark",
        "Accept": "*/*",
    }
    assert secrets_in_headers(headers) == {"Bearer t1", "t1", "k2", "Basic dTpwYXNz", "dTpwYXNz", "pass"}


def test_the_oldest_secrets_are_forgotten_when_there_are_very_many(caplog: pytest.LogCaptureFixture) -> None:
    """256 are remembered; one that is used again counts as the youngest."""
    caplog.set_level(logging.DEBUG)
    logger = logging.getLogger("urllib3.connectionpool")

    def shown(numbers: range) -> list[int]:
        """Those that the log shows."""
        caplog.clear()
        for number in numbers:
            logger.debug("key %s", f"remembered-{number:03}")
        return [i for i, text in zip(numbers, caplog.messages, strict=True) if text != "key ***"]

    keep_out_of_logs(f"remembered-{number:03}" for number in range(256))
    assert shown(range(256)) == []
    keep_out_of_logs(["remembered-000"])
    keep_out_of_logs(["remembered-256"])
    assert shown(range(257)) == [1]
    keep_out_of_logs(f"remembered-{number:03}" for number in range(300, 340))
    assert shown(range(257)) == list(range(1, 42))


@pytest.mark.parametrize(
    "name",
    [
        "urllib3.connection", "urllib3.connectionpool", "urllib3.poolmanager", "urllib3.response", "urllib3.util.retry",
        "requests_cache.policy.actions", "requests_cache.policy.expiration", "requests_cache.session",
        "requests_mock.adapter", "requests_oauthlib.oauth1_auth", "requests_oauthlib.oauth2_session",
        "vcr.cassette", "vcr.matchers", "vcr.request", "vcr.stubs",
    ],
)  # fmt: skip
def test_loggers_that_write_addresses(name: str, caplog: pytest.LogCaptureFixture) -> None:
    """The library that sends, and those that people put under a session."""
    keep_out_of_logs(["sentinel-of-loggers"])
    with caplog.at_level(logging.DEBUG, logger=name):
        logging.getLogger(name).debug("GET /x?key=%s", "sentinel-of-loggers")
    assert caplog.messages == ["GET /x?key=***"]
