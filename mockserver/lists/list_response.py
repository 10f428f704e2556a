"""The response of a list operation: the items that the request selects, the envelope around them, and headers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from contracts.generation.generate import Generators
from contracts.spec.keys import schema_at, with_value
from contracts.spec.model import Operation
from contracts.spec.schemas import Schema
from mockserver.http.messages import Failure, RawHeader
from mockserver.http.request import ABSENT, RequestContext
from mockserver.lists.cursors import Cursors
from mockserver.lists.envelope import compile_object, counts_from_zero, cursor_schemas, target_meanings
from mockserver.lists.filters import Filters
from mockserver.lists.items import ItemProperties, Listed
from mockserver.lists.page_headers import PageHeaders
from mockserver.lists.page_view import PageView
from mockserver.lists.paging import Paging, PagingFields, paging_fields
from mockserver.lists.query_fields import QueryField, integer_of, node_of, query_fields
from mockserver.lists.sorting import Sorting

REFUSALS = (400, 422)
"""Status codes that an operation documents if it refuses a cursor."""


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
    """

    def __init__(self, operation: Operation, body: Schema, generators: Generators) -> None:
        resource = operation.resource
        self._body, self._path = body, resource.list_path if resource is not None else ()
        id_path = resource.id_path if resource is not None else ()
        item = resource.item if resource is not None else None
        properties = ItemProperties(item, id_path)
        root = compile_object(body, self._path, generators)
        # A request for items by their ids, or with several items, gets all of them.
        is_many = resource is not None and resource.role != "list"
        query = [] if is_many else list(query_fields(operation))
        fields = paging_fields(query, properties, counts_from_zero=counts_from_zero(root))
        documented = operation.success.headers if operation.success is not None else ()
        if (
            not is_many
            and not fields.positions
            and (target_meanings(root) or PageHeaders(documented, fields).has_links)
        ):
            fields = _with_cursor(fields, query)
        self._root = root.with_fields(fields, id_path)
        self._headers = PageHeaders(documented, fields)
        self._paging = Paging(
            fields,
            _cursors(operation, fields, cursor_schemas(self._root), schema_at(item, id_path) if item else None),
            max_items=integer_of(node_of(schema_at(body, self._path)).get("maxItems")),
            refuses=any(operation.documents(status) for status in REFUSALS),
        )
        self._sorting = Sorting([one for one in query if one not in fields.all], properties)
        used = {one.name for one in (*fields.all, *self._sorting.fields)}
        self._filters = Filters([one for one in query if one.name not in used], properties)
        self._count = next((one for one in query if one.plain == "count" and one not in fields.all), None)
        self._is_plain = len(self._path) == 1 and len(body.properties) == 1
        self._generator = generators.compile(body) if self._path and not self._is_plain else None

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
        shown = [show(one) for one in page.items]
        headers, omitted = self._headers(view) if self._headers else ((), frozenset[bytes]())
        return ListBody(self._envelope(request, view, shown, key), headers, omitted)

    def _envelope(self, request: RequestContext, view: PageView, shown: list[Any], key: str) -> Any:
        if not self._path:
            return shown
        if self._generator is None:
            return {self._path[0]: shown}
        generated = with_value(self._generator(key), self._path, shown)
        if not self._root.is_relevant:
            return generated
        filled = with_value(self._root.fill(generated, view, key), self._path, shown)
        filled = self._without_count(request, filled)
        return filled if self._body.is_valid(filled) else self._valid_part(generated, filled)

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


def _with_cursor(fields: PagingFields, query: Sequence[QueryField]) -> PagingFields:
    """Add a parameter for a cursor, which the document lacks although responses name the next page."""
    names = {one.name for one in query}
    name = next((one for one in ("cursor", "page_cursor", "page_token") if one not in names), "cursor")
    return replace(fields, after=QueryField(name))


def _cursors(
    operation: Operation, fields: PagingFields, schemas: list[Schema], identity: Schema | None
) -> Cursors | None:
    field, resource = fields.after or fields.before, operation.resource
    if field is None:
        return None
    return Cursors(operation.id, field, schemas, identity, resource.id_path if resource is not None else ())
