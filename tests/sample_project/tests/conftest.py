from __future__ import annotations

from collections.abc import Iterator

import pytest
from parcels.httpx_client import ParcelClient
from parcels.tokens import TokenAuth

from mockserver.testing import MockServer


@pytest.fixture
def waits() -> list[float]:
    """The seconds that the client has waited."""
    return []


@pytest.fixture
def client(mock_api: MockServer, waits: list[float]) -> Iterator[ParcelClient]:
    """The client with an access token of the past."""
    with ParcelClient(TokenAuth("office", "s3cret", token="expired-7f3a"), sleep=waits.append) as client:
        yield client
