"""Access tokens, which are requested again before they expire or after they are refused."""

from __future__ import annotations

import time
from collections.abc import Generator

import httpx

TOKEN_URL = "https://api.parcels.example/v2/oauth/token"


class TokenAuth(httpx.Auth):
    """Adds an access token to requests."""

    requires_response_body = True

    def __init__(self, client_id: str, client_secret: str, token: str = "") -> None:
        self._form = {"grant_type": "client_credentials", "client_id": client_id, "client_secret": client_secret}
        self._token = token
        self._expires = float("inf") if token else 0.0

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        if time.monotonic() >= self._expires:
            self._store((yield self._token_request()))
        request.headers["Authorization"] = f"Bearer {self._token}"
        response = yield request
        if response.status_code == 401:
            self._store((yield self._token_request()))
            request.headers["Authorization"] = f"Bearer {self._token}"
            yield request

    def _token_request(self) -> httpx.Request:
        return httpx.Request("POST", TOKEN_URL, data=self._form)

    def _store(self, response: httpx.Response) -> None:
        response.raise_for_status()
        token = response.json()
        self._token = token["access_token"]
        self._expires = time.monotonic() + token["expires_in"] - 30
