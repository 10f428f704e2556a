"""A product catalog (Litestar): PUT with client-chosen ids, bulk creation, API key for writes, CSV by Accept."""

import csv
import io
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Annotated, Any

import msgspec
from litestar import Litestar, MediaType, Request, Response, Router, delete, get, post, put
from litestar.connection import ASGIConnection
from litestar.datastructures import State
from litestar.exceptions import ClientException, NotAuthorizedException, NotFoundException, ValidationException
from litestar.handlers import BaseRouteHandler
from litestar.openapi.config import OpenAPIConfig
from litestar.openapi.datastructures import ResponseSpec
from litestar.openapi.spec import (
    Components,
    OpenAPIMediaType,
    OpenAPIResponse,
    OpenAPIType,
    Operation,
    Schema,
    SecurityScheme,
)
from litestar.params import Parameter
from msgspec import Meta

from tests.servers.litestar_errors import decode_strictly, one_line, refuse_deep_nesting

BUGS = {
    "open-delete": "products can be deleted without a key",
    "total-of-page": "`total` is the number of products on the page",
}
IDENTITIES: tuple[str, ...] = ("editor=catalog-key-1",)
OPTIONS: tuple[str, ...] = ()

KEYS = {"catalog-key-1"}
LOCKED = [{"ApiKey": list[str]()}]
SKU = "^[A-Z0-9]{2,8}(-[A-Z0-9]{1,8})?$"
Sku = Annotated[str, Parameter(pattern=SKU)]


class ProductContent(msgspec.Struct, kw_only=True):
    name: Annotated[str, Meta(min_length=1, max_length=80)]
    price: Annotated[str, Meta(pattern="^[0-9]{1,6}\\.[0-9]{2}$", examples=["12.50"])]
    category: Annotated[str, Meta(min_length=1, max_length=30)] | None = None
    stock: Annotated[int, Meta(ge=0, le=1_000_000)] = 0

    def __post_init__(self) -> None:
        one_line(self.price)


class NewProduct(ProductContent, kw_only=True):
    sku: Annotated[str, Meta(pattern=SKU)]

    def __post_init__(self) -> None:
        super().__post_init__()
        one_line(self.sku)


class Product(NewProduct, kw_only=True):
    created_at: datetime
    updated_at: datetime


class ProductPage(msgspec.Struct):
    items: list[Product]
    limit: int
    offset: int
    total: Annotated[int, Meta(description="Number of products in all pages")]


class StockChange(msgspec.Struct):
    delta: Annotated[int, Meta(ge=-1000, le=1000)]


@dataclass
class Store:
    bug: str = ""
    products: dict[str, Product] = field(default_factory=dict)


class ConflictException(ClientException):
    """The products that exist do not allow the request."""

    status_code = 409


def requires_key(connection: ASGIConnection[Any, Any, Any, Any], handler: BaseRouteHandler) -> None:
    if handler.name == "delete" and connection.app.state.store.bug == "open-delete":
        return
    if connection.headers.get("X-API-Key") not in KEYS:
        raise NotAuthorizedException("A valid key is required", headers={"WWW-Authenticate": "ApiKey"})


def find(state: State, sku: str) -> Product:
    if sku not in state.store.products:
        raise NotFoundException("Product not found")
    return state.store.products[sku]


def add(state: State, sent: NewProduct) -> Product:
    now = datetime.now(UTC)
    product = Product(created_at=now, updated_at=now, **msgspec.structs.asdict(sent))
    state.store.products[product.sku] = product
    return product


@get("/products", summary="List products")
async def list_products(
    state: State,
    in_stock: bool | None = None,
    category: str | None = None,
    limit: Annotated[int, Parameter(ge=1, le=100)] = 20,
    offset: Annotated[int, Parameter(ge=0)] = 0,
) -> ProductPage:
    chosen = [
        product
        for product in state.store.products.values()
        if (in_stock is None or in_stock == (product.stock > 0)) and (category is None or product.category == category)
    ]
    page = chosen[offset : offset + limit]
    total = len(page) if state.store.bug == "total-of-page" else len(chosen)
    return ProductPage(page, limit, offset, total)


def as_csv(products: list[Product]) -> str:
    rows = io.StringIO()
    writer = csv.writer(rows)
    writer.writerow(["sku", "name", "price", "stock"])
    writer.writerows([item.sku, item.name, item.price, item.stock] for item in products)
    return rows.getvalue()


