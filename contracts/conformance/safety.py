"""Which requests a contract test may send: nothing that deletes what the test did not create.

The rules are applied to every request before it is sent, whatever check or generator it comes from:

- ``DELETE``, and operations that delete, purge or end something by their name, are sent only for items that the test
  has created, for what is below them, and for ids that do not exist;
- the account and the session of the tester are not changed: paths that end with the user name of a credential, and
  operations such as ``logout``;
- operations that were excluded by the user are not sent.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

from contracts.conformance.routes import Routes
from contracts.conformance.unknown_ids import cannot_exist
from contracts.messages import Request
from contracts.spec.model import Operation
from contracts.spec.names import words
from contracts.spec.resources.paths import parse_path
from contracts.spec.schemas import Schema

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS", "TRACE", "QUERY"})
"""Methods that do not change data (RFC 9110, section 9.2.1)."""

DESTRUCTIVE_WORDS = frozenset(
    {"delete", "remove", "purge", "flush", "wipe", "destroy", "erase", "truncate", "drop", "shutdown", "terminate",
     "kill", "uninstall", "logout", "signout", "revoke", "deactivate"}
)  # fmt: skip
"""Words in the last path segment or the id of an operation that deletes or ends something."""

ACCOUNT_SEGMENTS = frozenset({"me", "self", "account", "profile", "user", "myself", "whoami"})
"""Last path segments of the tester's own account."""


def is_destructive(operation: Operation) -> bool:
    """Whether an operation deletes or ends something: by its method, or by its name."""
    if operation.method == "DELETE":
        return True
    if operation.method in SAFE_METHODS:
        return False
    last = operation.path.rstrip("/").rpartition("/")[2].rpartition(":")[2]
    named = words(last) if "{" not in last else ()
    verb = words(operation.id.rpartition("_")[2])[:1]
    return bool(DESTRUCTIVE_WORDS & {*named, *verb}) or "".join(named[:2]) in {"logout", "signout"}


def is_action(operation: Operation) -> bool:
    """Whether an operation certainly acts on an item, and may do anything to it."""
    resource = operation.resource
    return resource is not None and resource.role == "act" and operation.method not in SAFE_METHODS


def may_act(operation: Operation) -> bool:
    """Whether an operation of unknown role writes to the item in its path: ``POST /machines/{id}/restart``."""
    has_item = bool(parse_path(operation.path).items)
    return operation.resource is None and operation.method not in SAFE_METHODS and has_item


def without_password(operation: Operation, body: Any, schema: Schema) -> Any:
    """Return a body without an optional password, if the operation changes the tester's own account."""
    last = operation.path.rstrip("/").rpartition("/")[2].lower()
    if last not in ACCOUNT_SEGMENTS or operation.method in {*SAFE_METHODS, "POST"} or not isinstance(body, dict):
        return body
    kept = {name: value for name, value in body.items() if "password" not in name.lower()}
    return kept if schema.request_validator.is_valid(kept) else body


@dataclass(frozen=True)
class SafetyRules:
    """What the user allows.

    :param read_only: send only safe methods.
    :param no_delete: send no destructive request.
    :param allow_destructive: send destructive requests to anything.
    """

    read_only: bool = False
    no_delete: bool = False
    allow_destructive: bool = False


class Safety:
    """Decides whether a request may be sent.

    :param operations: the operations that the server has.
    :param excluded: operations that must not be sent.
    :param secrets: the credentials of the test; those of basic authentication contain the name of an account.
    :param owns: whether the test has created the item at a decoded path, or an item above it.
    :param is_absent: whether a request for the item at a path shows that it does not exist.
    """

    def __init__(
        self,
        operations: Sequence[Operation],
        rules: SafetyRules,
        excluded: Sequence[Operation],
        secrets: Iterable[str],
        *,
        native: bool,
        owns: Callable[[str], bool],
        is_absent: Callable[[Request], bool],
    ) -> None:
        self._rules = rules
        self._owns = owns
        self._is_absent = is_absent
        self._routes = Routes(operations, native=native)
        self._excluded = frozenset(one.id for one in excluded)
        self._destructive = frozenset(one.id for one in operations if is_destructive(one))
        self._needs_match = bool(self._excluded) or any(
            one.method != "DELETE" for one in operations if one.id in self._destructive
        )
        self._users = frozenset(one.partition(":")[0].lower() for one in secrets if ":" in one and len(one) > 2)

    def objection(self, request: Request) -> str:
        """Return why a request must not be sent; ``""`` if it may be sent."""
        if request.method in SAFE_METHODS and not self._excluded:
            return ""
        if self._rules.read_only and request.method not in SAFE_METHODS:
            return "--read-only"
        operation = self._operation(request)
        if operation is not None and operation.id in self._excluded:
            return f"{operation.id} is excluded from the test"
        if request.method in SAFE_METHODS:
            return ""
        return self._account(request) or self._destruction(request, operation)

    def _operation(self, request: Request) -> Operation | None:
        if not self._needs_match:
            return None
        route = self._routes.match(request.method, request.path, request)
        return route.operation if route else None

    def _account(self, request: Request) -> str:
        segments = unquote(request.path).lower().strip("/").split("/")
        if self._rules.allow_destructive:
            return ""
        if segments[-1] in self._users:
            return "the path is that of the account of a credential"
        is_own = segments[-1] in ACCOUNT_SEGMENTS and b"password" in request.body.lower()
        return "it would change the password of the tester's account" if is_own else ""

    def _destruction(self, request: Request, operation: Operation | None) -> str:
        if request.method != "DELETE" and (operation is None or operation.id not in self._destructive):
            return ""
        if self._rules.no_delete:
            return "--no-delete"
        path = unquote(request.path)
        if self._rules.allow_destructive or self._owns(path) or any(map(cannot_exist, path.split("/"))):
            return ""
        if self._is_absent(request):
            return ""
        return "the test did not create what it would delete; --allow-destructive allows it"
