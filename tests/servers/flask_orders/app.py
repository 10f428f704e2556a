"""Orders of a web shop: login form with session cookie, problem+json, amounts as decimal strings, JSON merge patch,
actions that are possible once, payments as a discriminated union."""

import json
import secrets
from datetime import UTC, datetime
from decimal import Decimal
from http import HTTPStatus
from pathlib import Path
from typing import Any

from flask import Flask, Response, abort, g, request
from werkzeug.exceptions import HTTPException

from tests.servers.validation import Document, InvalidError, MalformedError

BUGS = {
    "cancel-twice": "an order that was cancelled can be cancelled again: 200 instead of 409",
    "card-without-last4": "the payment by card is returned without its required last4",
}
IDENTITIES: tuple[str, ...] = ("shopper=session-of-eve",)
OPTIONS: tuple[str, ...] = ()

DOCUMENT = Document(Path(__file__).parent)
FORM = "application/x-www-form-urlencoded"
MERGE_PATCH = "application/merge-patch+json"
PRICES = {"tea": "3.90", "pot": "24.00", "cup": "7.50"}
Item = dict[str, Any]


class Shop:
    """Users, sessions, orders and payments."""

    def __init__(self, bug: str):
        self.bug = bug
        self.passwords = {"eve@example.com": "correct horse"}
        self.profiles: dict[str, Item] = {
            "eve@example.com": {"email": "eve@example.com", "name": "Eve", "newsletter": False, "phone": None}
        }
        self.sessions = {"session-of-eve": "eve@example.com"}
        self.orders: dict[str, Item] = {}
        self.payments: dict[str, Item] = {}
        self.add({"lines": [{"product": "tea", "quantity": 2}]})

    def add(self, body: Item) -> Item:
        key = f"ord_{len(self.orders) + 1:06d}"
        timestamp = now()
        self.orders[key] = {
            "id": key,
            "status": "open",
            "lines": [],
            "total": "0.00",
            "comment": None,
            "gift": False,
            "created_at": timestamp,
            "updated_at": timestamp,
        }
        change(self.orders[key], body)
        return self.orders[key]

    def find(self, key: str) -> Item:
        order = self.orders.get(key)
        if order is None:
            abort(404, "no such order")
        return order


def now() -> str:
    return datetime.now(UTC).isoformat().replace("+00:00", "Z")


def change(order: Item, changes: Item) -> None:
    """Apply a JSON merge patch; null removes the comment, which is then null."""
    order.update({name: changes[name] for name in ("lines", "comment", "gift") if name in changes})
    prices = (Decimal(PRICES[line["product"]]) * line["quantity"] for line in order["lines"])
    order["total"] = str(sum(prices, Decimal("0.00")))
    order["updated_at"] = now()


def as_json(value: Any, status: int = 200, media_type: str = "application/json") -> Response:
    return Response(json.dumps(value), status, content_type=media_type)


def problem(status: int, detail: str, **more: Any) -> Response:
    title = HTTPStatus(status).phrase
    body = {"type": "about:blank", "title": title, "status": status, "detail": detail, **more}
    return as_json(body, status, "application/problem+json")


def add_error_handlers(app: Flask) -> None:
    @app.errorhandler(HTTPException)
    def _http(exception: HTTPException) -> Response:
        response = problem(exception.code or 500, exception.description or "")
        for name, value in exception.get_headers():
            if name != "Content-Type":
                response.headers[name] = value
        return response

    @app.errorhandler(MalformedError)
    def _malformed(exception: MalformedError) -> Response:
        return problem(400, str(exception))

    @app.errorhandler(InvalidError)
    def _invalid(exception: InvalidError) -> Response:
        return problem(422, "the request is invalid", errors=exception.errors)


def body_of(operation: str, media_type: str = "application/json") -> Any:
    if request.mimetype != media_type:
        abort(415, f"send {media_type}")
    return DOCUMENT.json(operation, request.get_data(), media_type)


