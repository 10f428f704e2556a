"""Requests that show the bugs of the export service."""

import httpx

KEY = {"X-API-Key": "export-key-1"}
BODY = {"format": "csv", "from": "2024-01-01", "to": "2024-01-31", "columns": ["id"]}


def start(client: httpx.Client, **headers: str) -> httpx.Response:
    response = client.post("/exports", json=BODY, headers={**KEY, **headers})
    assert response.status_code == 202, response.text
    return response


def dead_location(client: httpx.Client) -> bool:
    return client.get(start(client).headers["Location"], headers=KEY).status_code == 200


def repeated_key(client: httpx.Client) -> bool:
    first, second = (start(client, **{"Idempotency-Key": "k-1"}).json()["id"] for _ in range(2))
    return first == second


def smoke(client: httpx.Client) -> None:
    path = start(client).headers["Location"]
    states = [client.get(path, headers=KEY).json()["status"] for _ in range(3)]
    assert states == ["queued", "running", "done"]
    assert client.get(f"{path}/result", headers=KEY).headers["Content-Type"].startswith("text/csv")
    assert client.post(f"{path}/cancel", headers=KEY).status_code == 409
    refused = client.post("/exports", json=BODY)
    assert (refused.status_code, refused.headers["Content-Type"]) == (401, "application/problem+json")
    assert client.get("/exports?cursor=x", headers=KEY).status_code == 400
    start(client)
    page = client.get("/exports?limit=1", headers=KEY).json()
    rest = client.get("/exports", params={"limit": 1, "cursor": page["next_cursor"]}, headers=KEY).json()
    assert page["items"][0]["id"] != rest["items"][0]["id"]
    assert rest["next_cursor"] is None


DEMOS = {"dead-location": dead_location, "repeated-key": repeated_key}
