"""The ``Contract``: an OpenAPI document compiled into immutable objects.

Whatever the version of the document, the objects follow OpenAPI 3.1: schemas are JSON Schema 2020-12, references are
internal (``#/…``), parameters of the path item are merged into the operation, and each operation has its own security
requirements. Only ``contracts.spec.compile`` creates these objects.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from contracts.findings import Location
from contracts.spec.extensions import Credentials

if TYPE_CHECKING:
    from contracts.spec.document import Document
    from contracts.spec.extensions import ErrorRule
    from contracts.spec.keys import Keys
    from contracts.spec.schemas import Schema, SchemaSpace


class Example(NamedTuple):
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
    :param schema: ``None`` if undocumented: any value is allowed.
    :param encoding: ``encoding`` of a form body, by property name.
    :param derived: a schema derived from the examples, if ``schema`` does not describe properties; messages are not
        validated with it.
    :param item: the schema of each item, if the content is a sequence (``itemSchema`` of OpenAPI 3.2); ``schema`` is
        then that of the list of all items.
    """

    name: str
    schema: Schema | None
    examples: tuple[Example, ...] = ()
    encoding: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    derived: Schema | None = None
    item: Schema | None = None

    @property
    def structure(self) -> Schema | None:
        """The schema that describes the properties: ``derived``, or else ``schema``."""
        return self.derived or self.schema

    @cached_property
    def is_json(self) -> bool:
        """Whether the media type is JSON, also with a ``+json`` suffix (RFC 6839)."""
        essence = self.name.partition(";")[0].strip().lower()
        return essence in {"application/json", "text/json"} or essence.endswith("+json")

    def example(self, name: str = "") -> Example | None:
        """The example ``name``, or the first example for ``""``; ``None`` if it does not exist."""
        return next((item for item in self.examples if not name or item.name == name), None)


