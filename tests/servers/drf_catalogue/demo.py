"""Requests that show the bugs of the catalogue."""

import itertools
import time

import httpx

NUMBERS = itertools.count(1)


def product(**more: object) -> dict[str, object]:
    return {"sku": f"KI-{next(NUMBERS):04d}", "name": "n", "category": 2, "price": "3.50", **more}


def new(client: httpx.Client, **more: object) -> dict[str, object]:
    response = client.post("/products/", json=product(**more))
    assert response.status_code == 201, response.text
    return response.json()


def duplicate_sku(client: httpx.Client) -> bool:
    return client.post("/products/", json=product(sku=new(client)["sku"])).status_code == 409


def modified_never_moves(client: httpx.Client) -> bool:
    """Timestamps have seconds, so requests are repeated until the next one."""
    created = new(client)
    start = time.monotonic()
    while time.monotonic() - start < 3:
        changed = client.patch(f"/products/{created['id']}/", json={"stock": 5}).json()
        if changed["modified"] > str(created["modified"]):
            return True
    return False


def smoke(client: httpx.Client) -> None:
    created = new(client, attributes={"colour": "red"})
    path = f"/products/{created['id']}/"
    assert (created["price"], created["in_stock"], created["archived_at"]) == ("3.50", False, None)
    assert client.patch(path, json={"price": 3.5}).status_code == 400
    assert client.put(path, json=product(stock=True)).status_code == 400
    assert client.post("/products/bulk/", json=[product(), product()]).status_code == 201
    assert client.post("/products/bulk/", json=[product(sku="XX-0001"), product(sku="XX-0001")]).status_code == 409
    before = client.get("/products/").json()["count"]
    assert client.delete(path).status_code == client.delete(path).status_code == 204
    assert client.get(path).json()["archived_at"] is not None
    assert client.get("/products/").json()["count"] == before - 1
    assert client.get("/products/", params={"archived": "true"}).json()["count"] == 1
    assert client.post(f"{path}restore/").json()["archived_at"] is None
    assert client.get("/price-list/", headers={"Accept": "text/csv"}).text.startswith("sku,name,price,stock\r\n")
    assert client.get("/price-list/").json()[0]["price"] == "19.90"
    assert client.delete("/categories/1/").status_code == 409
    assert client.get("/products/", params={"limit": 0}).status_code == 400


DEMOS = {"duplicate-sku": duplicate_sku, "modified-never-moves": modified_never_moves}
