"""Requests that show the bugs of the ticket desk."""

import httpx


def new(client: httpx.Client, **more: str) -> str:
    response = client.post("/tickets", json={"title": "t", **more})
    assert response.status_code == 201, response.text
    return f"/tickets/{response.json()['id']}"


def still_updated_at(client: httpx.Client) -> bool:
    path = new(client)
    before = client.get(path).json()["updated_at"]
    assert client.patch(path, json={"title": "u"}).json()["title"] == "u"
    # On the same connection: the server reads the next request only after the background task.
    return client.get(path).json()["updated_at"] > before


def first_status(client: httpx.Client) -> bool:
    new(client, status="open"), new(client, status="closed")
    return client.get("/tickets?status=open&status=closed").json()["total"] == 2


def smoke(client: httpx.Client) -> None:
    path = new(client, assignee="sam")
    assert client.patch(path, json={"assignee": None}).json()["assignee"] is None
    assert client.patch(path, json={"title": None}).status_code == 400
    assert client.delete(path).status_code == 204
    assert client.get(path).json()["deleted_at"] is not None
    assert client.patch(path, json={"title": "u"}).status_code == 409
    assert client.get("/tickets").json()["total"] == 0
    assert client.get("/tickets?include_deleted=true").json()["total"] == 1
    assert client.post(f"{path}/restore").json()["deleted_at"] is None
    assert client.post(f"{path}/restore").status_code == 409


DEMOS = {"still-updated-at": still_updated_at, "first-status": first_status}