def add_session(app: Flask, shop: Shop) -> None:
    @app.before_request
    def _read_session() -> None:
        g.user = shop.sessions.get(request.cookies.get("session", ""))
        if g.user is None and request.endpoint not in {None, "log_in", "list_products"}:
            abort(401, "log in first")

    @app.post("/login")
    def log_in() -> Response:
        if request.mimetype != FORM:
            abort(415, f"send {FORM}")
        form = DOCUMENT.form("logIn", request.form.to_dict(), FORM)
        if shop.passwords.get(form["email"]) != form["password"]:
            abort(401, "email or password is wrong")
        token = secrets.token_hex(16)
        shop.sessions[token] = form["email"]
        response = Response(status=204)
        response.set_cookie("session", token, httponly=True, samesite="Lax")
        return response

    @app.get("/products")
    def list_products() -> Response:
        return as_json([{"name": name, "price": price} for name, price in PRICES.items()])

    @app.get("/me")
    def get_profile() -> Response:
        return as_json(shop.profiles[g.user])

    @app.patch("/me")
    def update_profile() -> Response:
        changes = body_of("updateProfile", MERGE_PATCH)
        profile = shop.profiles[g.user]
        profile.update({name: changes[name] for name in ("name", "newsletter", "phone") if name in changes})
        return as_json(profile)


def add_orders(app: Flask, shop: Shop) -> None:
    @app.get("/orders")
    def list_orders() -> Response:
        query = DOCUMENT.query("listOrders", request.args.items(multi=True))
        states = query.get("status")
        orders = [order for order in shop.orders.values() if states is None or order["status"] in states]
        orders.sort(key=lambda order: (order["created_at"], order["id"]), reverse=query["sort"] == "-created_at")
        return as_json({"orders": orders})

    @app.post("/orders")
    def create_order() -> Response:
        order = shop.add(body_of("createOrder"))
        response = as_json(order, 201)
        response.headers["Location"] = f"/orders/{order['id']}"
        return response

    @app.get("/orders/<key>")
    def get_order(key: str) -> Response:
        return as_json(shop.find(key))

    @app.patch("/orders/<key>")
    def update_order(key: str) -> Response:
        order = shop.find(key)
        changes = body_of("updateOrder", MERGE_PATCH)
        if order["status"] != "open":
            abort(409, f"the order is {order['status']}")
        change(order, changes)
        return as_json(order)


def add_actions(app: Flask, shop: Shop) -> None:
    def move(order: Item, status: str) -> None:
        if order["status"] != "open" and not (shop.bug == "cancel-twice" and status == order["status"] == "cancelled"):
            abort(409, f"the order is {order['status']}")
        order.update(status=status, updated_at=now())

    @app.post("/orders/<key>/cancel")
    def cancel_order(key: str) -> Response:
        order = shop.find(key)
        move(order, "cancelled")
        return as_json(order)

    @app.put("/orders/<key>/payment")
    def pay_order(key: str) -> Response:
        order = shop.find(key)
        body = body_of("payOrder")
        move(order, "paid")
        shop.payments[key] = payment_of(body, order["total"])
        return as_json(shown(shop.payments[key]), 201)

    @app.get("/orders/<key>/payment")
    def get_payment(key: str) -> Response:
        shop.find(key)
        if key not in shop.payments:
            abort(404, "the order is not paid")
        return as_json(shown(shop.payments[key]))

    def shown(payment: Item) -> Item:
        hidden = {"last4"} if shop.bug == "card-without-last4" else set()
        return {name: value for name, value in payment.items() if name not in hidden}


def payment_of(body: Item, total: str) -> Item:
    """Return the payment without the number of the card."""
    shared = {"method": body["method"], "amount": total, "paid_at": now()}
    match body["method"]:
        case "card":
            return {**shared, "holder": body["holder"], "last4": body["number"][-4:]}
        case "transfer":
            return {**shared, "iban": body["iban"]}
        case _:
            return {**shared, "code": body["code"]}


def create(bug: str = "") -> Flask:
    """Return the application with one user and one order."""
    app = Flask("orders")
    shop = Shop(bug)
    add_error_handlers(app)
    add_session(app, shop)
    add_orders(app, shop)
    add_actions(app, shop)
    return app
