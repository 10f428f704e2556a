"""A document with all flows, and the requests of an OAuth client to it."""

from __future__ import annotations

import base64
import hashlib
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from mockserver.app import MockApp, create_app
from tests.mockserver.kit import Client, Reply, document, response

ADMIN = "/__mock__/admin"
REDIRECT = "http://localhost:3000/callback"
SCOPES = {"read": "r", "write": "w"}
TOKEN_URL, REFRESH_URL, AUTHORIZE_URL = "/oauth/token", "/oauth/refresh", "/oauth/authorize"
PATHS = [TOKEN_URL, REFRESH_URL, AUTHORIZE_URL]
VERIFIER = "a-verifier-of-43-characters-and-some-more-~."
CHALLENGE = base64.urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).decode().rstrip("=")

URLS = {
    "tokenUrl": f"https://id.example.com{TOKEN_URL}",
    "refreshUrl": f"https://id.example.com{REFRESH_URL}",
    "authorizationUrl": f"https://id.example.com{AUTHORIZE_URL}",
}


def flow(*names: str) -> dict[str, Any]:
    return {"scopes": SCOPES, **{name: URLS[name] for name in names}}


FLOWS = {
    "clientCredentials": flow("tokenUrl"),
    "password": flow("tokenUrl", "refreshUrl"),
    "authorizationCode": flow("tokenUrl", "refreshUrl", "authorizationUrl"),
    "implicit": flow("authorizationUrl"),
}

BAD = {"401": {"description": "who?"}, "403": {"description": "no"}}


def tree(scheme: dict[str, Any] | None = None, paths: dict[str, Any] | None = None) -> dict[str, Any]:
    """A document whose operations require a scope each."""
    text = response({"type": "string"})
    read = {"security": [{"auth": ["read"]}], "responses": {"200": text, **BAD}}
    write = {"security": [{"auth": ["write"]}], "responses": {"200": text, **BAD}}
    scheme = scheme or {"type": "oauth2", "flows": FLOWS}
    return document(
        {"/things": {"get": read, "put": write}, **(paths or {})}, components={"securitySchemes": {"auth": scheme}}
    )


class Mock:
    """A mock server, and requests to its endpoints."""

    def __init__(self, spec: dict[str, Any] | None = None, **settings: Any) -> None:
        self.app: MockApp = create_app(spec or tree(), **settings)
        self.send = Client(self.app)

    def form(self, path: str, values: Any, **headers: str) -> Reply:
        """Send a form."""
        sent = {"content-type": "application/x-www-form-urlencoded", "host": "localhost:8080", **headers}
        return self.send("POST", path, urlencode(values).encode(), sent)

    def token(self, **values: str) -> Reply:
        """Send a request to the token endpoint, by default of a client with a secret."""
        default = {"client_id": "app", "client_secret": "s3cret", "grant_type": "client_credentials"}
        given = {name: value for name, value in (default | values).items() if value}
        return self.form(TOKEN_URL, given)

    def page(self, **values: str) -> Reply:
        """Send a request to the authorization endpoint."""
        default = {"response_type": "code", "client_id": "app", "redirect_uri": REDIRECT, "state": "s 1&"}
        given = {name: value for name, value in (default | values).items() if value}
        headers = {"accept": "text/html", "host": "localhost:8080"}
        return self.send("GET", f"{AUTHORIZE_URL}?{urlencode(given)}", headers=headers)

    def allow(self, **values: str) -> dict[str, str]:
        """Send what the consent page sends when the user allows the request; return the parameters of the redirect."""
        default = {"response_type": "code", "client_id": "app", "redirect_uri": REDIRECT, "decision": "allow"}
        given = {name: value for name, value in (default | values).items() if value}
        return redirected(self.form(AUTHORIZE_URL, given))

    def exchange(self, code: str, **values: str) -> Reply:
        """Exchange a code."""
        default = {"grant_type": "authorization_code", "code": code, "redirect_uri": REDIRECT}
        return self.token(**(default | values))

    def get(self, token: str, method: str = "GET") -> Reply:
        """Send a request with a token to an operation."""
        return self.send(method, "/things", headers={"authorization": f"Bearer {token}"})

    def admin(self, method: str, path: str, body: Any = b"") -> Reply:
        return self.send(method, ADMIN + path, body, {"host": "localhost"})


def redirected(reply: Reply) -> dict[str, str]:
    """Return the parameters of a redirect to the client."""
    assert reply.status in {302, 303}, reply
    parts = urlsplit(reply.header("location"))
    assert f"{parts.scheme}://{parts.netloc}{parts.path}" == REDIRECT
    return {name: value for name, (value,) in parse_qs(parts.query or parts.fragment).items()}
