"""Client certificates over real TLS: as the credential of `mutualTLS`, and as what a client proves itself with."""

from __future__ import annotations

import ssl
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import requests

from dynaclient import Client, OAuth, RequestError, TokenError
from tests.credentials.authorization_server import Authority

trustme = pytest.importorskip("trustme")


class Certified:
    """An authorization server over TLS, and the files of a client whose certificate it knows."""

    def __init__(self, folder: Path) -> None:
        authority = trustme.CA()
        self.trusted, self.cert, self.key, self.both = (
            str(folder / f"{name}.pem") for name in ("trusted", "cert", "key", "both")
        )
        authority.cert_pem.write_to_path(self.trusted)
        own = authority.issue_cert("client@example.org", common_name="certified")
        own.cert_chain_pems[0].write_to_path(self.cert)
        own.private_key_pem.write_to_path(self.key)
        own.private_key_and_cert_chain_pem.write_to_path(self.both)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        authority.issue_cert("127.0.0.1").configure_cert(context)
        authority.configure_trust(context)
        context.verify_mode = ssl.CERT_OPTIONAL
        self.server = Authority(context)

    def context(self) -> ssl.SSLContext:
        """What a caller makes who keeps keys elsewhere than in files."""
        made = ssl.create_default_context(cafile=self.trusted)
        made.load_cert_chain(self.cert, self.key)
        return made


@pytest.fixture(scope="module")
def certified(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Certified]:
    made = Certified(tmp_path_factory.mktemp("certificates"))
    yield made
    made.server.close()


FORMS: dict[str, Callable[[Certified], Any]] = {
    "certificate and key": lambda of: (of.cert, of.key),
    "one file": lambda of: of.both,
    "a context": lambda of: of.context(),
}


def described(of: Certified, scheme: dict[str, Any]) -> dict[str, Any]:
    return {
        "openapi": "3.1.0",
        "info": {"title": "Names", "version": "1"},
        "servers": [{"url": f"{of.server.issuer}/api"}],
        "components": {"securitySchemes": {"auth": scheme}},
        "paths": {"/name": {"get": {"operationId": "getName", "security": [{"auth": []}]}}},
    }


@pytest.mark.parametrize("form", FORMS)
def test_mutual_tls(certified: Certified, caller: Any, form: str) -> None:
    credentials = {"auth": FORMS[form](certified)}
    document = described(certified, {"type": "mutualTLS"})
    made = caller(f"{certified.server.issuer}/api", document, credentials=credentials, verify=certified.trusted)
    assert [made.call("getName").data for _ in range(2)] == [{"name": "certified"}] * 2


def test_a_context_decides_whom_to_trust(certified: Certified, caller: Any) -> None:
    """So that `verify=` need not say it a second time."""
    document = described(certified, {"type": "mutualTLS"})
    made = caller(f"{certified.server.issuer}/api", document, credentials={"auth": certified.context()})
    assert made.call("getName").data == {"name": "certified"}


def test_a_session_of_your_own_takes_paths(certified: Certified) -> None:
    document = described(certified, {"type": "mutualTLS"})
    with requests.Session() as session:
        session.verify = certified.trusted
        client = Client(document, session=session, credentials={"auth": (certified.cert, certified.key)})
        assert client.getName().data == {"name": "certified"}
        client = client.with_options(credentials={"auth": certified.context()})
        with pytest.raises(RequestError, match="takes the paths of a certificate, not an SSLContext"):
            client.getName()


@pytest.mark.parametrize("form", FORMS)
def test_a_client_proves_itself_by_its_certificate(certified: Certified, caller: Any, form: str) -> None:
    """At the token endpoint; the API is called with the token, and without the certificate. Source: RFC 8705."""
    server = certified.server
    server.token_requests.clear()
    oauth = OAuth("certified", cert=FORMS[form](certified))
    document = server.document("clientCredentials")
    document["paths"]["/name"] = {"get": {"operationId": "getName", "security": [{"oauth": ["read"]}]}}
    made = caller(f"{server.issuer}/api", document, credentials={"oauth": oauth}, verify=certified.trusted)
    assert made.call("readThings").status_code == 200
    assert made.call("getName").data == {"name": ""}
    assert server.token_requests == [{"grant_type": "client_credentials", "scope": "read", "client_id": "certified"}]


@pytest.mark.filterwarnings("ignore:unclosed transport:ResourceWarning")
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_certificate_of_somebody_else(certified: Certified, caller: Any, tmp_path: Path) -> None:
    """One that the server does not trust, and none. By TLS 1.3 it may hang up before its reason arrives."""
    server = certified.server
    stranger = tmp_path / "stranger.pem"
    trustme.CA().issue_cert("client@example.org", common_name="certified").private_key_and_cert_chain_pem.write_to_path(
        str(stranger)
    )
    for options, words in (
        (
            {"cert": str(stranger)},
            "did not answer at .*(the server refused the client certificate|the connection failed)",
        ),
        ({"flow": "clientCredentials", "client_authentication": "none"}, "says invalid_client"),
        ({"cert": str(tmp_path / "none.pem")}, "there is no file .*none.pem"),
    ):
        made = caller(
            f"{server.issuer}/api",
            server.document("clientCredentials"),
            credentials={"oauth": OAuth("certified", **options)},
            verify=certified.trusted,
        )
        with pytest.raises(TokenError, match=words):
            made.call("readThings")
