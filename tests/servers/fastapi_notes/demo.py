"""Requests that show the bugs of the notes."""

import httpx

ANN = {"X-API-Key": "key-ann"}
PATCH = {**ANN, "Content-Type": "application/merge-patch+json"}


def new(client: httpx.Client, **more: object) -> httpx.Response:
    response = client.post("/notes", json={"title": "t", "color": "red", **more}, headers=ANN)
    assert response.status_code == 201, response.text
    return response


def wrong_key(client: httpx.Client) -> bool:
    new(client)
    return client.get("/notes", headers={"X-API-Key": "wrong"}).status_code == 401


def stale_etag(client: httpx.Client) -> bool:
    created = new(client)
    path = created.headers["Location"]
    changed = client.patch(path, content=b'{"title": "u"}', headers=PATCH)
    assert changed.json()["title"] == "u"
    return changed.headers["ETag"] != created.headers["ETag"]


def smoke(client: httpx.Client) -> None:
    private = new(client, private=True).headers["Location"]
    assert client.get(private).status_code == 404
    assert client.get(private, headers=ANN).json()["can_edit"] is True
    created = new(client)
    path, tag = created.headers["Location"], created.headers["ETag"]
    assert client.get(path).json()["can_edit"] is False
    assert client.get(path, headers={"If-None-Match": tag}).status_code == 304
    assert client.put(path, json={"title": "n"}, headers=ANN).status_code == 428
    assert client.put(path, json={"title": "n"}, headers={**ANN, "If-Match": '"x"'}).status_code == 412
    assert client.put(path, json={"title": "n"}, headers={**ANN, "If-Match": tag}).json()["color"] is None
    assert client.put(path, json={"title": "n"}, headers={"X-API-Key": "key-bob", "If-Match": tag}).status_code == 403
    assert client.patch(path, json={"title": "n"}, headers=ANN).status_code == 415
    assert client.patch(path, content=b'{"title": null}', headers=PATCH).status_code == 422
    assert client.delete(path, headers=ANN).status_code == 204


DEMOS = {"wrong-key": wrong_key, "stale-etag": stale_etag}
