from __future__ import annotations

import pytest
import requests
from parcels.requests_client import heaviest, remove, session

from mockserver.testing import MockServer

PARCEL = {"recipient": "Ada", "status": "registered", "registered_at": "2026-03-01T08:00:00Z"}


def test_the_heaviest_parcel(mock_api: MockServer) -> None:
    mock_api.state["/parcels"].put({**PARCEL, "id": "PX500000", "weight_grams": 30000})
    with session("script") as http:
        assert heaviest(http)["id"] == "PX500000"


def test_urllib3_repeats_after_503(mock_api: MockServer) -> None:
    mock_api.fault("listParcels", status=503, nth=1)
    with session("script") as http:
        assert heaviest(http)["weight_grams"] > 0
    mock_api.verify("listParcels", times=2)


def test_a_removed_parcel_is_missing(mock_api: MockServer) -> None:
    with session("script") as http:
        remove(http, "PX000001")
        with pytest.raises(requests.HTTPError, match="404"):
            remove(http, "PX000001")


def test_items_of_other_tests_are_gone(mock_api: MockServer) -> None:
    assert {"PX500000"}.isdisjoint(one["id"] for one in mock_api.state["/parcels"].items())


def test_the_port_of_the_server(mock_server: MockServer) -> None:
    response = requests.get(f"{mock_server.url}/parcels/PX000001", headers=mock_server.auth(), timeout=10)
    assert response.json()["id"] == "PX000001"
