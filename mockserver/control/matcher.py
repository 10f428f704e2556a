"""Matchers: conditions about requests, and about the status code of the response, compiled from JSON."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple
from urllib.parse import quote_plus, unquote

from contracts.generation.json_encoding import encode_json
from contracts.http_syntax import is_token
from contracts.redaction.messages import Masker
from contracts.redaction.names import is_secret
from contracts.redaction.shapes import MASK
from contracts.redaction.values import without_secrets
from contracts.spec.known_secrets import masker_of
from contracts.spec.model import Contract, Operation
from contracts.spec.pointers import child_pointer
from contracts.wording import suggestion
from mockserver.control.admin_request import AdminError, known_keys
from mockserver.control.body_schema import compile_body_schema
from mockserver.control.exchange_view import ExchangeView, Keys, MaskedView
from mockserver.control.json_conditions import compile_json
from mockserver.control.path_conditions import PathTemplate, compile_path
from mockserver.control.text_conditions import TextCondition, compile_text
from mockserver.exchange import Exchange
from mockserver.http.path_segments import NAME
from mockserver.http.request import ABSENT

FIELDS = (
    *("operation", "api", "sent", "method", "path", "path_params", "query"),
    *("headers", "body", "body_schema", "status"),
)
"""The properties of a matcher; the cheapest conditions come first."""

MAX_SHOWN = 500
"""Maximum length of a value in a message in characters."""

"""A method or the name of a header (RFC 9110, section 5.6.2)."""

_STATUS_RANGE = re.compile("[1-5]XX")


@dataclass(frozen=True)
class Mismatch:
    """A condition that an exchange does not satisfy.

    :param field: JSON pointer of the value: ``/path``, ``/headers/x-key``, ``/body/pet/name``.
    :param expected: the value or operators of the condition.
    :param actual: the value of the exchange, without secrets; ``ABSENT`` if there is none.
    :param reason: such as ``differs``.
    """

    field: str
    expected: Any
    actual: Any
    reason: str

    def as_json(self) -> dict[str, Any]:
        """Return the mismatch as JSON values; ``actual`` is omitted if there is no value."""
        actual = {} if self.actual is ABSENT else {"actual": self.actual}
        return {"field": self.field, "expected": self.expected, **actual, "reason": self.reason}


class _Found(NamedTuple):
    """A condition that failed, before its values are masked.

    :param part: the property of the matcher.
    """

    part: str
    keys: Keys
    expected: Any
    reason: str


Condition = Callable[[ExchangeView], Iterator[_Found]]


class Matcher:
    """A compiled matcher: all its conditions must hold.

    :ivar operations: ids of the operations that can match; ``None`` for all.
    :ivar is_of_sent: whether it is about requests that the mock has sent, not those that it has received.
    """

    def __init__(
        self,
        conditions: Sequence[Condition],
        masker: Masker,
        operations: frozenset[str] | None,
        *,
        is_of_sent: bool = False,
    ) -> None:
        self._conditions = tuple(conditions)
        self._masker = masker
        self.operations = operations
        self.is_of_sent = is_of_sent

    def concerns(self, exchange: Exchange) -> bool:
        """Whether an exchange is of the kind that the matcher is about: sent or received."""
        return (exchange.sent is not None) == self.is_of_sent

    def matches(self, exchange: Exchange, view: ExchangeView | None = None) -> bool:
        """Whether an exchange satisfies all conditions.

        :param view: of the exchange, which several matchers can share, so that it is parsed once.
        """
        if self.operations is not None and exchange.operation not in self.operations:
            return False
        view = view or ExchangeView(exchange)
        return all(next(condition(view), None) is None for condition in self._conditions)

    def mismatches(self, exchange: Exchange) -> list[Mismatch]:
        """Return why an exchange does not match, without secrets; empty if it does."""
        view = ExchangeView(exchange)
        found = [one for condition in self._conditions for one in condition(view)]
        if not found:
            return []
        shown = MaskedView(exchange, self._masker)
        return [self._masked(one, shown) for one in found]

    def _masked(self, found: _Found, shown: ExchangeView) -> Mismatch:
        part, keys, expected, reason = found
        if self._hides(part, keys) and expected != {"absent": True}:
            expected = MASK
        elif isinstance(expected, dict | list):
            expected = without_secrets(expected)
        return Mismatch(child_pointer("", part, *keys), expected, _limited(shown.at(part, keys)), reason)

    def _hides(self, part: str, keys: Keys) -> bool:
        """Whether a value is secret."""
        names = [key for key in keys if isinstance(key, str)]
        match part:
            case "headers":
                return any(map(self._masker.is_secret_header, names))
            case "query":
                return any(self._masker.is_secret_query(quote_plus(name)) for name in names)
        return any(map(is_secret, names))


def _limited(value: Any) -> Any:
    """Return a value for a message; of a long one, the beginning of its JSON text."""
    if value is ABSENT or value is None or isinstance(value, bool | int | float):
        return value
    text = value if isinstance(value, str) else encode_json(value).decode()
    return value if len(text) <= MAX_SHOWN else f"{text[:MAX_SHOWN]}…"


def compile_matcher(value: Any, contracts: Sequence[Contract], location: str, *, with_status: bool = True) -> Matcher:
    """Compile a matcher.

    :param contracts: the served documents.
    :param location: JSON pointer of the matcher in the body of the admin request.
    :param with_status: whether it may have a condition about the response: not if it selects incoming requests.
    :raises AdminError: if it is not a matcher, or names an operation or API that no document has.
    """
    conditions = known_keys(value, location, *FIELDS)
    if "status" in conditions and not with_status:
        hint = "remove it; stubs and faults are selected by the request"
        raise AdminError("there is no response yet", location=f"{location}/status", hint=hint)
    if "sent" in conditions and not with_status:
        hint = "remove it; stubs and faults are for requests that the mock receives"
        raise AdminError("the request is a received one", location=f"{location}/sent", hint=hint)
    compiler = _Compiler(contracts, location, conditions)
    compiled = [compiler.compile(field) for field in FIELDS if field in conditions]
    return Matcher(compiled, masker_of(contracts), compiler.operation_ids, is_of_sent="sent" in conditions)


class _Compiler:
    """Compiles the conditions of one matcher."""

    def __init__(self, contracts: Sequence[Contract], location: str, conditions: Mapping[str, Any]) -> None:
        self._contracts = contracts
        self._location = location
        self._conditions = conditions
        self._path: PathTemplate | None = None
        name = conditions.get("operation")
        self.operation_ids = frozenset({name}) if isinstance(name, str) else None

    def compile(self, field: str) -> Condition:
        """Compile a condition. Raises :class:`AdminError`."""
        value, location = self._conditions[field], f"{self._location}/{field}"
        compiled: Condition = getattr(self, f"_compile_{field}")(value, location)
        return compiled

    # ------------------------------------------------------------------ one value

    def _compile_operation(self, value: Any, location: str) -> Condition:
        if isinstance(value, str) and value:
            known = [one for contract in self._contracts for one in contract.operations]
            _check_known(value, [one.id for one in known], "operation", location)
            self._check_api(value)
        return _of_text("operation", compile_text(_string(value, location), location), lambda one: one.operation)

    def _check_api(self, operation: str) -> None:
        api = self._conditions.get("api")
        owners = [one.name for contract in self._contracts for one in contract.apis if _has(one.operations, operation)]
        if isinstance(api, str) and api not in owners:
            message = f"the API '{api[:80]}' has no operation '{operation}'"
            raise AdminError(message, location=f"{self._location}/api", hint=f"it is in {', '.join(owners)}")

    def _compile_api(self, value: Any, location: str) -> Condition:
        if isinstance(value, str) and value:
            names = [one.name for contract in self._contracts for one in contract.apis]
            _check_known(value, names, "API", location)
        return _of_text("api", compile_text(_string(value, location), location), lambda one: one.api)

    def _compile_sent(self, value: Any, location: str) -> Condition:
        condition = compile_text(_string(value, location), location, may_be_absent=False)
        return _of_text("sent", condition, lambda one: one.sent.name if one.sent is not None else "")

    def _compile_method(self, value: Any, location: str) -> Condition:
        if isinstance(value, str):
            if not is_token(value):
                raise AdminError(f"'{value[:40]}' is not a method", location=location, hint="such as 'GET'")
            value = value.upper()
        condition = compile_text(_string(value, location), location, may_be_absent=False)
        return _of_text("method", condition, lambda one: one.method.upper())

    def _compile_path(self, value: Any, location: str) -> Condition:
        found = compile_path(value, location)
        if isinstance(found, TextCondition):
            reason, expected = found.reason, found.expected

            def search(view: ExchangeView) -> Iterator[_Found]:
                if text := reason(view.paths):
                    yield _Found("path", (), expected, text)

            return search
        template = self._path = found

        def compare(view: ExchangeView) -> Iterator[_Found]:
            if template.of(view) is None:
                yield _Found("path", (), template.source, "differs")

        return compare

    def _compile_status(self, value: Any, location: str) -> Condition:
        match value:
            case int() if not isinstance(value, bool) and 100 <= value <= 599:
                return _of_text("status", TextCondition(value, compile_text(value, location).reason), _status)
            case str() if _STATUS_RANGE.fullmatch(value.upper()):

                def compare(view: ExchangeView) -> Iterator[_Found]:
                    if str(view.exchange.status)[0] != value[0]:
                        yield _Found("status", (), value, "differs")

                return compare
            case dict():
                return _of_text("status", compile_text(value, location, may_be_absent=False), _status)
        hint = "a number from 100 to 599, a range such as '4XX', or an object with operators"
        raise AdminError("not a status code", location=location, hint=hint)

    # ------------------------------------------------------------------ values by name

    def _compile_path_params(self, value: Any, location: str) -> Condition:
        conditions = self._named(value, location, lists=False)
        names = self._path.names if self._path is not None else ()
        known = self._path_parameters()
        for name in conditions if known is not None else ():
            _check_known(name, [*(known or ()), *names], "path parameter", child_pointer(location, name))
        template = self._path

        def values(view: ExchangeView) -> Mapping[str, Sequence[str]]:
            found = template.of(view) if template is not None else None
            own = {name: [unquote(one)] for name, one in found.items()} if found else {}
            return {**view.path_params, **own}

        return _of_named("path_params", conditions, values)

    def _path_parameters(self) -> list[str] | None:
        """Return the names of the path parameters of the operation; ``None`` if it is not known."""
        if self.operation_ids is None:
            return None
        found = [contract.operation(one) for contract in self._contracts for one in self.operation_ids]
        return [name for one in found if one is not None for name in NAME.findall(one.path)]

    def _compile_query(self, value: Any, location: str) -> Condition:
        return _of_named("query", self._named(value, location, lists=True), lambda view: view.query)

    def _compile_headers(self, value: Any, location: str) -> Condition:
        conditions = self._named(value, location, lists=True)
        for name in conditions:
            if not is_token(name):
                message = f"'{name[:40]}' is not the name of a header"
                raise AdminError(message, location=child_pointer(location, name))
        lower = {name.lower(): condition for name, condition in conditions.items()}
        if len(lower) < len(conditions):
            raise AdminError("a header occurs twice", location=location, hint="names are case-insensitive")
        return _of_named("headers", lower, lambda view: view.headers)

    @staticmethod
    def _named(value: Any, location: str, *, lists: bool) -> dict[str, TextCondition]:
        if not isinstance(value, dict):
            raise AdminError("must be an object with the values by name", location=location)
        return {name: compile_text(one, child_pointer(location, name), lists=lists) for name, one in value.items()}

    # ------------------------------------------------------------------ the body

    def _compile_body(self, value: Any, location: str) -> Condition:
        condition = compile_json(value, location)
        texts: TextCondition | None = None
        if isinstance(value, dict) and value and value.keys() <= {"matches", "contains"}:
            # Strings are searched in the whole body, whatever its media type.
            searched = {name: one for name, one in value.items() if name == "matches" or isinstance(one, str)}
            texts = compile_text(searched, location) if searched else None
            rest = {name: one for name, one in value.items() if name not in searched}
            condition = compile_json(rest or {"absent": False}, location)

        def compare(view: ExchangeView) -> Iterator[_Found]:
            if view.is_cut:
                yield _Found("body", (), value, "cannot be compared: only its beginning is kept")
                return
            if texts is not None and view.body is not ABSENT and (text := texts.reason([view.text])):
                yield _Found("body", (), value, text)
            for keys, expected, reason in condition.differences(view.body, (), is_form=view.is_form):
                yield _Found("body", keys, expected, reason)

        return compare

    def _compile_body_schema(self, value: Any, location: str) -> Condition:
        schema = compile_body_schema(value, self._contracts, location)

        def compare(view: ExchangeView) -> Iterator[_Found]:
            if view.body is ABSENT:
                yield _Found("body_schema", (), value, "is absent")
            elif view.is_cut:
                yield _Found("body_schema", (), value, "cannot be validated: only its beginning is kept")
            else:
                for keys, keyword, reason in schema.issues(view.body):
                    yield _Found("body_schema", keys, keyword or value, reason)

        return compare


def _of_text(part: str, condition: TextCondition, value_of: Callable[[Exchange], str]) -> Condition:
    reason, expected = condition.reason, condition.expected

    def compare(view: ExchangeView) -> Iterator[_Found]:
        value = value_of(view.exchange)
        if text := reason([value] if value else []):
            yield _Found(part, (), expected, text)

    return compare


def _of_named(
    part: str,
    conditions: Mapping[str, TextCondition],
    values_of: Callable[[ExchangeView], Mapping[str, Sequence[str]]],
) -> Condition:
    def compare(view: ExchangeView) -> Iterator[_Found]:
        values = values_of(view)
        for name, condition in conditions.items():
            if text := condition.reason(values.get(name, ())):
                yield _Found(part, (name,), condition.expected, text)

    return compare


def _status(exchange: Exchange) -> str:
    return str(exchange.status) if exchange.status else ""


def _string(value: Any, location: str) -> Any:
    """Return a string or object. Raises :class:`AdminError` for any other value."""
    if not isinstance(value, str | dict) or value == "":
        raise AdminError("must be a string or an object with operators", location=location)
    return value


def _has(operations: Sequence[Operation], identifier: str) -> bool:
    return any(one.id == identifier for one in operations)


def _check_known(name: str, known: Sequence[str], noun: str, location: str) -> None:
    """Raises :class:`AdminError` if a name is not known."""
    if name not in known:
        listed = sorted(set(known))
        names = f"known: {', '.join(listed)}" if listed and len(listed) <= 10 else ""
        raise AdminError(f"no {noun} '{name[:80]}'", location=location, hint=suggestion(name, listed) or names)
