"""Names in bodies that were not sent before, because the names of items are often unique."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from contracts.conformance.bodies.values import as_json
from contracts.conformance.request_builder import NAMING, request_media
from contracts.spec.keys import value_at, with_value
from contracts.spec.model import Operation
from contracts.spec.names import words

REFERENCES = frozenset({"id", "identifier", "key", "code"})
"""Last words of the names of properties that refer to something else, unless they are the whole name."""

SEPARATORS = ("-", "_", "")


class UniqueNames:
    """Gives the items of a collection different names.

    :param creator: the operation that creates the items.
    """

    def __init__(self, creator: Operation) -> None:
        self._creator = creator
        self._used: set[tuple[str, str]] = set()

    def apply(self, body: Any, number: int) -> Any:
        """Return a body whose names were not used before, as far as it is valid with other ones.

        :param number: a number that is appended to a name that was used.
        """
        prefix = self._creator.resource.body_path if self._creator.resource else ()
        item = value_at(body, prefix)
        for name, value in list(item.items()) if isinstance(item, dict) else ():
            if not isinstance(value, str) or not value or not _names_item(name):
                continue
            if (name, value.casefold()) in self._used:
                others = (with_value(body, (*prefix, name), other) for other in _variants(value, number))
                body = next(filter(self._is_valid, others), body)
            self._used.add((name, str(value_at(body, (*prefix, name))).casefold()))
        return body

    def _is_valid(self, body: Any) -> bool:
        media = request_media(self._creator)
        return media is not None and media.schema is not None and media.schema.request_validator.is_valid(as_json(body))


def _names_item(name: str) -> bool:
    found = words(name)
    return bool(found) and found[-1] in NAMING and (len(found) == 1 or found[-1] not in REFERENCES)


def _variants(value: str, number: int) -> Iterator[str]:
    """Yield a name with a number, before the ``@`` of an address."""
    local, at, domain = value.partition("@")
    for separator in SEPARATORS:
        yield f"{local}{separator}{number}{at}{domain}"
