"""The stages for parameters: required parameters are present, values are valid (styles: ``parameter_styles.py``)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from contracts.failures import FailureKind
from contracts.spec.model import Parameter
from contracts.spec.schemas import Schema
from mockserver.http.messages import Failure, first_error
from mockserver.http.negotiation import is_language
from mockserver.http.parameter_styles import compile_presence, compile_reader, sent_text
from mockserver.http.request import ABSENT, RequestContext


class ParameterStages:
    """The stages ``presence`` and ``parameters`` of one operation.

    :param strict: see :class:`mockserver.settings.Settings`.
    :ivar required: the required parameters that may be missing, i.e. all except those in the path.
    """

    def __init__(self, parameters: Sequence[Parameter], *, strict: bool = False) -> None:
        self.required = [
            (parameter, compile_presence(parameter))
            for parameter in parameters
            if (strict if parameter.strict_only else parameter.required) and parameter.location != "path"
        ]
        self._parameters = [
            (parameter, compile_reader(parameter), _schema_to_check(parameter), _default(parameter))
            for parameter in parameters
            if not is_language(parameter)  # negotiation accepts more than the listed values
        ]
        self._order = {_location(parameter): index for index, parameter in enumerate(parameters)}

    def presence(self, request: RequestContext) -> Failure | None:
        """Refuse a request that lacks a required parameter.

        The failure also lists the invalid parameters, so that a client learns of all at once, in document order.
        """
        missing = [
            _failure(parameter, "this parameter is required", cause="missing")
            for parameter, is_present in self.required
            if not is_present(request)
        ]
        if not missing:
            return None
        invalid = self.values(request)
        found = [*missing, *(invalid.each if invalid else ())]
        return _combine(sorted(found, key=lambda failure: self._order[failure.location]))

    def valid_values(self, request: RequestContext) -> None:
        """Fill ``parameters`` of the request with the valid values; others count as absent (``--no-validate``)."""
        self.values(request)

    def values(self, request: RequestContext) -> Failure | None:
        """Fill ``parameters`` of the request; refuse invalid values. Absent parameters are not an error here."""
        failures: tuple[Failure, ...] = ()
        for parameter, read, schema, default in self._parameters:
            problem = keyword = ""
            try:
                value = read(request)
            except ValueError as error:
                problem = "not valid UTF-8" if isinstance(error, UnicodeError) else str(error)
            else:
                if value is ABSENT:
                    if default is ABSENT:
                        continue
                    value = default
                elif schema is not None and (found := first_error(schema.validator, value, schema)):
                    problem, keyword = found.message, found.keyword
                if not problem and parameter.canonical and isinstance(value, str):
                    try:
                        value = _CANONICAL[parameter.canonical](value)
                    except ValueError:
                        problem = f"not a {parameter.canonical.upper()}"
            if not problem:
                request.parameters[parameter.location, parameter.name] = value
            elif not _is_allowed_empty(parameter, request):
                sent = sent_text(parameter, request)
                cause = _cause(parameter)
                failures = (*failures, _failure(parameter, problem, cause=cause, sent=sent, keyword=keyword))
        return _combine(failures) if failures else None


def _location(parameter: Parameter) -> str:
    return f"{parameter.location}/{parameter.name}"


def _failure(parameter: Parameter, problem: str, *, cause: str, sent: str | None = None, keyword: str = "") -> Failure:
    kind = FailureKind.INVALID_PARAMETER
    return Failure(kind, problem, _location(parameter), cause=cause, sent=sent, keyword=keyword)


def _combine(failures: Sequence[Failure]) -> Failure:
    """Return the first of several failures, with the others in ``others``."""
    first, *others = failures
    return first._replace(others=tuple(failure._replace(others=()) for failure in others))


def _cause(parameter: Parameter) -> str:
    """Return the cause of an invalid value: ``uuid`` for a parameter that must be a UUID, else ``""``."""
    node = parameter.schema.resolve().node if parameter.schema is not None else None
    return "uuid" if isinstance(node, dict) and node.get("format") == "uuid" else parameter.canonical


_CANONICAL: dict[str, Callable[[str], str]] = {"uuid": lambda text: str(UUID(text))}
"""By value of ``x-mock-canonical``: converts a value to its canonical form. Raises :class:`ValueError`."""


def _default(parameter: Parameter) -> Any:
    """Return the value of an absent parameter (``default`` of its schema), or ``ABSENT``."""
    schema = parameter.schema
    node = schema.resolve().node if schema is not None else None
    if schema is None or not isinstance(node, dict) or "default" not in node:
        return ABSENT
    return node["default"] if schema.is_valid(node["default"]) else ABSENT


def _is_allowed_empty(parameter: Parameter, request: RequestContext) -> bool:
    """Whether an empty query parameter was sent and is allowed (``allowEmptyValue``); it then counts as absent."""
    return parameter.allow_empty_value and request.query.get(parameter.name) == [""]


_ANNOTATIONS = frozenset({"type", "description", "title", "examples", "default", "deprecated"})


def _schema_to_check(parameter: Parameter) -> Schema | None:
    """Return the schema to validate a value against, or ``None`` if every string is valid."""
    schema = parameter.schema
    if schema is None or schema.node is True:
        return None
    node = schema.node
    takes_text = isinstance(node, dict) and node.get("type", "string") == "string" and node.keys() <= _ANNOTATIONS
    return None if takes_text else schema
