"""An authorization server on loopback, made of authlib's, and an API that it protects.

What is decided is authlib's: grants, PKCE, rotation, device codes, who a client is. Here are only the tables that it
asks for, the page on which a person consents, and the counting.
"""

from __future__ import annotations

import os
import secrets
import ssl
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest

pytest.importorskip("authlib")
pytest.importorskip("flask")
os.environ.setdefault("AUTHLIB_INSECURE_TRANSPORT", "1")  # http on loopback

from authlib.integrations.flask_oauth2 import AuthorizationServer, ResourceProtector
from authlib.oauth2.rfc6749 import grants
from authlib.oauth2.rfc6749.models import AuthorizationCodeMixin, ClientMixin, TokenMixin
from authlib.oauth2.rfc6750 import BearerTokenValidator
from authlib.oauth2.rfc7009 import RevocationEndpoint
from authlib.oauth2.rfc7523 import JWTBearerClientAssertion, JWTBearerGrant
from authlib.oauth2.rfc7636 import CodeChallenge
from authlib.oauth2.rfc8628 import DeviceAuthorizationEndpoint, DeviceCodeGrant
from authlib.oauth2.rfc8628.models import DeviceCredentialDict
from authlib.oauth2.rfc9207.parameter import IssuerParameter
from flask import Flask, jsonify, request
from werkzeug.serving import make_server

SECRET = "the-client-secret:%&"
SCOPES = "read write"


class RegisteredClient(ClientMixin):
    """A client that the server knows."""

    def __init__(self, client_id: str, method: str, grant_types: tuple[str, ...], secret: str = "") -> None:
        self.client_id = client_id
        self.method = method
        self.grant_types = grant_types
        self.secret = secret
        self.public_key: Any = None

    def get_client_id(self) -> str:
        return self.client_id

    def get_default_redirect_uri(self) -> str:
        return ""

    def get_allowed_scope(self, scope: str) -> str:
        return " ".join(word for word in (scope or "").split() if word in SCOPES.split())

    def check_redirect_uri(self, redirect_uri: str) -> bool:
        return redirect_uri.startswith("http://127.0.0.1:")

    def check_client_secret(self, client_secret: str) -> bool:
        return client_secret == self.secret

    def check_endpoint_auth_method(self, method: str, endpoint: str) -> bool:
        return method == self.method

    def check_response_type(self, response_type: str) -> bool:
        return response_type == "code"

    def check_grant_type(self, grant_type: str) -> bool:
        return grant_type in self.grant_types


class IssuedToken(TokenMixin):
    def __init__(self, fields: dict[str, Any], client: Any, user: str) -> None:
        self.fields = fields
        self.client = client
        self.user = user
        self.issued = time.time()
        self.revoked = False
        self.refresh_revoked = False

    def check_client(self, client: Any) -> bool:
        return bool(client.client_id == self.client.client_id)

    def get_scope(self) -> str:
        return str(self.fields.get("scope") or "")

    def get_expires_in(self) -> int:
        return int(self.fields.get("expires_in") or 0)

    def get_client(self) -> Any:
        return self.client

    def get_user(self) -> str:
        return self.user

    def is_expired(self) -> bool:
        return time.time() > self.issued + self.get_expires_in()

    def is_revoked(self) -> bool:
        return self.revoked


class IssuedCode(AuthorizationCodeMixin):
    def __init__(self, code: str, payload: Any, client: Any, user: str) -> None:
        self.code = code
        self.client_id = client.client_id
        self.redirect_uri = payload.redirect_uri
        self.scope = payload.scope
        self.user = user
        self.code_challenge = payload.data.get("code_challenge")
        self.code_challenge_method = payload.data.get("code_challenge_method")

    def get_redirect_uri(self) -> str:
        return str(self.redirect_uri)

    def get_scope(self) -> str:
        return str(self.scope or "")


