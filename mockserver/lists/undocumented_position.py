"""A parameter for the position in a list that the document lacks, although responses name the next page."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from contracts.generation.name_words import words
from mockserver.lists.page_values import Meaning
from mockserver.lists.paging import PagingFields
from mockserver.lists.query_fields import QueryField

_ENDS = frozenset({"token", "cursor", "marker", "page", "offset", "start", "key"})


def with_position(
    fields: PagingFields, known: Collection[str], target: tuple[str, Meaning] | None = None
) -> PagingFields:
    """Return the parameters with one for the position.

    :param known: the names of the documented parameters.
    :param target: name and meaning of the property that names the next page: ``next_page_token`` is sent as
        ``page_token``, a number ``next_page`` as ``page``, anything else as ``cursor``.
    """
    name, is_number = _name_and_type(target)
    field = QueryField(name if name not in known else f"next_{name}")
    if is_number and "offset" in name.lower():
        return replace(fields, offset=field)
    return replace(fields, page=field) if is_number and "page" in name.lower() else replace(fields, after=field)


def _name_and_type(target: tuple[str, Meaning] | None) -> tuple[str, bool]:
    """Return the name of the parameter for a property, in the same notation, and whether its values are numbers."""
    if target is None:
        return "cursor", False
    parts, types = words(target[0]), target[1].types
    is_number = "integer" in types and "string" not in types
    if parts[:1] != ("next",) or parts[-1] not in _ENDS or (parts[-1] == "page" and not is_number):
        return "cursor", is_number
    rest = parts[1:]
    return "_".join(rest) if "_" in target[0] else rest[0] + "".join(map(str.capitalize, rest[1:])), is_number
