"""Mutants: what they are, how a family declares them, and the conditions for the operations they apply to."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Literal

from contracts.messages import Request, Response
from contracts.spec.model import Contract, Operation

Family = Literal[
    "envelope", "schema", "status", "auth", "validation", "state", "query", "forms", "protocol", "stability"
]
"""The part of the contract that a mutant violates."""


@dataclass(frozen=True)
class Call:
    """A request that a mutant intercepts before it reaches the correct server.

    :param operation: the requested operation (for HEAD, that of GET); ``None`` if no operation has the path.
    :param path_params: decoded values of the path parameters, by name.
    :param wrong_method: whether the path has no such method; ``operation`` is then another operation of the path.
    :param send: sends a request to the correct server.
    :param send_unchecked: sends a request to the mock without the rules of the reference server.
    """

    contract: Contract
    request: Request
    operation: Operation | None
    path_params: Mapping[str, str]
    wrong_method: bool
    send: Callable[[Request], Awaitable[Response]]
    send_unchecked: Callable[[Request], Awaitable[Response]] | None = None

    async def forward(self, request: Request | None = None) -> Response:
        """Send this request, or another one, to the correct server and return its response."""
        return await self.send(request or self.request)

    async def forward_unchecked(self) -> Response:
        """Send this request to the mock without the rules of the reference server, and return its response."""
        return await (self.send_unchecked or self.send)(self.request)

    @property
    def matched(self) -> Operation | None:
        """The requested operation; ``None`` if the path is unknown or does not have the method."""
        return None if self.wrong_method else self.operation

    @property
    def is_head(self) -> bool:
        """Whether the method is HEAD."""
        return self.request.method == "HEAD"

    @property
    def role(self) -> str:
        """The role of the operation for its resource, such as ``update``; ``""`` for HEAD or if it has none."""
        resource = self.matched.resource if self.matched else None
        return resource.role if resource and not self.is_head else ""

    @property
    def path(self) -> str:
        """The request path without query: the key of the item of a read, update or delete."""
        return self.request.path


Fault = Callable[[Call], Awaitable[Response]]
"""Returns a response in place of the correct server's; may keep state between calls."""

Transform = Callable[[Call, Operation, Response], Response]
"""Returns a wrong response made from the correct one, or the correct one if there is nothing to change."""

Condition = Callable[[Operation], bool]
"""Whether a mutant applies to an operation."""


@dataclass(frozen=True)
class Mutant:
    """One deliberate defect of a server.

    :param id: lower-case words joined by hyphens, unique.
    :param title: the defect, as a phrase.
    :param why: the usual cause of the defect, or its effect on clients, as a sentence.
    :param applies: whether the defect makes sense for an operation; whether it is detectable is found by requests.
    :param make_fault: makes the fault in its initial state.
    """

    id: str
    title: str
    family: Family
    why: str
    applies: Condition
    make_fault: Callable[[], Fault]


def always(_operation: Operation) -> bool:
    """Condition of a mutant that applies to every operation."""
    return True


def transforming(transform: Transform) -> Callable[[], Fault]:
    """Return the factory of a stateless fault that transforms responses, except of HEAD and of wrong methods."""

    async def fault(call: Call) -> Response:
        response = await call.forward()
        if call.matched is None or call.is_head:
            return response
        return transform(call, call.matched, response)

    return lambda: fault


class MutantFamily:
    """The mutants of one family module, which its decorators collect.

    :ivar mutants: in the order of their declaration.
    """

    def __init__(self, name: Family) -> None:
        self.name = name
        self.mutants: list[Mutant] = []

    def add(
        self, mutant_id: str, title: str, *, why: str, make_fault: Callable[[], Fault], applies: Condition = always
    ) -> None:
        """Declare a mutant by the factory of its fault."""
        self.mutants.append(Mutant(mutant_id, title, self.name, why, applies, make_fault))

    def stateful(
        self, mutant_id: str, title: str, *, why: str, applies: Condition = always
    ) -> Callable[[Callable[[], Fault]], Callable[[], Fault]]:
        """Decorate the factory of a fault that keeps state between calls."""

        def declare(make_fault: Callable[[], Fault]) -> Callable[[], Fault]:
            self.add(mutant_id, title, why=why, make_fault=make_fault, applies=applies)
            return make_fault

        return declare

    def fault(self, mutant_id: str, title: str, *, why: str, applies: Condition = always) -> Callable[[Fault], Fault]:
        """Decorate a stateless fault."""

        def declare(fault: Fault) -> Fault:
            self.add(mutant_id, title, why=why, make_fault=lambda: fault, applies=applies)
            return fault

        return declare

    def transform(
        self, mutant_id: str, title: str, *, why: str, applies: Condition = always
    ) -> Callable[[Transform], Transform]:
        """Decorate a transformation of correct responses; HEAD and wrong methods are left alone."""

        def declare(transform: Transform) -> Transform:
            self.add(mutant_id, title, why=why, make_fault=transforming(transform), applies=applies)
            return transform

        return declare


def returns_json(operation: Operation) -> bool:
    """Whether a success response has a documented JSON body with a schema."""
    return any(media.is_json and media.schema for one in operation.responses if one.is_success for media in one.content)


def accepts_json(operation: Operation) -> bool:
    """Whether the operation has a JSON request body."""
    return operation.request_body is not None and any(media.is_json for media in operation.request_body.content)


def requires_auth(operation: Operation) -> bool:
    """Whether every security requirement of the operation needs a credential."""
    return bool(operation.security) and all(rule.uses for rule in operation.security)


def requires_scopes(operation: Operation) -> bool:
    """Whether every security requirement of the operation needs a scope."""
    return bool(operation.security) and all(any(use.scopes for use in rule.uses) for rule in operation.security)


def has_role(*roles: str) -> Condition:
    """Return the condition that the operation has one of these roles for its resource."""
    return lambda operation: operation.resource is not None and operation.resource.role in roles


def has_parameter(*locations: str) -> Condition:
    """Return the condition that the operation has a parameter in one of these locations."""
    return lambda operation: any(parameter.location in locations for parameter in operation.parameters)
