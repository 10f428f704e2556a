"""Requests that show the bugs of the catalog."""

import httpx

KEY = {"X-API-Key": "catalog-key-1"}
PRODUCT = {"name": "Spoon", "price": "1.20"}


def open_delete(client: httpx.Client) -> bool:
    return client.delete("/products/TEA-1").status_code == 401


def total_of_page(client: httpx.Client) -> bool:
    return client.get("/products?limit=2").json()["total"] == 3


def smoke(client: httpx.Client) -> None:
    assert client.put("/products/SPOON", json=PRODUCT).status_code == 401
    assert client.put("/products/SPOON", json=PRODUCT, headers=KEY).status_code == 201
    assert client.put("/products/SPOON", json=PRODUCT, headers=KEY).status_code == 200
    assert client.post("/products/SPOON/stock", json={"delta": 3}, headers=KEY).json()["stock"] == 3
    assert client.post("/products/SPOON/stock", json={"delta": -4}, headers=KEY).status_code == 409
    many = [{**PRODUCT, "sku": "FORK"}, {**PRODUCT, "sku": "KNIFE"}]
    assert client.post("/products", json=many, headers=KEY).status_code == 201
    assert client.post("/products", json=many, headers=KEY).status_code == 409
    assert client.get("/products?in_stock=false").json()["total"] == 3
    assert client.get("/export", headers={"Accept": "text/csv"}).text.startswith("sku,name")
    assert client.delete("/products/FORK", headers=KEY).status_code == 204


DEMOS = {"open-delete": open_delete, "total-of-page": total_of_page}
