"""Requests that show the bugs of the notes."""

import httpx

ADA = ("ada", "lovelace-1815")


def new(client: httpx.Client, **more: object) -> str:
    response = client.post("/api/notes", json={"title": "t", **more}, auth=ADA)
    assert response.status_code == 201, response.text
    return str(response.headers["Location"])


def limit_ignored(client: httpx.Client) -> bool:
    new(client)
    new(client)
    return len(client.get("/api/notes", params={"limit": 1}, auth=ADA).json()["notes"]) == 1


def open_delete(client: httpx.Client) -> bool:
    return client.delete(new(client)).status_code == 401


def smoke(client: httpx.Client) -> None:
    path = new(client, labels=["home"], priority=5, pinned=True)
    grace = {"name": "grace", "email": "grace@example.com", "password": "cobol-1959"}
    assert client.post("/api/users", json=grace).json() == {"name": "grace", "email": "grace@example.com"}
    assert client.post("/api/users", json=grace).status_code == 409
    assert client.get("/api/users/me", auth=("grace", "cobol-1959")).json()["name"] == "grace"
    assert client.get(path, auth=("grace", "cobol-1959")).status_code == 404
    assert client.get(path, auth=("ada", "wrong")).status_code == 401
    assert client.put(path, json={"title": "u"}, auth=ADA).json()["labels"] == []
    assert client.post("/api/notes", json={"title": "t", "priority": True}, auth=ADA).status_code == 400
    assert client.post(f"{path}/comments", data={"author": "a", "text": "b", "stars": "6"}, auth=ADA).status_code == 400
    assert client.post(f"{path}/comments", data={"author": "a", "text": "b"}, auth=ADA).json()["stars"] is None
    assert client.get(f"{path}/text", auth=ADA).text == "u\n\n\n"
    assert client.delete(path, auth=ADA).status_code == 204


DEMOS = {"limit-ignored": limit_ignored, "open-delete": open_delete}
