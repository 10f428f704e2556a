"""Payments (FastAPI): bearer token, discriminated unions in requests and responses, actions, refunds, cursor pages."""

import uuid
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, FastAPI, HTTPException, Query, Request, Response
from fastapi.responses import JSONResponse
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from tests.servers.fastapi_errors import add_error_handlers

BUGS = {
    "overlap": "the page of a cursor begins with the last item of the page before",
    "no-reference": "the response for a payment by bank transfer lacks the required `reference`",
}
IDENTITIES: tuple[str, ...] = ("shop=sk-shop-1",)
OPTIONS: tuple[str, ...] = ()

TOKENS = {"sk-shop-1"}


class Currency(StrEnum):
    EUR = "EUR"
    USD = "USD"
    JPY = "JPY"


class Status(StrEnum):
    PENDING = "pending"
    CAPTURED = "captured"
    CANCELLED = "cancelled"


def to_currency(value: object) -> object:
    return Currency(value) if value in list(Currency) else value


def whole(value: object) -> object:
    """Return 2 for 2.0, an integer in JSON Schema that strict pydantic refuses."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


Amount = Annotated[int, BeforeValidator(whole)]


class Sent(BaseModel):
    model_config = ConfigDict(strict=True)


class CardData(Sent):
    type: Literal["card"]
    number: str = Field(pattern=r"^[0-9]{12,19}$")
    expiry: str = Field(pattern=r"^(0[1-9]|1[0-2])/[0-9]{2}$")


class BankData(Sent):
    type: Literal["bank"]
    account: str = Field(min_length=5, max_length=34)


class WalletData(Sent):
    type: Literal["wallet"]
    provider: Literal["north", "south"]


class Card(BaseModel):
    type: Literal["card"]
    last4: str
    expiry: str


class Bank(BaseModel):
    type: Literal["bank"]
    reference: str = Field(description="The text that the payer has to write on the transfer")


class Wallet(BaseModel):
    type: Literal["wallet"]
    provider: Literal["north", "south"]


class NewPayment(Sent):
    amount: Amount = Field(ge=1, le=10_000_000, description="In the smallest unit of the currency")
    currency: Annotated[Currency, BeforeValidator(to_currency)]
    method: CardData | BankData | WalletData = Field(discriminator="type")
    note: str | None = Field(default=None, max_length=140)


class Payment(BaseModel):
    id: uuid.UUID
    amount: int
    refunded: int = Field(ge=0)
    currency: Currency
    status: Status
    method: Card | Bank | Wallet = Field(discriminator="type")
    note: str | None
    created_at: datetime


class PaymentPage(BaseModel):
    data: list[Payment]
    has_more: bool
    next_cursor: str | None


class NewRefund(Sent):
    amount: Amount = Field(ge=1)
    reason: str = Field(default="", max_length=100)


class Refund(BaseModel):
    id: uuid.UUID
    payment_id: uuid.UUID
    amount: int
    reason: str


class Message(BaseModel):
    detail: str


@dataclass
class Store:
    bug: str = ""
    payments: dict[uuid.UUID, Payment] = field(default_factory=dict)
    refunds: dict[uuid.UUID, Refund] = field(default_factory=dict)


def get_store(request: Request) -> Store:
    return request.app.state.store


Ledger = Annotated[Store, Depends(get_store)]
bearer = HTTPBearer(auto_error=False)


def authenticated(token: Annotated[HTTPAuthorizationCredentials | None, Depends(bearer)]) -> None:
    if token is None or token.credentials not in TOKENS:
        raise HTTPException(401, "A valid token is required", {"WWW-Authenticate": "Bearer"})


def existing(payment_id: uuid.UUID, store: Ledger) -> Payment:
    if payment_id not in store.payments:
        raise HTTPException(404, "Payment not found")
    return store.payments[payment_id]


Existing = Annotated[Payment, Depends(existing)]


def documented(*statuses: int) -> dict[int | str, dict[str, Any]]:
    return {status: {"model": Message} for status in statuses}


router = APIRouter(prefix="/v1", dependencies=[Depends(authenticated)], responses=documented(401))


def stored_method(method: CardData | BankData | WalletData) -> Card | Bank | Wallet:
    match method:
        case CardData():
            return Card(type="card", last4=method.number[-4:], expiry=method.expiry)
        case BankData():
            return Bank(type="bank", reference=f"PAY-{uuid.uuid4().hex[:8]}")
        case WalletData():
            return Wallet(type="wallet", provider=method.provider)


def shown(payment: Payment, store: Store, status_code: int = 200, headers: Any = None) -> Response:
    content = payment.model_dump(mode="json")
    if store.bug == "no-reference":
        content["method"].pop("reference", None)
    return JSONResponse(content, status_code, headers)


@router.post("/payments", status_code=201, response_model=Payment, responses=documented(400))
def create_payment(sent: NewPayment, store: Ledger) -> Response:
    payment = Payment(
        id=uuid.uuid4(),
        amount=sent.amount,
        refunded=0,
        currency=sent.currency,
        status=Status.PENDING,
        method=stored_method(sent.method),
        note=sent.note,
        created_at=datetime.now(UTC),
    )
    store.payments[payment.id] = payment
    return shown(payment, store, 201, {"Location": f"/v1/payments/{payment.id}"})


def cursor_index(cursor: str | None, payments: list[Payment]) -> int:
    """Return the index after the payment that the cursor has the id of."""
    if cursor is None:
        return 0
    try:
        last = uuid.UUID(bytes=urlsafe_b64decode(cursor.encode("ascii")))
        return [payment.id for payment in payments].index(last) + 1
    except ValueError:
        raise HTTPException(400, "Invalid cursor") from None


@router.get("/payments", responses=documented(400))
def list_payments(
    store: Ledger,
    status: Annotated[list[Status], Query(description="Payments with one of these")] = [],  # noqa: B006
    cursor: Annotated[str | None, Query(description="`next_cursor` of the page before")] = None,
    limit: Annotated[int, Query(ge=1, le=100)] = 25,
) -> PaymentPage:
    """The oldest payments first."""
    everything = list(store.payments.values())
    start = cursor_index(cursor, everything)
    if store.bug == "overlap" and start:
        start -= 1
    rest = [payment for payment in everything[start:] if not status or payment.status in status]
    page, more = rest[:limit], len(rest) > limit
    following = urlsafe_b64encode(page[-1].id.bytes).decode() if more else None
    return PaymentPage(data=page, has_more=more, next_cursor=following)


@router.get("/payments/{payment_id}", response_model=Payment, responses=documented(404))
def read_payment(payment: Existing, store: Ledger) -> Response:
    return shown(payment, store)


def change_status(payment: Payment, status: Status) -> None:
    if payment.status != Status.PENDING:
        raise HTTPException(409, f"The payment is {payment.status}")
    payment.status = status


@router.post("/payments/{payment_id}/capture", response_model=Payment, responses=documented(404, 409))
def capture_payment(payment: Existing, store: Ledger) -> Response:
    """Only a pending payment can be captured."""
    change_status(payment, Status.CAPTURED)
    return shown(payment, store)


@router.post("/payments/{payment_id}/cancel", response_model=Payment, responses=documented(404, 409))
def cancel_payment(payment: Existing, store: Ledger) -> Response:
    """Only a pending payment can be cancelled."""
    change_status(payment, Status.CANCELLED)
    return shown(payment, store)


@router.get("/payments/{payment_id}/refunds", responses=documented(404))
def list_refunds(payment: Existing, store: Ledger) -> list[Refund]:
    return [refund for refund in store.refunds.values() if refund.payment_id == payment.id]


@router.post("/payments/{payment_id}/refunds", status_code=201, responses=documented(400, 404, 409))
def create_refund(payment: Existing, sent: NewRefund, store: Ledger) -> Refund:
    """Only a captured payment can be refunded, and not more than its amount: otherwise 409."""
    if payment.status != Status.CAPTURED:
        raise HTTPException(409, f"The payment is {payment.status}")
    if payment.refunded + sent.amount > payment.amount:
        raise HTTPException(409, "More than the rest of the payment")
    payment.refunded += sent.amount
    refund = Refund(id=uuid.uuid4(), payment_id=payment.id, **sent.model_dump())
    store.refunds[refund.id] = refund
    return refund


def create(bug: str = "") -> FastAPI:
    app = FastAPI(title="Payments", version="2024.6")
    app.state.store = Store(bug)
    app.include_router(router)
    add_error_handlers(app)
    return app
