"""The OpenAPI document of the admin API."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from contracts.generation.json_encoding import encode_json
from contracts.spec.yaml_values import parse_yaml
from mockserver.control.admin_request import AdminRequest, AdminRoute
from mockserver.http.messages import MockResponse

DOCUMENT = Path(__file__).with_name("openapi.yaml")


class Description:
    """The route of the document."""

    def routes(self) -> list[AdminRoute]:
        """Return the routes of the admin API."""
        return [AdminRoute("GET", "/openapi.json", _get)]


def _get(request: AdminRequest) -> MockResponse:
    request.known_query()
    return MockResponse(200, _json(), "application/json")


@cache
def _json() -> bytes:
    return encode_json(parse_yaml(DOCUMENT.read_bytes()))
