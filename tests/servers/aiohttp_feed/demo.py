"""Requests that show the bugs of the feed."""

import httpx

PATCH = {"Content-Type": "application/merge-patch+json"}
METRIC = {"kind": "metric", "title": "Load", "value": 0.5, "unit": "1", "note": "n"}


def pages_overlap(client: httpx.Client) -> bool:
    first = client.get("/events", params={"limit": 2}).json()
    second = client.get("/events", params={"limit": 2, "cursor": first["next_cursor"]}).json()
    return not {event["id"] for event in first["events"]} & {event["id"] for event in second["events"]}


def null_kept(client: httpx.Client) -> bool:
    path = client.post("/events", json=METRIC).headers["Location"]
    client.patch(path, content=b'{"note": null}', headers=PATCH)
    return "note" not in client.get(path).json()


def smoke(client: httpx.Client) -> None:
    page = client.get("/events", params={"limit": 4, "kind": "message"})
    following = client.get(page.headers["Link"].split(">")[0].removeprefix("<"))
    assert [event["id"] for event in following.json()["events"]] == ["evt-5"]
    assert following.json()["next_cursor"] is None
    assert client.get("/events", params={"cursor": "garbled"}).status_code == 400
    assert len(client.get("/events", params={"kind": ["alert", "message"], "q": "DISK"}).json()["events"]) == 1
    created = client.post("/events", json=METRIC)
    path = created.headers["Location"]
    assert created.json()["value"] == 0.5
    assert client.patch(path, content=b'{"text": "t"}', headers=PATCH).status_code == 422
    assert client.patch(path, content=b'{"value": null}', headers=PATCH).status_code == 400
    assert client.patch(path, content=b'{"value": 2}', headers=PATCH).json()["value"] == 2
    assert client.post("/events", json={**METRIC, "kind": "alert"}).status_code == 400
    assert client.delete(path).status_code == 204
    assert client.get(path).status_code == 404


DEMOS = {"pages-overlap": pages_overlap, "null-kept": null_kept}