class Authority:
    """The server, running.

    Args:
        tls: the TLS context to serve with.

    Attributes:
        issuer: its identifier, and the address of the API.
        expires_in: seconds that access tokens last.
        token_requests: the forms that arrived at the token endpoint.
        calls: the tokens that arrived at the API.
        answer_instead: what the token endpoint answers instead, once each, from the first.
    """

    def __init__(self, tls: ssl.SSLContext | None = None) -> None:
        self.expires_in = 3600
        self.lock = threading.Lock()
        self.token_requests: list[dict[str, str]] = []
        self.calls: list[str] = []
        self.answer_instead: list[Any] = []
        self.codes: dict[str, IssuedCode] = {}
        self.tokens: list[IssuedToken] = []
        self.devices: dict[str, DeviceCredentialDict] = {}
        self.decisions: dict[str, tuple[str, bool]] = {}
        self.metadata: dict[str, Any] = {}
        both = ("client_credentials", "authorization_code", "refresh_token", DeviceCodeGrant.GRANT_TYPE)
        self.clients = {
            client.client_id: client
            for client in (
                RegisteredClient("basic", "client_secret_basic", both, SECRET),
                RegisteredClient("post", "client_secret_post", both, SECRET),
                RegisteredClient("jwt", "private_key_jwt", both),
                RegisteredClient("person", "none", both),
                RegisteredClient("issuer", "none", (JWTBearerGrant.GRANT_TYPE,)),
                RegisteredClient("certified", "tls_client_auth", both),
                RegisteredClient("barred", "client_secret_basic", (), SECRET),
            )
        }
        self.app = _app(self)
        self._server = make_server("127.0.0.1", 0, self.app, threaded=True, ssl_context=tls)
        self.issuer = f"{'https' if tls else 'http'}://127.0.0.1:{self._server.server_port}"
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()

    def close(self) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def revoke_all(self) -> None:
        """End every access token, as if an administrator had."""
        for token in self.tokens:
            token.revoked = True

    def document(self, *flows: str, **scheme: Any) -> dict[str, Any]:
        """A description of the API, whose scheme has these flows."""
        known = {
            "clientCredentials": {"tokenUrl": f"{self.issuer}/token"},
            "authorizationCode": {
                "tokenUrl": f"{self.issuer}/token",
                "authorizationUrl": f"{self.issuer}/authorize",
            },
            "deviceAuthorization": {
                "tokenUrl": f"{self.issuer}/token",
                "deviceAuthorizationUrl": f"{self.issuer}/device_authorization",
            },
            "implicit": {"authorizationUrl": f"{self.issuer}/authorize"},
            "password": {"tokenUrl": f"{self.issuer}/token"},
        }
        scopes = {word: word for word in SCOPES.split()}
        described = {"type": "oauth2", "flows": {name: {**known[name], "scopes": scopes} for name in flows}}
        return described_api(self.issuer, {**described, **scheme})


def described_api(url: str, scheme: dict[str, Any]) -> dict[str, Any]:
    """A document of two operations, one for each scope."""

    def operation(name: str, scope: str) -> dict[str, Any]:
        return {"operationId": name, "security": [{"oauth": [scope]}], "responses": {"200": {"description": "done"}}}

    return {
        "openapi": "3.1.0",
        "info": {"title": "Protected", "version": "1"},
        "servers": [{"url": f"{url}/api"}],
        "components": {"securitySchemes": {"oauth": scheme}},
        "paths": {
            "/things": {"get": operation("readThings", "read"), "post": operation("makeThing", "write")},
        },
    }


def name_on_certificate(environ: dict[str, Any]) -> str:
    """The common name on the certificate with which a client came, which TLS has checked; "" without one."""
    from cryptography.x509 import load_pem_x509_certificate
    from cryptography.x509.oid import NameOID

    pem = environ.get("SSL_CLIENT_CERT")
    names = load_pem_x509_certificate(pem.encode()).subject.get_attributes_for_oid(NameOID.COMMON_NAME) if pem else []
    return str(names[0].value) if names else ""


def by_certificate(query_client: Any, asked: Any) -> Any:
    """Source: RFC 8705 section 2.1."""
    client = query_client(asked.payload.client_id)
    return client if client is not None and name_on_certificate(request.environ) == client.client_id else None


