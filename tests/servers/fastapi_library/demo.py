"""Requests that show the bugs of the library."""

import httpx


def lost_patch(client: httpx.Client) -> bool:
    assert client.patch("/books/3", json={"title": "The Modern Prometheus"}).json()["title"] == "The Modern Prometheus"
    return client.get("/books/3").json()["title"] == "The Modern Prometheus"


def duplicates(client: httpx.Client) -> bool:
    assert client.post("/authors", json={"name": "Ursula"}).status_code == 201
    return client.post("/authors", json={"name": "Ursula"}).status_code == 409


def smoke(client: httpx.Client) -> None:
    author = client.post("/authors", json={"name": "Italo", "born": "1923-10-15"}).json()
    book = {"title": "Invisible Cities", "isbn": "9780156453806", "author_id": author["id"]}
    assert client.post("/books", json={**book, "author_id": 99}).status_code == 422
    created = client.post("/books", json=book)
    assert created.status_code == 201
    assert client.post("/books", json=book).status_code == 409
    path = created.headers["Location"]
    assert client.delete(f"/authors/{author['id']}").status_code == 409
    review = client.post(f"{path}/reviews", json={"stars": 5}).json()
    assert client.get(f"{path}/reviews/{review['id']}").json() == review
    assert client.get(f"/books/3/reviews/{review['id']}").status_code == 404
    assert client.get("/books?per_page=3&page=2").json()["total"] == 4
    assert client.delete(path).status_code == 204
    assert client.delete(f"/authors/{author['id']}").status_code == 204


DEMOS = {"lost-patch": lost_patch, "duplicates": duplicates}
