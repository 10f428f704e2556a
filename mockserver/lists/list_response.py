"""The response of a list operation: the items that the request selects, the envelope around them, and headers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from contracts.generation.generate import Generator, Generators
from contracts.spec.keys import EACH_VALUE, schema_at, with_value
from contracts.spec.model import Header, Operation
from contracts.spec.schemas import Schema
from mockserver.http.messages import Failure, RawHeader
from mockserver.http.request import ABSENT, RequestContext
from mockserver.lists.cursors import Cursors
from mockserver.lists.envelope import EnvelopeObject, compile_object, counts_from_zero, cursor_schemas, targets
from mockserver.lists.filters import Filters
from mockserver.lists.items import ItemProperties, Listed
from mockserver.lists.page_headers import PageHeaders
from mockserver.lists.page_view import PageView
from mockserver.lists.paging import Paging, PagingFields, paging_fields
from mockserver.lists.query_fields import QueryField, integer_of, node_of, query_fields
from mockserver.lists.sorting import Sorting
from mockserver.lists.undocumented_position import with_position

REFUSALS = (400, 422)
"""Status codes that an operation documents if it refuses a cursor."""

Shown = list[Any] | dict[str, Any]
"""The representations of the items of a page: an array, or an object by id."""


@dataclass(frozen=True, slots=True)
class ListBody:
    """The body of a list, and the headers that describe the page.

    :param omitted: lower-case names of documented headers that do not apply to the page.
    """

    value: Any
    headers: tuple[RawHeader, ...] = ()
    omitted: frozenset[bytes] = frozenset()


class ListResponse:
    """Builds the responses of a list operation, compiled once.

    :param body: the schema of the response body.
    :param has_filters: whether other parameters select items.
    """

    def __init__(self, operation: Operation, body: Schema, generators: Generators, *, has_filters: bool = True) -> None:
        resource = operation.resource
        self._body, path = body, resource.list_path if resource is not None else ()
        self._is_mapping = path[-1:] == (EACH_VALUE,)
        self._path = path[:-1] if self._is_mapping else path
        id_path = resource.id_path if resource is not None else ()
        properties = ItemProperties(resource.item if resource is not None else None, id_path)
        # A request for items by their ids, or with several items, gets all of them.
        is_many = resource is not None and resource.role not in {"list", "search"}
        query = [] if is_many else list(query_fields(operation))
        documented = operation.success.headers if operation.success is not None else ()
        root = compile_object(body, self._path, generators)
        fields = paging_fields(query, properties, counts_from_zero=counts_from_zero(root))
        if not is_many and not fields.positions:
            fields = _with_links(fields, query, root, documented)
        self._root = root.with_fields(fields, id_path)
        self._headers = PageHeaders(documented, fields)
        self._paging = _paging(operation, body, fields, self._root)
        others = [one for one in query if one not in fields.all]
        self._sorting = Sorting(others, properties)
        filters = [one for one in others if one not in self._sorting.fields] if has_filters else []
        self._filters = Filters(filters, properties)
        self._page_fields = fields.all
        self._count = next((one for one in others if one.plain == "count"), None)
        self._is_plain = len(self._path) == 1 and len(body.properties) == 1
        self._generators = generators

    @cached_property
    def _generator(self) -> Generator | None:
        """The generator of the envelope, ``None`` if it contains the array only; compiled for the first page."""
        return self._generators.compile(self._body) if self._path and not self._is_plain else None

    @property
    def parameters(self) -> dict[str, tuple[str, ...]]:
        """The names of the query parameters that have an effect, by their meaning."""
        fields = self._paging.fields
        single = {
            "page": fields.page,
            "offset": fields.offset,
            "cursor": fields.after,
            "cursor of the previous page": fields.before,
            "page size": fields.size,
        }
        return {
            **{meaning: (field.name,) for meaning, field in single.items() if field is not None},
            "sort": tuple(field.name for field in self._sorting.fields),
            "search": self._filters.searches,
            "filter": self._filters.names,
        }

    @property
    def is_paged(self) -> bool:
        """Whether the operation has parameters for pages."""
        return any(one.owner for one in self._page_fields)

    @property
    def page_parameters(self) -> frozenset[str]:
        """The names of the query parameters for pages and the order of items."""
        return frozenset(one.owner for one in (*self._page_fields, *self._sorting.fields))

    def __call__(
        self, request: RequestContext, items: Sequence[Listed], show: Callable[[Listed], Any], key: str
    ) -> ListBody | Failure:
        """Return the body and headers; a failure if the cursor in the request was never issued.

        :param items: all items of the collection.
        :param show: returns the representation of an item in the response; called only for items of the page.
        :param key: generator key for the other properties of the envelope.
        """
        page = self._paging(request, self._sorting(request, self._filters(request, items)))
        if isinstance(page, Failure):
            return page
        view = PageView(request, page, self._paging)
        shown = {one.identifier: show(one) for one in page.items} if self._is_mapping else list(map(show, page.items))
        headers, omitted = self._headers(view) if self._headers else ((), frozenset[bytes]())
        return ListBody(self._envelope(request, view, shown, key), headers, omitted)

    def _envelope(self, request: RequestContext, view: PageView, shown: Shown, key: str) -> Any:
        if not self._path:
            return shown
        if self._generator is None:
            plain = {self._path[0]: shown}
            return plain if shown else self._without_list(plain)
        generated = with_value(self._generator(key), self._path, shown)
        generated = generated if shown else self._without_list(generated)
        if not self._root.is_relevant or self._path[0] not in generated:
            return generated
        filled = with_value(self._root.fill(generated, view, key), self._path, shown)
        filled = self._without_count(request, filled)
        return filled if self._body.is_valid(filled) else self._valid_part(generated, filled)

    def _without_list(self, generated: dict[str, Any]) -> dict[str, Any]:
        """Return an envelope without its empty array, if only that is valid."""
        if self._body.is_valid(generated):
            return generated
        rest = {name: value for name, value in generated.items() if name != self._path[0]}
        return rest if len(self._path) == 1 and self._body.is_valid(rest) else generated

    def _without_count(self, request: RequestContext, filled: dict[str, Any]) -> dict[str, Any]:
        """Remove the count of OData, unless the request asks for it."""
        if self._count is None or self._count.value(request) is True or "@odata.count" in self._root.required:
            return filled
        return {name: value for name, value in filled.items() if name != "@odata.count"}

    def _valid_part(self, generated: Any, filled: dict[str, Any]) -> Any:
        """Return the generated envelope with the values of the page that leave it valid."""
        if not self._body.is_valid(generated):
            return filled
        for name in {**generated, **filled}:
            value = filled.get(name, ABSENT)
            changed = {key: below for key, below in generated.items() if key != name}
            changed |= {} if value is ABSENT else {name: value}
            generated = changed if self._body.is_valid(changed) else generated
        return generated


def _with_links(
    fields: PagingFields, query: Sequence[QueryField], root: EnvelopeObject, headers: Sequence[Header]
) -> PagingFields:
    """Add a parameter for the position if the document has none, although responses name the next page."""
    named = targets(root)
    if not named and not PageHeaders(headers, fields).has_links:
        return fields
    return with_position(fields, {one.name for one in query}, *named[:1])


def _paging(operation: Operation, body: Schema, fields: PagingFields, root: EnvelopeObject) -> Paging:
    resource, field = operation.resource, fields.after or fields.before
    id_path, list_path = (resource.id_path, resource.list_path) if resource is not None else ((), ())
    identity = schema_at(resource.item, id_path) if resource is not None and id_path else None
    cursors = Cursors(operation.id, field, cursor_schemas(root), identity, id_path) if field is not None else None
    return Paging(
        fields,
        cursors,
        max_items=integer_of(node_of(schema_at(body, list_path)).get("maxItems")),
        refuses=any(operation.documents(status) for status in REFUSALS),
    )