@dataclass(frozen=True)
class Parameter:
    """A parameter of an operation or its path item (OpenAPI 3.1, section 4.8.12).

    The headers ``Accept``, ``Content-Type`` and ``Authorization`` are ignored, as OpenAPI requires.

    :param location: ``path``, ``query``, ``header`` or ``cookie``; ``querystring`` for a JSON value that is the whole
        query (OpenAPI 3.2).
    :param style: ``simple``, ``form``, …; the default of the location if the document has none.
    :param media_type: media type if the parameter has ``content`` instead of ``schema``; otherwise ``""``.
    :param strict_only: the mock requires it only with ``--strict`` (``x-mock-required``).
    :param canonical: ``uuid`` if all spellings of a UUID are equivalent (``x-mock-canonical``); otherwise ``""``.
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


class Header(NamedTuple):
    """A documented response header; its name is case-insensitive.

    :param media_type: media type if the header has ``content`` instead of ``schema``; otherwise ``""``.
    """

    name: str
    required: bool
    schema: Schema | None
    description: str = ""
    examples: tuple[Example, ...] = ()
    media_type: str = ""


class RequestBody(NamedTuple):
    """The request body of an operation."""

    required: bool
    content: tuple[MediaType, ...]


class ResponseSpec(NamedTuple):
    """A documented response.

    :param status: ``"200"``, a range ``"4XX"`` (upper case) or ``"default"``.
    """

    status: str
    description: str
    content: tuple[MediaType, ...]
    headers: tuple[Header, ...] = ()

    @property
    def is_success(self) -> bool:
        """Whether the status code is 2XX."""
        return self.status.startswith("2")


class OAuthFlow(NamedTuple):
    """A flow of an ``oauth2`` scheme (OpenAPI 3.1, section 4.8.29); URLs are as in the document, or ``""``.

    :param name: ``implicit``, ``password``, ``clientCredentials``, ``authorizationCode`` or ``deviceAuthorization``.
    """

    name: str
    authorization_url: str = ""
    token_url: str = ""
    refresh_url: str = ""


@dataclass(frozen=True)
class SecurityScheme:
    """A security scheme (OpenAPI 3.1, section 4.8.27).

    :param key: its name under ``components/securitySchemes``.
    :param type: ``apiKey``, ``http``, ``oauth2``, ``openIdConnect`` or ``mutualTLS``.
    :param location: for ``apiKey``: ``header``, ``query`` or ``cookie``; otherwise ``""``.
    :param name: for ``apiKey``: name of the header, query parameter or cookie; otherwise ``""``.
    :param scheme: for ``http``: the authentication scheme in lower case, e.g. ``bearer``; otherwise ``""``.
    :param scopes: all scopes that its flows declare or operations require, in document order.
    :param credentials: the pattern of valid credentials and test credentials (``x-mock-credentials``).
    :param flows: for ``oauth2``: its flows; otherwise empty.
    :param discovery_url: for ``openIdConnect``: the URL of the discovery document; otherwise ``""``.
    """

    key: str
    type: str
    location: str = ""
    name: str = ""
    scheme: str = ""
    description: str = ""
    scopes: tuple[str, ...] = ()
    credentials: Credentials = field(default_factory=Credentials)
    flows: tuple[OAuthFlow, ...] = ()
    discovery_url: str = ""


class SchemeUse(NamedTuple):
    """One scheme of a security requirement, with the scopes (or roles) it requires."""

    scheme: SecurityScheme
    scopes: tuple[str, ...]


@dataclass(frozen=True)
class SecurityRule:
    """One alternative of ``security``: all its schemes are required. Without schemes, access is anonymous."""

    uses: tuple[SchemeUse, ...]


@dataclass(frozen=True)
class Resource:
    """The collection or single item that an operation acts on, and how.

    :param collection: path template of the collection, e.g. ``/serverops/cases``, without a trailing slash.
    :param role: ``read``, ``update`` (merge), ``replace`` (PUT), ``delete`` or ``act`` (an action) for an item;
        ``read_many`` for several items, whose ids are comma-separated in the path; ``list``, ``create``,
        ``create_many``, ``update_many`` or ``delete_many`` for the collection; ``search`` for another list of its
        items; ``save`` for an item with its id in the body; ``upload`` and ``download`` for content.
    :param id_parameter: the path parameter with the item's id; ``""`` for operations on the collection, and for the
        only item of a collection such as ``/me``.
    :param item_parameter: the path parameter with the id of an item, also for operations on the collection; ``""`` if
        items have no path.
    :param id_path: keys to the id in an item; ``()`` if no property contains it.
    :param list_path: keys to the array in the response of ``list`` and ``read_many``.
    :param item_path: keys to the item in the response of the other roles, or to an array that contains only the item.
    :param body_path: keys to the item in the request body.
    :param item: schema of the item, from the response of ``read`` if there is one.
    :param kept: items are stored with their own schema (``item`` of ``x-mock-resource``), from which responses are
        derived.
    :param single: the collection contains one item only, which has no id in its path: ``/me``, ``/orgs/{id}/settings``.
    :param home: path template of the collection in which the items of this one can be read, e.g. ``/pets`` for
        ``/owners/{id}/pets``; ``""`` if it is this one.
    :param reason: why the operation has this resource, one sentence for ``mockserver routes --state``.
    """

    collection: str
    role: str
    id_parameter: str
    item: Schema
    id_path: Keys = ()
    list_path: Keys = ()
    item_path: Keys = ()
    body_path: Keys = ()
    kept: bool = False
    single: bool = False
    home: str = ""
    reason: str = ""
    item_parameter: str = ""

    @property
    def id_field(self) -> str:
        """The property with the item's id; ``""`` if it is not a property of the item itself."""
        return self.id_path[0] if len(self.id_path) == 1 else ""


