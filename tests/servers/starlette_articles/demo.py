"""Requests that show the bugs of the blog."""

import httpx


def merging_put(client: httpx.Client) -> bool:
    assert client.put("/articles/one", json={"title": "One", "tags": ["x"]}).status_code == 201
    assert client.put("/articles/one", json={"title": "Two"}).status_code == 200
    return client.get("/articles/one").json()["tags"] == []


def skipping_link(client: httpx.Client) -> bool:
    for number in range(2):
        assert client.put(f"/articles/a{number}", json={"title": "A"}).status_code == 201
    response, slugs = client.get("/articles?limit=2"), []
    while response.links.get("next"):
        slugs += [article["slug"] for article in response.json()]
        response = client.get(response.links["next"]["url"])
    slugs += [article["slug"] for article in response.json()]
    return slugs == ["welcome", "second-try", "a0", "a1"]


def smoke(client: httpx.Client) -> None:
    assert [client.get("/articles/welcome").json()["views"] for _ in range(2)] == [1, 2]
    assert client.head("/articles/welcome").status_code == 200
    assert client.get("/articles", headers={"Accept": "text/csv"}).text.startswith("slug,title")
    assert client.get("/articles", headers={"Accept": "image/png"}).status_code == 406
    refused = client.put("/articles/welcome", json={"title": "x"}, headers={"If-None-Match": "*"})
    assert refused.status_code == 412
    assert client.put("/articles/Welcome", json={"title": "x"}).status_code == 400
    assert client.post("/articles/welcome/comments", json={"name": "n", "text": "t"}).status_code == 201
    assert len(client.get("/articles/welcome/comments").json()) == 1
    assert [client.delete("/articles/welcome").status_code for _ in range(2)] == [204, 204]


DEMOS = {"merging-put": merging_put, "skipping-link": skipping_link}
