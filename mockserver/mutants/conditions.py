"""To which operations a fault may be done."""

from __future__ import annotations

from collections.abc import Callable

from contracts.spec.model import Operation


def answers_json(operation: Operation) -> bool:
    """Whether a success has a documented JSON body."""
    return any(media.is_json and media.schema for one in operation.responses if one.is_success for media in one.content)


def takes_json(operation: Operation) -> bool:
    """Whether the operation has a JSON body."""
    return operation.request_body is not None and any(media.is_json for media in operation.request_body.content)


def asks_credentials(operation: Operation) -> bool:
    """Whether nobody may call it without a credential."""
    return bool(operation.security) and all(rule.uses for rule in operation.security)


def asks_scopes(operation: Operation) -> bool:
    """Whether each way in asks for a scope."""
    return bool(operation.security) and all(any(use.scopes for use in rule.uses) for rule in operation.security)


def is_role(*roles: str) -> Callable[[Operation], bool]:
    """Whether the operation does one of these to its resource."""
    return lambda operation: operation.resource is not None and operation.resource.role in roles


def takes_parameter(*locations: str) -> Callable[[Operation], bool]:
    """Whether the operation has a parameter in one of these places."""
    return lambda operation: any(parameter.location in locations for parameter in operation.parameters)
