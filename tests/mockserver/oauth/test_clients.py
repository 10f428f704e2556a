"""OAuth clients of other libraries get tokens from the mock, over HTTP."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import orjson
import pytest

from mockserver.testing import MockServer
from tests.mockserver.oauth.provider import REDIRECT, VERIFIER, tree

PATIENCE = 60
"""Timeout in seconds for a loaded machine; normally not reached."""

clients = pytest.importorskip("authlib.integrations.requests_client")
errors = pytest.importorskip("authlib.integrations.base_client.errors")


@pytest.fixture
def mock() -> Iterator[MockServer]:
    with MockServer(tree()) as server:
        yield server


def client(mock: MockServer, **options: Any) -> Any:
    endpoint = f"{mock.url}/oauth/token"
    return clients.OAuth2Session("app", "s3cret", token_endpoint=endpoint, redirect_uri=REDIRECT, **options)


def follow(page: str) -> str:
    """Allow a request on its consent page, as a browser does; return the URL of the redirect."""
    with httpx.Client() as browser:
        text = browser.get(page).text
        fields = dict(re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)">', text))
        data = {name: value.replace("&amp;", "&") for name, value in fields.items()}
        reply = browser.post(page, data={**data, "user": "ann", "decision": "allow"})
    assert reply.status_code == 303
    return reply.headers["location"]


@pytest.mark.parametrize("method", ["client_secret_basic", "client_secret_post"])
def test_client_credentials(mock: MockServer, method: str) -> None:
    with client(mock, scope="read", token_endpoint_auth_method=method) as session:
        token = session.fetch_token(grant_type="client_credentials")
        assert token["scope"] == "read"
        assert session.get(f"{mock.url}/things").status_code == 200
        assert session.put(f"{mock.url}/things").status_code == 403


def test_password_and_automatic_refresh(mock: MockServer) -> None:
    renewed: list[str] = []

    def update(token: dict[str, Any], **_: Any) -> None:
        renewed.append(token["access_token"])

    with client(mock, update_token=update) as session:
        first = session.fetch_token(username="ann", password="pw-1")
        session.token["expires_at"] = 1  # the client believes that the token has expired
        assert session.get(f"{mock.url}/things").status_code == 200
    assert renewed
    assert renewed[0] != first["access_token"]


def test_authorization_code_with_a_consent_page(mock: MockServer) -> None:
    with client(mock, scope="read write", code_challenge_method="S256") as session:
        page, state = session.create_authorization_url(f"{mock.url}/oauth/authorize", code_verifier=VERIFIER)
        location = follow(page)
        token = session.fetch_token(authorization_response=location, code_verifier=VERIFIER, state=state)
        assert token["scope"] == "read write"
        assert session.put(f"{mock.url}/things").status_code == 200


def test_implicit(mock: MockServer) -> None:
    with client(mock, scope="read") as session:
        page, _ = session.create_authorization_url(f"{mock.url}/oauth/authorize", response_type="token", prompt="none")
        session.token_from_fragment(httpx.get(page).headers["location"])
        assert session.get(f"{mock.url}/things").status_code == 200


def test_an_error_is_understood(mock: MockServer) -> None:
    with client(mock, scope="admin") as session, pytest.raises(errors.OAuthError) as caught:
        session.fetch_token(grant_type="client_credentials")
    assert caught.value.error == "invalid_scope"
    assert "documented scopes: read write" in caught.value.description


def test_two_processes(tmp_path: Path) -> None:
    """Each of many connections may reach another process."""
    document = tmp_path / "api.json"
    document.write_bytes(orjson.dumps(tree()))
    command = [sys.executable, "-m", "mockserver", "run", str(document), "--port", "0", "--workers", "2"]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=os.environ
    ) as server:
        assert server.stdout is not None
        try:
            url = next(found[1] for line in server.stdout if (found := re.search(r"base URL\s+(\S+)", line)))
            values = {"client_id": "app", "client_secret": "x", "grant_type": "client_credentials", "scope": "read"}
            tokens = [
                httpx.post(f"{url}/oauth/token", data=values, timeout=PATIENCE).json()["access_token"] for _ in range(8)
            ]
            assert len(set(tokens)) == 8
            sent = [{"authorization": f"Bearer {token}"} for token in tokens]
            assert {httpx.get(f"{url}/things", headers=one, timeout=PATIENCE).status_code for one in sent} == {200}
            assert {httpx.put(f"{url}/things", headers=one, timeout=PATIENCE).status_code for one in sent} == {403}
            assert httpx.post(f"{url}/__mock__/admin/reset", timeout=PATIENCE).status_code == 204
            assert {httpx.get(f"{url}/things", headers=one, timeout=PATIENCE).status_code for one in sent} == {401}
        finally:
            server.terminate()
            server.wait()
