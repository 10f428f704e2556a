"""Requests that show the bugs of the library."""

import itertools
import json

import httpx

NUMBERS = itertools.count(1)


def new_author(client: httpx.Client) -> httpx.Response:
    response = client.post("/authors", json={"name": "Ann"})
    assert response.status_code == 201, response.text
    return response


def book(client: httpx.Client, **more: object) -> dict[str, object]:
    isbn = f"978-{next(NUMBERS):010d}"
    return {"title": "t", "isbn": isbn, "author_id": new_author(client).json()["id"], "genre": "novel", **more}


def new_book(client: httpx.Client, **more: object) -> httpx.Response:
    response = client.post("/books", json=book(client, **more))
    assert response.status_code == 201, response.text
    return response


def etag_kept(client: httpx.Client) -> bool:
    created = new_book(client)
    path, tag = f"/books/{created.json()['id']}", created.headers["ETag"]
    changed = client.put(path, json=book(client), headers={"If-Match": tag})
    assert changed.status_code == 200, changed.text
    return changed.headers["ETag"] != tag


def first_genre(client: httpx.Client) -> bool:
    new_book(client, genre="novel")
    new_book(client, genre="poetry")
    found = client.get("/books", params={"genre": ["novel", "poetry"]}).json()
    return {item["genre"] for item in found} == {"novel", "poetry"}


def smoke(client: httpx.Client) -> None:
    created = new_book(client, tags=["a"], published="2001-02-03")
    path, tag, fields = f"/books/{created.json()['id']}", created.headers["ETag"], created.json()
    assert client.get(path, headers={"If-None-Match": tag}).status_code == 304
    assert client.put(path, json=book(client)).status_code == 428
    assert client.put(path, json=book(client), headers={"If-Match": '"x"'}).status_code == 412
    assert client.post("/books", json={**book(client), "isbn": fields["isbn"]}).status_code == 409
    assert client.post("/books", json=book(client, author_id=fields["id"])).status_code == 422
    assert client.post("/books", content=b"{", headers={"Content-Type": "application/json"}).status_code == 400
    assert json.loads(client.get("/books").headers["X-Pagination"])["total"] == 1
    author = client.get(f"/authors/{fields['author_id']}")
    assert client.delete(str(author.url), headers={"If-Match": author.headers["ETag"]}).status_code == 409
    assert client.delete(path, headers={"If-Match": tag}).status_code == 204
    assert client.get(path).status_code == 404


DEMOS = {"etag-kept": etag_kept, "first-genre": first_genre}
