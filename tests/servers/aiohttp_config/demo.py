"""Requests that show the bugs of the configurations."""

import httpx

ADMIN = {"Authorization": "Bearer token-of-admin"}
PATCH = {**ADMIN, "Content-Type": "application/json-patch+json"}


def put(client: httpx.Client, name: str, **fields: object) -> httpx.Response:
    return client.put(f"/configs/{name}", json={"owner": "core", **fields}, headers=ADMIN)


def put_merges(client: httpx.Client) -> bool:
    assert put(client, "a", replicas=9).status_code == 201
    assert put(client, "a").status_code == 200
    return client.get("/configs/a").json()["replicas"] == 1


def neighbour_updated(client: httpx.Client) -> bool:
    put(client, "a")
    put(client, "b")
    change = client.patch("/configs/a", content=b'[{"op":"replace","path":"/replicas","value":4}]', headers=PATCH)
    assert change.json()["replicas"] == 4
    return client.get("/configs/b").json()["replicas"] == 1


def smoke(client: httpx.Client) -> None:
    assert put(client, "a", labels={"x": "y"}).headers["Location"] == "/configs/a"
    assert put(client, "A").status_code == 400
    assert client.put("/configs/b", json={"owner": "core"}).status_code == 401
    assert [client.get("/configs/a").json()["reads"] for _ in range(2)] == [1, 2]
    test = b'[{"op":"test","path":"/owner","value":"web"}]'
    assert client.patch("/configs/a", content=test, headers=PATCH).status_code == 409
    remove = b'[{"op":"remove","path":"/owner"}]'
    assert client.patch("/configs/a", content=remove, headers=PATCH).status_code == 422
    assert client.get("/configs/a/logo").status_code == 404
    logo = {**ADMIN, "Content-Type": "application/octet-stream"}
    assert client.put("/configs/a/logo", content=b"\x00\xff", headers=logo).status_code == 204
    assert client.get("/configs/a/logo").content == b"\x00\xff"
    xml = {**ADMIN, "Content-Type": "application/xml"}
    banner = b"<banner><text>a &amp; b</text><level>info</level></banner>"
    assert client.put("/banners/a", content=banner, headers=xml).status_code == 200
    assert "<text>a &amp; b</text>" in client.get("/banners/a").text
    assert client.put("/banners/a", content=b"<banner><level>x</level></banner>", headers=xml).status_code == 422
    assert client.patch("/settings", json={"retention_days": 7}, headers=ADMIN).json()["theme"] == "light"
    assert client.delete("/configs/a", headers=ADMIN).status_code == 204
    assert client.delete("/configs/a", headers=ADMIN).status_code == 204


DEMOS = {"put-merges": put_merges, "neighbour-updated": neighbour_updated}
