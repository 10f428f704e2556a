"""What all parts of the corpus share: valid, authorised requests, and the items that they have created."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import quote, urlsplit

from contracts.conformance.credentials import Identity, add_credential, choose_credentials
from contracts.conformance.request_builder import RequestBuilder, body_media
from contracts.errors import GenerationError
from contracts.generation.generate import Generators
from contracts.generation.json_encoding import encode_json
from contracts.messages import Request, Response
from contracts.spec.foreign_keys import foreign_keys, parameter_names
from contracts.spec.keys import value_at, with_value
from contracts.spec.model import Contract, Operation, Resource
from mockserver.mutation.editing import parse_json
from mockserver.mutation.form_bodies import form_media, form_parts, is_binary, with_form

Send = Callable[[Request], Response]


class CorpusRequests:
    """Builds requests for items that exist, and sends them.

    :param identities: credentials, the one with the most rights first.
    :ivar created: ids of created items, by collection.
    """

    def __init__(self, contract: Contract, identities: tuple[Identity, ...], send: Send) -> None:
        self.contract = contract
        self._identities = identities
        self.send = send
        self.created: dict[str, list[str]] = {}
        self.generators = Generators(seed=5)
        self.builder = RequestBuilder(self.generators, {})
        resources = (one.resource for one in contract.operations if one.resource is not None)
        self._collections: dict[str, Resource] = {one.collection: one for one in resources}

    def build(self, operation: Operation, number: int = 0, **more: Any) -> Request:
        """Return a valid, authorised request. Raises :class:`GenerationError` if none can be generated."""
        values = {**self.path_values(operation, number), **more.pop("values", {})}
        request = self.builder.build(operation, number, values=values, **more)
        if "body" not in more:
            request = self._with_body(operation, request, number)
        return self.authorised(operation, request)

    def path_values(self, operation: Operation, number: int = 0) -> dict[tuple[str, str], Any]:
        """Return the ids of created items for the path; those around the last one are the first of their collection."""
        values: dict[tuple[str, str], Any] = {}
        for name in parameter_names(operation.path):
            before, _, after = operation.path.partition(f"/{{{name}}}")
            ids = self.created.get(before, ())
            if ids:
                values["path", name] = ids[0 if after else number % len(ids)]
        return values

    def authorised(self, operation: Operation, request: Request) -> Request:
        """Return the request with credentials that the operation accepts."""
        for use, identity in choose_credentials(operation.security, self._identities) or ():
            request = add_credential(use.scheme, identity.secret, request)
        return request

    def bodies(self, operation: Operation, number: int) -> Any:
        """Return the n-th body of an operation, whose foreign keys name created items."""
        return self._with_references(operation, self.builder.body(operation, number))

    def _with_body(self, operation: Operation, request: Request, number: int) -> Request:
        media = body_media(operation)
        if media is not None:
            return request.with_body(encode_json(self.bodies(operation, number)), media.name)
        media = form_media(operation)
        if media is not None and media.schema is not None:
            value = self.generators.compile(media.schema, "request")(f"{operation.id}\0form\0{number}")
            parts = form_parts(media, self._with_references(operation, value) if isinstance(value, dict) else {})
            return with_form(request.with_header("content-type", media.name), parts)
        content = operation.request_body.content if operation.request_body else ()
        media = next((one for one in content if one.schema is None or is_binary(one.schema)), None)
        if media is None:
            return request
        name = "application/octet-stream" if "*" in media.name else media.name
        return request.with_body(f"content {number}\r\n\xe9".encode(), name)

    def _with_references(self, operation: Operation, body: Any) -> Any:
        resource = operation.resource
        item = value_at(body, resource.body_path) if resource else None
        if resource is None or not isinstance(item, dict):
            return body
        for key in foreign_keys(resource, self._collections):
            ids = self.created.get(key.collection)
            if ids and len(key.path) == 1 and isinstance(item.get(key.path[0]), str | int):
                item = {**item, key.path[0]: ids[0] if isinstance(item[key.path[0]], str) else _as_integer(ids[0])}
        return with_value(body, resource.body_path, item)

    def create(self, operation: Operation, number: int) -> str:
        """Send a creation, and return the path of the created item; ``""`` if it failed."""
        resource = operation.resource
        try:
            request = self.build(operation, number)
        except GenerationError:
            return ""
        response = self.send(request)
        identifier = _created_id(operation, response)
        if resource is None or not identifier:
            return ""
        self.created.setdefault(resource.collection, []).append(identifier)
        return f"{request.path}/{quote(identifier, safe='')}"

    def forget(self, resource: Resource, path: str) -> None:
        """Remove a deleted item from the known ones."""
        identifier = path.rpartition("/")[2]
        ids = self.created.get(resource.collection, [])
        ids[:] = [one for one in ids if quote(one, safe="") != identifier]


def _created_id(operation: Operation, response: Response) -> str:
    resource = operation.resource
    if resource is None or not response.is_success:
        return ""
    item = value_at(parse_json(response), resource.item_path)
    identifier = value_at(item, resource.id_path) if resource.id_path else None
    if identifier is not None:
        return str(identifier)
    return urlsplit(response.header("location") or "").path.rpartition("/")[2]


def _as_integer(identifier: str) -> int | str:
    return int(identifier) if identifier.isdecimal() else identifier
