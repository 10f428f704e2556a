"""Requests that show the bugs of the meeting rooms."""

import httpx


def room(client: httpx.Client) -> str:
    return f"/api/rooms/{client.get('/api/rooms').json()[0]['id']}"


def book(client: httpx.Client, hour: int) -> dict[str, str]:
    body = {"title": f"at {hour}", "starts_at": f"2030-01-01T{hour:02}:00:00+01:00"}
    response = client.post(f"{room(client)}/bookings", json=body)
    assert response.status_code == 201, response.text
    return response.json()


def naive_times(client: httpx.Client) -> bool:
    return book(client, 9)["created_at"].endswith("Z")


def neighbours(client: httpx.Client) -> bool:
    first, second = book(client, 9), book(client, 12)
    changed = client.patch(f"{room(client)}/bookings/{first['id']}", json={"title": "new"}).json()
    assert changed["title"] == "new"
    return client.get(f"{room(client)}/bookings/{second['id']}").json()["title"] == "at 12"


def smoke(client: httpx.Client) -> None:
    booking = book(client, 9)
    path = f"{room(client)}/bookings"
    taken = client.post(path, json={"title": "x", "starts_at": "2030-01-01T08:30:00Z"})
    assert taken.status_code == 409
    assert client.post(path, json={"title": "x", "starts_at": "2030-01-01T08:30:00"}).status_code == 400
    assert client.post(path, json={"title": "x", "starts_at": "9999-12-31T23:59:00Z"}).status_code == 400
    assert client.delete(room(client)).status_code == 409
    assert [client.delete(f"{path}/{booking['id']}").status_code for _ in range(2)] == [204, 204]
    assert client.post("/api/rooms", json={"name": "Aurora", "capacity": 1}).status_code == 409
    assert client.put(room(client), json={"name": "Aurora", "capacity": 1}).json()["capacity"] == 1
    assert client.delete(room(client)).status_code == 204


DEMOS = {"naive-times": naive_times, "neighbours": neighbours}