class _Assertion(JWTBearerClientAssertion):
    CLIENT_AUTH_METHOD = "private_key_jwt"

    def __init__(self, of: Authority) -> None:
        super().__init__(None)
        self._of = of
        self._seen: set[str] = set()

    def verify_audience(self, claims: Any) -> bool:
        return claims["aud"] in (self._of.issuer, f"{self._of.issuer}/token")

    def get_audiences(self) -> list[str]:
        return [self._of.issuer, f"{self._of.issuer}/token"]

    def validate_jti(self, claims: Any, jti: str) -> bool:
        is_new = jti not in self._seen
        self._seen.add(jti)
        return is_new

    def resolve_client_public_key(self, client: Any, headers: Any = None) -> Any:
        return client.public_key


def _app(of: Authority) -> Flask:  # noqa: C901  # one small class or function for each thing that authlib asks for
    app = Flask("authorization-server")
    app.config["OAUTH2_REFRESH_TOKEN_GENERATOR"] = True

    def save_token(fields: dict[str, Any], asked: Any) -> None:
        with of.lock:
            of.tokens.append(IssuedToken(fields, asked.client, asked.user or ""))

    server = AuthorizationServer(app, of.clients.get, save_token)
    server.scopes_supported = SCOPES.split()
    server.register_token_generator("default", _generator(of))
    server.register_client_auth_method("private_key_jwt", _Assertion(of))
    server.register_client_auth_method("tls_client_auth", by_certificate)
    methods = ["client_secret_basic", "client_secret_post", "private_key_jwt", "tls_client_auth", "none"]

    class Credentials(grants.ClientCredentialsGrant):
        TOKEN_ENDPOINT_AUTH_METHODS = methods

    class Code(grants.AuthorizationCodeGrant):
        TOKEN_ENDPOINT_AUTH_METHODS = methods

        def save_authorization_code(self, code: str, asked: Any) -> None:
            of.codes[code] = IssuedCode(code, asked.payload, asked.client, asked.user)

        def query_authorization_code(self, code: str, client: Any) -> Any:
            found = of.codes.get(code)
            return found if found is not None and found.client_id == client.client_id else None

        def delete_authorization_code(self, authorization_code: Any) -> None:
            of.codes.pop(authorization_code.code, None)

        def authenticate_user(self, authorization_code: Any) -> str:
            return str(authorization_code.user)

    class Refresh(grants.RefreshTokenGrant):
        TOKEN_ENDPOINT_AUTH_METHODS = methods
        INCLUDE_NEW_REFRESH_TOKEN = True

        def authenticate_refresh_token(self, refresh_token: str) -> Any:
            with of.lock:
                found = [item for item in of.tokens if item.fields.get("refresh_token") == refresh_token]
                if not found or found[0].refresh_revoked:
                    return None
                found[0].refresh_revoked = True  # it rotates: good for one request
                return found[0]

        def authenticate_user(self, refresh_token: Any) -> str:
            return str(refresh_token.user)

        def revoke_old_credential(self, refresh_token: Any) -> None:
            refresh_token.revoked = True

    class Device(DeviceCodeGrant):
        TOKEN_ENDPOINT_AUTH_METHODS = methods

        def query_device_credential(self, device_code: str) -> Any:
            return of.devices.get(device_code)

        def query_user_grant(self, user_code: str) -> Any:
            return of.decisions.get(user_code)

        def should_slow_down(self, credential: Any) -> bool:
            before, credential["asked"] = credential.get("asked", 0.0), time.time()
            return bool(credential["asked"] - before < credential["interval"] - 0.2)

    class DeviceEndpoint(DeviceAuthorizationEndpoint):
        EXPIRES_IN = 600
        INTERVAL = 1

        def get_verification_uri(self) -> str:
            return f"{of.issuer}/device"

        def save_device_credential(self, client_id: str, scope: str, data: dict[str, Any]) -> None:
            expires_at = time.time() + data["expires_in"]
            of.devices[data["device_code"]] = DeviceCredentialDict(
                {**data, "client_id": client_id, "scope": scope, "expires_at": expires_at}
            )

    class Bearer(JWTBearerGrant):
        def resolve_issuer_client(self, issuer: str) -> Any:
            return of.clients.get(issuer)

        def resolve_client_public_key(self, client: Any) -> Any:
            return client.public_key

        def authenticate_user(self, subject: str) -> str:
            return subject

        def has_granted_permission(self, client: Any, user: Any) -> bool:
            return bool(user == "ada")

        def get_audiences(self) -> list[str]:
            return [of.issuer, f"{of.issuer}/token"]

    class Revocation(RevocationEndpoint):
        CLIENT_AUTH_METHODS = methods

        def query_token(self, token: str, hint: str) -> Any:
            return next(
                (t for t in of.tokens if token in (t.fields["access_token"], t.fields.get("refresh_token"))), None
            )

        def revoke_token(self, token: Any, asked: Any) -> None:
            token.revoked = token.refresh_revoked = True

    class Issuer(IssuerParameter):
        def get_issuer(self) -> str:
            return of.issuer

    for grant in (Credentials, Refresh, Device, Bearer):
        server.register_grant(grant)
    server.register_grant(Code, [CodeChallenge(required=True)])
    server.register_endpoint(DeviceEndpoint)
    server.register_endpoint(Revocation)
    server.register_extension(Issuer())

    class Validator(BearerTokenValidator):
        def authenticate_token(self, token_string: str) -> Any:
            with of.lock:
                of.calls.append(token_string)
                return next((item for item in of.tokens if item.fields["access_token"] == token_string), None)

    protect = ResourceProtector()
    protect.register_token_validator(Validator())

    @app.post("/token")
    def token() -> Any:
        with of.lock:
            of.token_requests.append(request.form.to_dict())
            instead = of.answer_instead.pop(0) if of.answer_instead else None
        if instead is not None:
            return instead() if callable(instead) else instead
        return server.create_token_response()

    @app.route("/authorize", methods=["GET", "POST"])
    def authorize() -> Any:
        grant = server.get_consent_grant(end_user="ada")
        if request.method == "GET":
            return f"<form method=post><h1>{grant.client.client_id}</h1><button id=allow>Allow</button></form>"
        return server.create_authorization_response(grant_user="ada", grant=grant)

    @app.post("/device_authorization")
    def device_authorization() -> Any:
        return server.create_endpoint_response(DeviceEndpoint.ENDPOINT_NAME)

    @app.post("/revoke")
    def revoke() -> Any:
        return server.create_endpoint_response(Revocation.ENDPOINT_NAME)

    @app.get("/.well-known/openid-configuration")
    @app.get("/.well-known/oauth-authorization-server")
    def metadata() -> Any:
        return jsonify(
            {
                "issuer": of.issuer,
                "token_endpoint": f"{of.issuer}/token",
                "authorization_endpoint": f"{of.issuer}/authorize",
                "device_authorization_endpoint": f"{of.issuer}/device_authorization",
                "revocation_endpoint": f"{of.issuer}/revoke",
                "token_endpoint_auth_methods_supported": methods,
                "scopes_supported": SCOPES.split(),
                "authorization_response_iss_parameter_supported": True,
                **of.metadata,
            }
        )

    @app.get("/.well-known/oauth-protected-resource/api")
    def resource() -> Any:
        return jsonify({"resource": f"{of.issuer}/api", "authorization_servers": [of.issuer]})

    @app.get("/api/things")
    @protect("read")
    def read() -> Any:
        return jsonify({"things": [], "user": protect.current_user if hasattr(protect, "current_user") else ""})

    @app.get("/api/name")
    def name() -> Any:
        return jsonify({"name": name_on_certificate(request.environ)})

    @app.post("/api/things")
    @protect("write")
    def make() -> Any:
        return jsonify({"made": True})

    return app


def _generator(of: Authority) -> Any:
    def generate(grant_type: str, client: Any, user: Any = None, scope: Any = None, **more: Any) -> dict[str, Any]:
        include_refresh = more.get("include_refresh_token", True) and grant_type != "client_credentials"
        found = {
            "token_type": "Bearer",
            "access_token": f"access-{secrets.token_hex(16)}",
            "expires_in": more.get("expires_in") or of.expires_in,
            "scope": scope or "",
        }
        return {**found, "refresh_token": f"refresh-{secrets.token_hex(16)}"} if include_refresh else found

    return generate


@pytest.fixture
def authority() -> Iterator[Authority]:
    """An authorization server, and the API that it protects."""
    made = Authority()
    yield made
    made.close()
