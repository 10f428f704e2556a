"""Items that a test makes for itself, so that it need not touch what was there."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from contracts.errors import GenerationError
from contracts.judging.fields import names_own_id
from contracts.judging.items import json_object
from contracts.messages import Request, Response
from contracts.probe.requests import Values, body_media
from contracts.probe.session import Session
from contracts.spec.model import Operation

ATTEMPTS = 3
"""Bodies that are tried before creating counts as something that does not succeed here."""


@dataclass(frozen=True)
class Birth:
    """An item that was created.

    :param body: what was sent.
    :param answer: the JSON object that came back; empty where there was none.
    :param values: the path values of the new item; without its id where the answer told none.
    """

    body: dict[str, Any]
    request: Request
    response: Response
    answer: dict[str, Any]
    values: dict[tuple[str, str], Any]


def create(session: Session, operation: Operation, reader: Operation, first: int = 0) -> Birth | None:
    """Create an item by an operation that does; ``None`` where none of the attempts succeeds.

    :param reader: the operation that reads such items.
    :param first: number of the first body that is tried: another one gives another item.
    """
    media = body_media(operation)
    parents = _parents(session, operation, reader)
    if media is None or parents is None or reader.resource is None:
        return None
    for number in range(first, first + ATTEMPTS):
        try:
            request = session.request(operation, number, values=parents)
        except GenerationError:
            return None
        response = session.send(request)
        if response.is_success and response.status != 202:
            sent = json.loads(request.body)
            values = {**parents, **_own(reader, response)}
            body = sent if isinstance(sent, dict) else {}
            return Birth(body, request, response, json_object(response) or {}, values)
    session.note(f"{operation.id}: no request succeeded, so what follows a success was not looked at")
    return None


def _own(reader: Operation, response: Response) -> dict[tuple[str, str], Any]:
    """The path value of the item that an answer shows; none where that is not certain."""
    resource = reader.resource
    named = (json_object(response) or {}).get(resource.id_field) if resource and names_own_id(reader) else None
    return {("path", resource.id_parameter): named} if resource and isinstance(named, str | int) else {}


def remove(session: Session, reader: Operation, values: Values) -> None:
    """Delete an item that the test made, where there is an operation for it and its id is known."""
    resource = reader.resource
    remover = session.role(resource.collection, "delete") if resource else None
    if remover is not None and resource and ("path", resource.id_parameter) in values:
        session.send(session.request(remover, values=values))


def clean_up(session: Session, operation: Operation, response: Response) -> None:
    """Delete what an answer shows, if it is that of an operation that creates."""
    resource = operation.resource
    reader = session.role(resource.collection, "read") if resource and resource.role == "create" else None
    if reader is not None and response.is_success:
        remove(session, reader, {**(_parents(session, operation, reader) or {}), **_own(reader, response)})


def _parents(session: Session, operation: Operation, reader: Operation) -> dict[tuple[str, str], Any] | None:
    """Values for the path of the collection, of items that exist as far as is known."""
    names = {one.name for one in operation.parameters if one.location == "path"}
    if not names:
        return {}
    success = session.success(reader)
    return {key: value for key, value in success.values.items() if key[1] in names} if success else None
