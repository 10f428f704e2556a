from __future__ import annotations

import httpx
import pytest
from parcels.errors import ParcelError, UnknownParcelError
from parcels.httpx_client import ParcelClient
from parcels.tokens import TokenAuth

from mockserver.testing import MockServer, NotMockedError, VerificationError


def test_a_refused_token_is_requested_again(client: ParcelClient, mock_api: MockServer) -> None:
    assert client.parcel("PX000001")["id"] == "PX000001"
    assert client.parcel("PX000002")["id"] == "PX000002"
    mock_api.verify(
        sequence=[
            {"operation": "getParcel", "status": 401},
            {"operation": "createToken", "body": {"client_id": "office"}},
            {"operation": "getParcel", "status": 200},
            {"operation": "getParcel", "status": 200},
        ]
    )
    mock_api.verify("createToken", times=1)


def test_a_token_is_requested_first(mock_api: MockServer) -> None:
    with ParcelClient(TokenAuth("office", "s3cret")) as client:
        client.parcel("PX000001")
    assert [one["operation"] for one in mock_api.requests()] == ["createToken", "getParcel"]


def test_a_503_is_repeated(client: ParcelClient, mock_api: MockServer, waits: list[float]) -> None:
    mock_api.fault("getParcel", status=503, nth=2, retry_after=2)  # the first request has the refused token
    assert client.parcel("PX000001")["id"] == "PX000001"
    assert waits == [2.0]
    assert [one["status"] for one in mock_api.requests(operation="getParcel")] == [401, 503, 200]


def test_several_responses_in_sequence(client: ParcelClient, mock_api: MockServer, waits: list[float]) -> None:
    overloaded = {"status": 503, "headers": {"Retry-After": "1"}}
    mock_api.stub("getParcel", overloaded, overloaded, {"code": 200})
    assert client.parcel("PX000001")["weight_grams"] > 0
    assert waits == [1.0, 1.0]


def test_the_client_gives_up(client: ParcelClient, mock_api: MockServer, waits: list[float]) -> None:
    mock_api.fault("getParcel", status=503, retry_after=5)
    with pytest.raises(ParcelError, match="503: Service Unavailable"):
        client.parcel("PX000001")
    assert waits == [5.0, 5.0]
    mock_api.verify("getParcel", status=503, times=3)


def test_all_pages_are_read(client: ParcelClient, mock_api: MockServer) -> None:
    parcels = [
        {"id": f"PX{number:06}", "recipient": "Ada", "weight_grams": number, "status": "registered",
         "registered_at": "2026-03-01T08:00:00Z"}
        for number in range(1, 8)
    ]  # fmt: skip
    mock_api.state["/parcels"].replace(parcels)
    assert list(client.parcels(per_page=3)) == parcels
    mock_api.verify("listParcels", query={"per_page": "3"}, status=200, times=3)


def test_a_filter_is_applied(client: ParcelClient, mock_api: MockServer) -> None:
    ids = [one["id"] for one in mock_api.state["/parcels"].items()]
    client.deliver(ids[0])
    found = [one["id"] for one in client.parcels(status="delivered")]
    assert ids[0] in found
    assert set(found) <= set(ids)


def test_a_parcel_is_registered_and_delivered(client: ParcelClient, mock_api: MockServer) -> None:
    parcel_id = client.register("Grace Hopper", 1200)
    client.deliver(parcel_id)
    parcel = client.parcel(parcel_id)
    assert (parcel["recipient"], parcel["weight_grams"], parcel["status"]) == ("Grace Hopper", 1200, "delivered")
    mock_api.verify("createParcel", body={"recipient": "Grace Hopper"}, status=201)


def test_an_invalid_parcel_is_refused(client: ParcelClient) -> None:
    with pytest.raises(ParcelError, match="422"):
        client.register("Grace Hopper", 0)


def test_a_lost_parcel(client: ParcelClient, mock_api: MockServer) -> None:
    mock_api.stub("getParcel", request={"path": "/parcels/PX000009"}, status=404)
    assert client.parcel("PX000008")
    with pytest.raises(UnknownParcelError):
        client.parcel("PX000009")


def test_a_closed_connection_is_an_error_of_the_client(client: ParcelClient, mock_api: MockServer) -> None:
    mock_api.fault("listParcels", abort="reset")
    with pytest.raises(ParcelError, match="cannot be reached"):
        list(client.parcels())


def test_a_token_without_the_scope(mock_api: MockServer) -> None:
    headers = mock_api.auth("parcels:read")
    url = "https://api.parcels.example/v2/parcels"
    assert httpx.get(url, headers=headers).status_code == 200
    response = httpx.post(url, headers=headers, json={"recipient": "Ada", "weight_grams": 1})
    assert response.status_code == 403


def test_no_other_host_is_called(mock_server: MockServer) -> None:
    with mock_server.intercept(others="refuse"), pytest.raises(NotMockedError):
        httpx.get("https://tracking.parcels.example/")


def test_a_missing_request_is_reported_with_the_closest_one(client: ParcelClient, mock_api: MockServer) -> None:
    client.parcel("PX000001")
    with pytest.raises(VerificationError, match="PX000001"):
        mock_api.verify("getParcel", path="/parcels/PX000002", times=1)
