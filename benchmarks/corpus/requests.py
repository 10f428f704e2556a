"""A reproducible draw of operations, and a valid request with credentials for each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from contracts.conformance.bodies.media_types import request_media
from contracts.conformance.credentials import Identity, add_credential, choose_credentials, documented_identities
from contracts.conformance.request_builder import OMITTED, RequestBuilder
from contracts.generation.generate import Generators
from contracts.messages import Request
from contracts.spec.model import Contract, Operation
from contracts.spec.schemas import Schema


def document_names(folder: Path, seed: int) -> list[str]:
    """Return the paths of all documents below a folder, in an order given by the seed."""
    suffixes = {".json", ".yaml", ".yml"}
    names = sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.suffix in suffixes)
    Random(seed).shuffle(names)
    return names


@dataclass(frozen=True)
class Drawn:
    """An operation that was drawn.

    :param number: counts how often the operation was drawn before; other numbers give other values.
    """

    operation: Operation
    number: int

    @property
    def path_and_method(self) -> tuple[str, str]:
        """Path template and method in lower case, as in the document."""
        return path_and_method(self.operation)


def path_and_method(operation: Operation) -> tuple[str, str]:
    """Return path template and method of an operation as in its document."""
    tokens = operation.pointer.lstrip("#").split("/")
    if len(tokens) == 4 and tokens[1] == "paths":
        return tokens[2].replace("~1", "/").replace("~0", "~"), tokens[3]
    return operation.native_path, operation.method.lower()


def draw(contract: Contract, seed: str, requests: int) -> list[Drawn]:
    """Draw operations: each once, in a random order, then again until there are ``requests``."""
    operations = sorted(contract.operations, key=lambda one: (one.path, one.method, one.id))
    if not operations:
        return []
    Random(seed).shuffle(operations)
    return [Drawn(operations[index % len(operations)], index // len(operations)) for index in range(requests)]


class RequestMaker:
    """Builds the requests for a document."""

    def __init__(self, contract: Contract) -> None:
        self._builder = RequestBuilder(Generators(seed=1), {})
        self._identities = tuple(_identities(contract))

    def request(self, drawn: Drawn) -> Request:
        """Return a valid request with credentials for the first security requirement.

        Documented examples are sent unless they are not valid for their schemas.
        """
        operation = drawn.operation
        values = {
            (one.location, one.name): self._builder.generated_value(operation, one, drawn.number)
            for one in operation.parameters
            if one.required and not _is_valid(one.schema, self._builder.value(operation, one, drawn.number))
        }
        media = request_media(operation)
        body: Any = OMITTED
        if (
            media is not None
            and media.is_json
            and not _is_valid(media.schema, self._builder.body(operation, drawn.number, media))
        ):
            body = self._builder.generated_body(operation, drawn.number, media)
        request = self._builder.build(operation, drawn.number, values=values, body=body)
        for use, identity in choose_credentials(operation.security, self._identities) or ():
            request = add_credential(use.scheme, identity.secret, request)
        return request


def _is_valid(schema: Schema | None, value: Any) -> bool:
    return schema is None or schema.request_validator.is_valid(value)


def _identities(contract: Contract) -> Iterator[Identity]:
    documented = [one for one in documented_identities(contract) if one.accepted]
    yield from documented
    for key, scheme in contract.security_schemes.items():
        if all(one.scheme != key for one in documented):
            secret = "user:password" if scheme.scheme == "basic" else "benchmark-token-0123456789"
            yield Identity(key, secret, scheme=key)
