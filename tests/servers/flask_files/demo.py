"""Requests that show the bugs of the file store."""

import httpx

KEY = {"X-API-Key": "key-4711"}


def upload(client: httpx.Client, name: str = "a.txt", **fields: str) -> httpx.Response:
    return client.post("/files", files={"file": (name, b"text", "text/plain")}, data=fields, headers=KEY)


def content_after_delete(client: httpx.Client) -> bool:
    path = upload(client).headers["Location"]
    assert client.delete(path, headers=KEY).status_code == 204
    return client.get(f"{path}/content", headers=KEY).status_code == 410


def non_latin_name(client: httpx.Client) -> bool:
    response = upload(client, "отчёт.txt")
    return response.status_code == 201 and response.json()["name"] == "отчёт.txt"


def smoke(client: httpx.Client) -> None:
    private = upload(client, private="true", description="d").headers["Location"]
    assert client.get(private).status_code == 404
    assert client.get(private, headers=KEY).json()["description"] == "d"
    assert client.get("/files", headers={"X-API-Key": "wrong"}).status_code == 401
    assert client.get("/files").json()["total"] == 1
    assert client.post("/files", data={"private": "true"}, files={"file": b""}).status_code == 403
    assert client.post("/files", files={"other": b""}).status_code == 400
    content = client.get(f"{private}/content", headers=KEY)
    assert (content.text, content.headers["Content-Type"]) == ("text", "text/plain")
    assert client.patch(private, json={"name": "b"}).status_code == 401
    assert client.patch(private, json={"private": False}, headers=KEY).json()["private"] is False
    assert client.put(f"{private}/note", content="ü", headers={**KEY, "Content-Type": "text/plain"}).status_code == 204
    assert client.get(f"{private}/note").text == "ü"


DEMOS = {"content-after-delete": content_after_delete, "non-latin-name": non_latin_name}