@dataclass(frozen=True, eq=False)
class Operation:
    """One method of one path.

    :param id: unique in the contract: the ``operationId``, or a generated id such as ``get_cases_id``.
    :param method: as in a request: upper case, except for methods of ``additionalOperations`` (OpenAPI 3.2).
    :param path: path template with the API's prefix, as served on a shared port.
    :param native_path: path template without the prefix, as the vendor serves it.
    :param security: alternatives; empty if no authentication is required.
    :param errors: ``x-mock-errors`` of the API and the operation, by failure kind.
    :param base_paths: paths of the servers of the operation or its path item, which replace those of the document.
    """

    id: str
    method: str
    path: str
    native_path: str
    api: str
    parameters: tuple[Parameter, ...]
    request_body: RequestBody | None
    responses: tuple[ResponseSpec, ...]
    security: tuple[SecurityRule, ...]
    document: Document = field(repr=False, compare=False)
    pointer: str
    summary: str = ""
    description: str = ""
    deprecated: bool = False
    tags: tuple[str, ...] = ()
    resource: Resource | None = None
    errors: Mapping[str, ErrorRule] = field(default_factory=dict)
    base_paths: tuple[str, ...] = ()

    @cached_property
    def location(self) -> Location:
        """File, line and column of the operation: looked up when they are needed, which takes time in a large text."""
        return self.document.locate(self.pointer)

    def response(self, status: int) -> ResponseSpec | None:
        """The documented response for a status code: exact, by range, or ``default`` (OpenAPI 3.1, section 4.8.16)."""
        by_status = self._by_status
        return by_status.get(str(status)) or by_status.get(f"{status // 100}XX") or by_status.get("default")

    def documents(self, status: int) -> bool:
        """Whether the exact status code is documented, not only its range or ``default``."""
        return str(status) in self._by_status

    @cached_property
    def _by_status(self) -> dict[str, ResponseSpec]:
        return {response.status: response for response in self.responses}

    @cached_property
    def success(self) -> ResponseSpec | None:
        """The documented 2XX response with the lowest status code, or ``default``, or ``None``."""
        lowest = min((one for one in self.responses if one.is_success), key=lambda one: one.status, default=None)
        return lowest or self._by_status.get("default")


@dataclass(frozen=True)
class Api:
    """One API of the document; a document without ``x-mock-apis`` has one.

    :param name: value for ``--api``; lower case letters, digits and dashes.
    :param prefix: path prefix in the document, ``""`` or ``/serverops``; without a trailing slash.
    :param servers: absolute base URLs of the real servers, with the defaults of their variables.
    :param order: order of the request checks (``x-mock-order``); empty for the default order.
    :param errors: ``x-mock-errors`` of the API, by failure kind.
    :param vendor: vendor whose additional behaviour the mock implements, e.g. ``egain``; ``""`` for none.
    :param base_paths: paths of the servers, relative ones included, e.g. ``/v2``; without those that are empty.
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
    base_paths: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class Contract:
    """A compiled OpenAPI document.

    :param document: the document with its files and source locations.
    :param openapi: OpenAPI version of the document, e.g. ``3.0.3``.
    :param version: ``info.version`` of the document.
    :param tree: the complete document upgraded to OpenAPI 3.1, with internal references only.
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
        """All operations in document order."""
        return tuple(operation for api in self.apis for operation in api.operations)

    @cached_property
    def _by_id(self) -> dict[str, Operation]:
        return {operation.id: operation for operation in self.operations}

    def operation(self, identifier: str) -> Operation | None:
        """The operation with an id, or ``None``."""
        return self._by_id.get(identifier)

    def schema(self, pointer: str) -> Schema:
        """The schema at a JSON pointer of the tree, e.g. ``/components/schemas/Case``. Raises ``KeyError``."""
        return self.schemas.at(pointer)

    def locate(self, pointer: str) -> Location:
        """File, line and column of a JSON pointer of the tree."""
        return self.document.locate(pointer)
