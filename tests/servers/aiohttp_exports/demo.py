"""Requests that show the bugs of the exports."""

import httpx

STATION = {"Authorization": "Bearer token-of-station"}


def order(client: httpx.Client, **headers: str) -> httpx.Response:
    body = {"format": "csv", "sensors": ["north"]}
    response = client.post("/exports", json=body, headers={**STATION, **headers})
    assert response.status_code == 202, response.text
    return response


def dead_location(client: httpx.Client) -> bool:
    return client.get(order(client).headers["Location"], headers=STATION).status_code == 200


def plain_errors(client: httpx.Client) -> bool:
    response = client.get("/exports/4a0c5f6e-0000-4000-8000-000000000000", headers=STATION)
    return response.status_code == 404 and response.headers["Content-Type"].startswith("application/json")


def smoke(client: httpx.Client) -> None:
    first = order(client, **{"Idempotency-Key": "k"}).json()
    assert order(client, **{"Idempotency-Key": "k"}).json()["id"] == first["id"]
    other = client.post("/exports", json={"format": "json"}, headers={**STATION, "Idempotency-Key": "k"})
    assert other.status_code == 422
    path = f"/exports/{first['id']}"
    assert client.get(f"{path}/result", headers=STATION).status_code == 409
    assert [client.get(path, headers=STATION).json()["status"] for _ in range(3)] == ["running", "done", "done"]
    result = client.get(client.get(path, headers=STATION).json()["result"], headers=STATION)
    assert result.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert len(result.text.splitlines()) == 4
    assert client.get(path).status_code == 401
    measurements = client.get("/measurements", params={"since": "2024-03-02"}, headers=STATION).json()
    assert len(measurements) == 2
    assert client.get("/measurements", headers={**STATION, "Accept": "image/png"}).status_code == 406
    assert client.get("/measurements", headers={**STATION, "Accept": "text/csv"}).text.startswith("id,sensor")
    body = {"sensor": "roof", "value": True, "taken_on": "2024-02-30"}
    assert client.post("/measurements", json=body, headers=STATION).status_code == 400
    assert client.delete(path, headers=STATION).status_code == 204


DEMOS = {"dead-location": dead_location, "plain-errors": plain_errors}
