"""Requests that show the bugs of the file store."""

import httpx


def upload(client: httpx.Client, name: str = "a.txt") -> str:
    response = client.post("/files", files={"file": (name, b"content", "text/plain")}, data={"description": "d"})
    assert response.status_code == 201, response.text
    return response.json()["id"]


def latin_names(client: httpx.Client) -> bool:
    response = client.get(f"/files/{upload(client, 'отчёт.txt')}/content")
    return response.status_code == 200 and "UTF-8''%D0%BE" in response.headers["Content-Disposition"]


def deleted_content(client: httpx.Client) -> bool:
    file_id = upload(client)
    assert client.delete(f"/files/{file_id}").status_code == 204
    return client.get(f"/files/{file_id}/content").status_code == 410


def smoke(client: httpx.Client) -> None:
    file_id = upload(client)
    content = client.get(f"/files/{file_id}/content")
    assert (content.content, content.headers["Content-Type"]) == (b"content", "text/plain")
    assert client.head(f"/files/{file_id}/content").headers["Content-Length"] == "7"
    assert client.patch(f"/files/{file_id}", json={"name": "b.txt"}).json()["name"] == "b.txt"
    assert client.patch(f"/files/{file_id}", content=b'{"name": "\\ud800"}').status_code == 422
    assert client.get("/files").headers["X-Total-Count"] == "1"
    assert client.delete(f"/files/{file_id}").status_code == 204
    assert client.get(f"/files/{file_id}").status_code == 410


DEMOS = {"latin-names": latin_names, "deleted-content": deleted_content}
