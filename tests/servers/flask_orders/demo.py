"""Requests that show the bugs of the orders."""

import httpx

SESSION = {"Cookie": "session=session-of-eve"}
PATCH = {**SESSION, "Content-Type": "application/merge-patch+json"}
CARD = {"method": "card", "number": "4111111111111111", "holder": "Eve"}


def new(client: httpx.Client) -> str:
    body = {"lines": [{"product": "cup", "quantity": 2}], "comment": "c"}
    response = client.post("/orders", json=body, headers=SESSION)
    assert response.status_code == 201, response.text
    return str(response.headers["Location"])


def cancel_twice(client: httpx.Client) -> bool:
    path = new(client)
    assert client.post(f"{path}/cancel", headers=SESSION).json()["status"] == "cancelled"
    return client.post(f"{path}/cancel", headers=SESSION).status_code == 409


def card_without_last4(client: httpx.Client) -> bool:
    return client.put(f"{new(client)}/payment", json=CARD, headers=SESSION).json().get("last4") == "1111"


def smoke(client: httpx.Client) -> None:
    path = new(client)
    assert client.get(path).status_code == 401
    form = {"email": "eve@example.com", "password": "correct horse"}
    assert client.post("/login", data={**form, "password": "x"}).status_code == 401
    assert "session=" in client.post("/login", data=form).headers["Set-Cookie"]
    order = client.patch(path, content=b'{"comment": null}', headers=PATCH).json()
    assert (order["comment"], order["total"]) == (None, "15.00")
    assert client.patch(path, content=b'{"lines": []}', headers=PATCH).json()["errors"]
    paid = client.put(f"{path}/payment", json={"method": "voucher", "code": "GIFT"}, headers=SESSION)
    assert (paid.status_code, paid.json()["code"]) == (201, "GIFT")
    assert client.put(f"{path}/payment", json=CARD, headers=SESSION).status_code == 409
    listed = client.get("/orders", params={"status": "paid,cancelled"}, headers=SESSION).json()["orders"]
    assert [item["id"] for item in listed] == [order["id"]]
    assert client.patch("/me", content=b'{"phone": "+431234567"}', headers=PATCH).json()["phone"] == "+431234567"


DEMOS = {"cancel-twice": cancel_twice, "card-without-last4": card_without_last4}