class ExportOperation(Operation):
    """The operation with both of its content types; Litestar itself documents one."""

    def to_schema(self) -> dict[str, Any]:
        products = Schema(type=OpenAPIType.ARRAY, items=Schema(type=OpenAPIType.OBJECT, required=["sku", "name"]))
        content = {
            "application/json": OpenAPIMediaType(schema=products),
            "text/csv": OpenAPIMediaType(schema=Schema(type=OpenAPIType.STRING)),
        }
        self.responses = {"200": OpenAPIResponse(description="All products", content=content)}
        return super().to_schema()


@get("/export", summary="All products", operation_class=ExportOperation)
async def export_products(state: State, request: Request[Any, Any, Any]) -> Response[Any]:
    """JSON, or CSV with `Accept: text/csv`."""
    products = list(state.store.products.values())
    wanted = request.accept.best_match(["application/json", "text/csv"], default="application/json")
    if wanted == "text/csv":
        return Response(as_csv(products), media_type="text/csv", headers={"Vary": "Accept"})
    return Response(products, media_type=MediaType.JSON, headers={"Vary": "Accept"})


@post(
    "/products",
    summary="Create products",
    security=LOCKED,
    guards=[requires_key],
    raises=[NotAuthorizedException, ConflictException],
)
async def create_products(state: State, data: list[NewProduct]) -> list[Product]:
    """Creates all of them, or none with 409 if one exists or is sent twice."""
    skus = [sent.sku for sent in data]
    if len(set(skus)) < len(skus) or any(sku in state.store.products for sku in skus):
        raise ConflictException("A product exists or is sent twice")
    return [add(state, sent) for sent in data]


@get("/products/{sku:str}", summary="Read a product", raises=[NotFoundException])
async def read_product(state: State, sku: Sku) -> Product:
    return find(state, sku)


@put(
    "/products/{sku:str}",
    summary="Create or replace a product",
    security=LOCKED,
    guards=[requires_key],
    raises=[NotAuthorizedException],
    responses={201: ResponseSpec(Product, description="Created")},
)
async def put_product(state: State, sku: Sku, data: ProductContent) -> Response[Product]:
    """A property that is not sent gets its default value."""
    if sku.endswith("\n"):
        raise ValidationException("`sku` must not end with a line break")
    content = msgspec.structs.asdict(data)
    old = state.store.products.get(sku)
    if old is None:
        created = add(state, NewProduct(sku=sku, **content))
        return Response(created, status_code=201, headers={"Location": f"/products/{sku}"})
    product = Product(sku=sku, created_at=old.created_at, updated_at=datetime.now(UTC), **content)
    state.store.products[sku] = product
    return Response(product, status_code=200)


@post(
    "/products/{sku:str}/stock",
    summary="Change the stock",
    status_code=200,
    security=LOCKED,
    guards=[requires_key],
    raises=[NotAuthorizedException, NotFoundException, ConflictException],
)
async def change_stock(state: State, sku: Sku, data: StockChange) -> Product:
    """Adds `delta`; 409 if the stock would leave its bounds."""
    product = find(state, sku)
    if not 0 <= product.stock + data.delta <= 1_000_000:
        raise ConflictException("There are not so many")
    state.store.products[sku] = msgspec.structs.replace(
        product, stock=product.stock + data.delta, updated_at=datetime.now(UTC)
    )
    return state.store.products[sku]


@delete(
    "/products/{sku:str}",
    name="delete",
    summary="Delete a product",
    security=LOCKED,
    guards=[requires_key],
    raises=[NotAuthorizedException, NotFoundException],
)
async def delete_product(state: State, sku: Sku) -> None:
    find(state, sku)
    del state.store.products[sku]


def create(bug: str = "") -> Litestar:
    handlers = [
        list_products, export_products, create_products, read_product, put_product, change_stock, delete_product,
    ]  # fmt: skip
    state = State({"store": Store(bug)})
    for sku, stock in (("TEA-1", 12), ("CUP-2", 0), ("POT-3", 4)):
        add(state, NewProduct(sku=sku, name=sku.title(), price="9.90", category="kitchen", stock=stock))
    scheme = SecurityScheme(type="apiKey", name="X-API-Key", security_scheme_in="header")
    return Litestar(
        [Router("/", route_handlers=handlers)],
        state=state,
        before_request=decode_strictly,
        exception_handlers={RecursionError: refuse_deep_nesting},
        openapi_config=OpenAPIConfig(
            title="Catalog", version="5.0.1", components=Components(security_schemes={"ApiKey": scheme})
        ),
    )
