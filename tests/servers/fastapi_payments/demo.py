"""Requests that show the bugs of the payments."""

from typing import Any

import httpx

TOKEN = {"Authorization": "Bearer sk-shop-1"}
BANK = {"type": "bank", "account": "DE00 1234"}


def pay(client: httpx.Client, **method: str) -> dict[str, Any]:
    body = {"amount": 500, "currency": "EUR", "method": method}
    response = client.post("/v1/payments", json=body, headers=TOKEN)
    assert response.status_code == 201, response.text
    return response.json()


def overlap(client: httpx.Client) -> bool:
    expected = [pay(client, type="wallet", provider="north")["id"] for _ in range(3)]
    first = client.get("/v1/payments?limit=2", headers=TOKEN).json()
    second = client.get("/v1/payments", params={"limit": 2, "cursor": first["next_cursor"]}, headers=TOKEN).json()
    return [payment["id"] for payment in first["data"] + second["data"]] == expected


def no_reference(client: httpx.Client) -> bool:
    return "reference" in pay(client, **BANK)["method"]


def smoke(client: httpx.Client) -> None:
    card = pay(client, type="card", number="4242424242424242", expiry="01/30")
    assert card["method"] == {"type": "card", "last4": "4242", "expiry": "01/30"}
    path = f"/v1/payments/{card['id']}"
    assert client.get(path).status_code == 401
    assert client.post(f"{path}/refunds", json={"amount": 1}, headers=TOKEN).status_code == 409
    assert client.post(f"{path}/capture", headers=TOKEN).json()["status"] == "captured"
    assert client.post(f"{path}/cancel", headers=TOKEN).status_code == 409
    assert client.post(f"{path}/refunds", json={"amount": 400}, headers=TOKEN).status_code == 201
    assert client.post(f"{path}/refunds", json={"amount": 400}, headers=TOKEN).status_code == 409
    assert client.get(path, headers=TOKEN).json()["refunded"] == 400
    assert client.get("/v1/payments?cursor=x", headers=TOKEN).status_code == 400
    surrogate = b'{"amount": 1, "currency": "EUR", "method": {"type": "\\ud800"}}'
    assert client.post("/v1/payments", content=surrogate, headers=TOKEN).status_code == 422


DEMOS = {"overlap": overlap, "no-reference": no_reference}
