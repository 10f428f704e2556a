"""Requests that show the bugs of the accounts."""

import httpx

ADMIN = {"Authorization": "Bearer tok-admin"}
READER = {"Authorization": "Bearer tok-reader"}
USER = {"username": "noor", "name": "Noor", "email": "noor@example.com", "password": "12345678"}


def open_scope(client: httpx.Client) -> bool:
    assert client.post("/users", json=USER, headers=ADMIN).status_code == 201
    return client.delete("/users/noor", headers=READER).status_code == 403


def password_shown(client: httpx.Client) -> bool:
    return "password" not in client.post("/users", json=USER, headers=ADMIN).json()


def smoke(client: httpx.Client) -> None:
    form = {"grant_type": "password", "username": "guest", "password": "open sesame"}
    token = client.post("/token", data=form).json()["access_token"]
    guest = {"Authorization": f"Bearer {token}"}
    assert client.get("/me", headers=guest).json()["last_login"] is not None
    assert client.get("/users", headers=guest).status_code == 403
    assert client.post("/token", data={**form, "password": "x"}).status_code == 400
    assert client.get("/me").headers["WWW-Authenticate"].startswith("Bearer")
    assert client.patch("/me", json={"name": "G"}, headers=guest).json()["name"] == "G"
    settings = {"theme": "dark", "language": "de"}
    assert client.put("/me/settings", json=settings, headers=guest).json() == {**settings, "newsletter": False}
    key = client.post("/me/keys", json={"label": "ci"}, headers=guest).json()
    assert client.delete(f"/me/keys/{key['id']}", headers=ADMIN).status_code == 404
    assert client.delete(f"/me/keys/{key['id']}", headers=guest).status_code == 204
    assert client.post("/users", json=USER, headers=ADMIN).status_code == 201
    assert client.post("/users", json=USER, headers=ADMIN).status_code == 409
    assert client.delete("/users/admin", headers=ADMIN).status_code == 409


DEMOS = {"open-scope": open_scope, "password-shown": password_shown}
