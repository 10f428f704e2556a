"""The frozen ``Contract``: what one OpenAPI document says, compiled once and never changed.

Everything here is in one form, that of OpenAPI 3.1: schemas are JSON Schema 2020-12, references point into the
one tree (``#/…``), parameters of the path item are merged into the operation, and security requirements are spelt
out for each operation. ``contracts.spec.compile`` makes these objects; nothing else does.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from contracts.findings import Location
from contracts.spec.extensions import Credentials

if TYPE_CHECKING:
    from contracts.spec.document import Document
    from contracts.spec.extensions import ErrorRule
    from contracts.spec.schemas import Schema, SchemaSpace


@dataclass(frozen=True)
class Example:
    """A documented example.

    :param name: key under ``examples``; ``""`` for the single ``example``.
    """

    name: str
    value: Any
    summary: str = ""


@dataclass(frozen=True)
class MediaType:
    """One entry of ``content``.

    :param name: as written, e.g. ``application/json`` or ``text/*``.
    :param schema: ``None`` where the document gives none: anything goes.
    :param encoding: ``encoding`` of a form body, by property name.
    """

    name: str
    schema: Schema | None
    examples: tuple[Example, ...] = ()
    encoding: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    @cached_property
    def is_json(self) -> bool:
        """Whether bodies of this media type are JSON (RFC 6839: also a ``+json`` suffix)."""
        essence = self.name.partition(";")[0].strip().lower()
        return essence in {"application/json", "text/json"} or essence.endswith("+json")

    def example(self, name: str = "") -> Example | None:
        """The example called ``name``, or the first one for ``""``; ``None`` where there is none."""
        return next((item for item in self.examples if not name or item.name == name), None)


@dataclass(frozen=True)
class Parameter:
    """A parameter of an operation (OpenAPI 3.1, section 4.8.12), path-item ones included.

    ``Accept``, ``Content-Type`` and ``Authorization`` never appear: OpenAPI has them ignored.

    :param location: ``path``, ``query``, ``header`` or ``cookie``.
    :param style: ``simple``, ``form``, …; always set, by the location's default if need be.
    :param media_type: name of the media type where the parameter uses ``content`` instead of ``schema``.
    :param strict_only: the mock asks for it with ``--strict`` only, whatever ``required`` says (``x-mock-required``).
    :param canonical: ``uuid`` where all forms of a UUID mean the same (``x-mock-canonical``); else ``""``.
    """

    name: str
    location: str
    required: bool
    schema: Schema | None
    style: str
    explode: bool
    allow_reserved: bool = False
    allow_empty_value: bool = False
    media_type: str = ""
    strict_only: bool = False
    canonical: str = ""
    description: str = ""
    examples: tuple[Example, ...] = ()


@dataclass(frozen=True)
class Header:
    """A documented response header; names are matched without case."""

    name: str
    required: bool
    schema: Schema | None
    description: str = ""
    examples: tuple[Example, ...] = ()


@dataclass(frozen=True)
class RequestBody:
    """What an operation takes as its body."""

    required: bool
    content: tuple[MediaType, ...]


@dataclass(frozen=True)
class Response:
    """A documented response.

    :param status: ``"200"``, a range ``"4XX"`` (upper case) or ``"default"``.
    """

    status: str
    description: str
    content: tuple[MediaType, ...]
    headers: tuple[Header, ...] = ()

    @property
    def is_success(self) -> bool:
        """Whether this is a 2XX response."""
        return self.status.startswith("2")


@dataclass(frozen=True)
class SecurityScheme:
    """A security scheme (OpenAPI 3.1, section 4.8.27).

    :param key: its name under ``components/securitySchemes``.
    :param type: ``apiKey``, ``http``, ``oauth2``, ``openIdConnect`` or ``mutualTLS``.
    :param location: of an ``apiKey``: ``header``, ``query`` or ``cookie``; else ``""``.
    :param name: of an ``apiKey``: the header, query parameter or cookie; else ``""``.
    :param scheme: of ``http``: the authentication scheme in lower case, e.g. ``bearer``; else ``""``.
    :param scopes: every scope that its flows declare or that an operation asks of it, in the document's order.
    :param credentials: ``x-mock-credentials``: the form of the vendor's, and documented test credentials.
    """

    key: str
    type: str
    location: str = ""
    name: str = ""
    scheme: str = ""
    description: str = ""
    scopes: tuple[str, ...] = ()
    credentials: Credentials = field(default_factory=Credentials)


@dataclass(frozen=True)
class SchemeUse:
    """One scheme inside a requirement, with the scopes (or roles) it must carry."""

    scheme: SecurityScheme
    scopes: tuple[str, ...]


@dataclass(frozen=True)
class SecurityRule:
    """One alternative of ``security``: every use in it must hold. No uses: anyone may call."""

    uses: tuple[SchemeUse, ...]


@dataclass(frozen=True)
class Resource:
    """Which collection an operation acts on, and as what.

    :param collection: path template of the collection, e.g. ``/serverops/cases``.
    :param role: ``read``, ``update`` (PATCH), ``replace`` (PUT), ``delete`` on an item; ``read_many`` on several, whose
        ids stand in the path between commas; ``list``, ``create`` on the collection.
    :param id_parameter: the path parameter that holds the item's id; ``""`` for ``list`` and ``create``.
    :param id_field: the property of the item that holds its id; ``""`` where no property does.
    :param list_field: the property of the response of ``list`` and ``read_many`` that holds the items; ``""`` where the
        body is the array.
    :param item: schema of the item, as ``read`` answers it if there is such an operation.
    :param kept: items are kept in a schema of their own (``item`` of ``x-mock-resource``), and answers made of it.
    """

    collection: str
    role: str
    id_parameter: str
    id_field: str
    list_field: str
    item: Schema
    kept: bool = False


@dataclass(frozen=True, eq=False)
class Operation:
    """One method of one path.

    :param id: unique in the contract: the ``operationId`` or, without one, ``get_cases_id``-like.
    :param method: upper case.
    :param path: the template with the API's prefix, as served on a shared port.
    :param native_path: the template without the prefix, as the vendor serves it.
    :param security: alternatives; empty: no authentication is asked.
    :param errors: the API's and the operation's own ``x-mock-errors``, by failure kind.
    """

    id: str
    method: str
    path: str
    native_path: str
    api: str
    parameters: tuple[Parameter, ...]
    request_body: RequestBody | None
    responses: tuple[Response, ...]
    security: tuple[SecurityRule, ...]
    location: Location
    pointer: str
    summary: str = ""
    description: str = ""
    deprecated: bool = False
    tags: tuple[str, ...] = ()
    resource: Resource | None = None
    errors: Mapping[str, ErrorRule] = field(default_factory=dict)

    def response(self, status: int) -> Response | None:
        """The response documented for ``status``: exact, then its range, then ``default`` (OpenAPI 3.1, 4.8.16)."""
        by_status = self._by_status
        return by_status.get(str(status)) or by_status.get(f"{status // 100}XX") or by_status.get("default")

    def documents(self, status: int) -> bool:
        """Whether the exact status is documented, ranges and ``default`` aside."""
        return str(status) in self._by_status

    @cached_property
    def _by_status(self) -> dict[str, Response]:
        return {response.status: response for response in self.responses}

    @cached_property
    def success(self) -> Response | None:
        """The first documented 2XX response; else ``default``, else ``None``."""
        first = next((response for response in self.responses if response.is_success), None)
        return first or self._by_status.get("default")


@dataclass(frozen=True)
class Api:
    """One API of the document: a document without ``x-mock-apis`` is a single one.

    :param name: what ``--api`` takes; lower case letters, digits and dashes.
    :param prefix: path prefix in the document, ``""`` or ``/serverops``; never ends in a slash.
    :param servers: the vendor's real base URLs.
    :param order: names of the pipeline's stages where ``x-mock-order`` changes them; else empty.
    :param errors: the API's ``x-mock-errors``, by failure kind.
    :param vendor: whose rules the mock adds to the document's, e.g. ``egain``; ``""``: nobody's.
    """

    name: str
    title: str
    prefix: str
    description: str
    servers: tuple[str, ...]
    operations: tuple[Operation, ...]
    order: tuple[str, ...] = ()
    errors: Mapping[str, ErrorRule] = field(default_factory=dict)
    vendor: str = ""


@dataclass(frozen=True, eq=False)
class Contract:
    """One OpenAPI document, compiled.

    :param document: the document with its files and positions.
    :param openapi: its own version, e.g. ``3.0.3``.
    :param tree: the whole document in the one form, references internal.
    """

    document: Document
    openapi: str
    title: str
    version: str
    description: str
    tree: dict[str, Any] = field(repr=False)
    apis: tuple[Api, ...]
    security_schemes: Mapping[str, SecurityScheme]
    schemas: SchemaSpace = field(repr=False)

    @cached_property
    def operations(self) -> tuple[Operation, ...]:
        """All operations in the document's order."""
        return tuple(operation for api in self.apis for operation in api.operations)

    @cached_property
    def _by_id(self) -> dict[str, Operation]:
        return {operation.id: operation for operation in self.operations}

    def operation(self, identifier: str) -> Operation | None:
        """The operation with that id, or ``None``."""
        return self._by_id.get(identifier)

    def schema(self, pointer: str) -> Schema:
        """The schema at a JSON pointer of the tree, e.g. ``/components/schemas/Case``. Raises ``KeyError``."""
        return self.schemas.at(pointer)

    def locate(self, pointer: str) -> Location:
        """File, line and column of a JSON pointer of the tree."""
        return self.document.locate(pointer)
