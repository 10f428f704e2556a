"""Requests that show the bugs of the tracker."""

import httpx

DEV = {"Authorization": "Token 9f86d081884c7d65"}


def new(client: httpx.Client, **more: object) -> str:
    response = client.post("/api/tickets/", json={"project": 1, "title": "t", **more}, headers=DEV)
    assert response.status_code == 201, response.text
    return f"/api/tickets/{response.json()['id']}/"


def total_of_page(client: httpx.Client) -> bool:
    new(client)
    new(client)
    page = client.get("/api/tickets/", params={"page_size": 1}, headers=DEV).json()
    return page["count"] > 1 and page["next"] is not None


def comments_of_all(client: httpx.Client) -> bool:
    one, other = new(client), new(client)
    assert client.post(f"{one}comments/", json={"text": "c"}, headers=DEV).status_code == 201
    return client.get(f"{other}comments/", headers=DEV).json()["results"] == []


def smoke(client: httpx.Client) -> None:
    path = new(client, points=3, due="2030-01-01")
    assert client.get(path).status_code == 401
    assert client.patch(path, json={"status": "done"}, headers=DEV).json()["points"] == 3
    assert client.patch(path, data={"points": "7"}, headers=DEV).json()["points"] == 7
    assert client.patch(path, json={"points": "7"}, headers=DEV).status_code == 400
    assert client.post("/api/tickets/", json={"project": 99, "title": "t"}, headers=DEV).status_code == 400
    assert client.get("/api/tickets/", params={"status": ["done", "open"]}, headers=DEV).json()["count"] == 1
    assert client.get("/api/tickets/?page=9", headers=DEV).status_code == 404
    assert client.get("/api/tickets/?page_size=x", headers=DEV).status_code == 400
    assert client.post("/api/projects/", json={"name": "n", "key": "WEB"}, headers=DEV).status_code == 400
    assert client.delete("/api/projects/1/", headers=DEV).status_code == 409
    comment = client.post(f"{path}comments/", json={"text": "c"}, headers=DEV).json()
    assert client.delete(f"{path}comments/{comment['id']}/", headers=DEV).status_code == 204
    assert client.delete(path, headers=DEV).status_code == 204
    assert client.get(f"{path}comments/", headers=DEV).status_code == 404


DEMOS = {"total-of-page": total_of_page, "comments-of-all": comments_of_all}
