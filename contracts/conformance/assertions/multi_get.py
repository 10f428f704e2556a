"""Operations that read several items by their ids."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from contracts.conformance.session import Session
from contracts.errors import GenerationError
from contracts.messages import Request, Response
from contracts.spec.keys import value_at
from contracts.spec.model import Operation, Parameter, Resource

MOST_IDS = 4
SOURCES = 12
"""Number of parameter values that are split into single ids."""
UNKNOWN_IDS = ("404", "999999999999", "casemock-no-such-id", "00000000-0000-0000-0000-000000000000")
"""Ids that rarely exist; a request shows whether they do."""


@dataclass(frozen=True)
class MultiGetResult:
    """The response to a request for several items.

    :param items: ``None`` if the response is not a list of objects.
    """

    request: Request
    response: Response
    items: list[dict[str, Any]] | None


class MultiGet:
    """An operation that reads several items, with the ids it can be tested with."""

    def __init__(self, session: Session, operation: Operation, resource: Resource) -> None:
        self.session = session
        self.operation = operation
        self.resource = resource
        name = resource.id_parameter
        self.parameter: Parameter = next(
            one for one in operation.parameters if (one.location, one.name) == ("path", name)
        )

    def joined(self, ids: list[Any]) -> Any:
        """Return the parameter value for several ids."""
        schema = self.parameter.schema
        return list(ids) if schema is not None and schema.items is not None else ",".join(map(str, ids))

    def is_valid(self, ids: list[Any]) -> bool:
        """Whether the document allows these ids in one request."""
        schema = self.parameter.schema
        return schema is None or schema.request_validator.is_valid(self.joined(ids))

    def ask(self, ids: list[Any], further: dict[tuple[str, str], Any] | None = None) -> MultiGetResult:
        """Send a request for several items.

        :param further: values of other parameters.
        """
        success = self.session.success(self.operation)
        values = {**(success.values if success else {}), **(further or {})}
        values["path", self.parameter.name] = self.joined(ids)
        request = self.session.request(self.operation, values=values)
        response = self.session.send(request)
        return MultiGetResult(request, response, self._items(response))

    def _items(self, response: Response) -> list[dict[str, Any]] | None:
        if not response.is_success:
            return None
        try:
            found = value_at(response.json, self.resource.list_path)
        except (ValueError, RecursionError):
            return None
        return found if isinstance(found, list) and all(isinstance(item, dict) for item in found) else None

    def known(self, most: int = MOST_IDS) -> list[Any]:
        """Return ids that each return an item, not in ascending order if possible."""
        found: list[Any] = []
        for identifier in self._candidates(most):
            listed = self.ask([identifier])
            if listed.items:
                found.append(identifier)
            if len(found) == most:
                break
        return [*found[1::2], *found[0::2]]

    def unknown(self) -> list[Any]:
        """Return valid ids that probably do not exist."""
        return [identifier for identifier in UNKNOWN_IDS if self.is_valid([identifier])]

    def _candidates(self, most: int) -> list[Any]:
        builder = self.session.builder
        found: dict[str, Any] = {}
        for number in range(SOURCES):
            try:
                value = builder.value(self.operation, self.parameter, number)
            except GenerationError:
                break
            for identifier in value if isinstance(value, list) else str(value).split(","):
                if self.is_valid([identifier]):
                    found.setdefault(str(identifier), identifier)
        return list(found.values())[: most + 2]


def multi_gets(session: Session) -> Iterator[MultiGet]:
    """Yield the tested operations that read several items and have a successful request."""
    for operation in session.operations:
        resource = operation.resource
        if resource is not None and resource.role == "read_many" and resource.id_field and session.success(operation):
            yield MultiGet(session, operation, resource)
