"""The parameters of a request, read in their styles (``styles.py``): are they there, are they as they should be."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from contracts.failures import FailureKind
from contracts.spec.model import Parameter
from contracts.spec.schemas import Schema
from mockserver.exchange import ABSENT, Exchange
from mockserver.http import Failure
from mockserver.judge import fault
from mockserver.negotiate import is_language
from mockserver.styles import compile_presence, compile_reader, sent_text


class ParameterStages:
    """The stages that look at all parameters of one operation: are the required ones there, is each as it should be.

    :param strict: see :class:`mockserver.settings.Settings`.
    :ivar required: those that a request can be without; in a path that routing has found none is missing.
    """

    def __init__(self, parameters: Sequence[Parameter], *, strict: bool = False) -> None:
        self.required = [
            (parameter, compile_presence(parameter))
            for parameter in parameters
            if (strict if parameter.strict_only else parameter.required) and parameter.location != "path"
        ]
        self._parameters = [
            (parameter, compile_reader(parameter), _judge(parameter), _default(parameter))
            for parameter in parameters
            if not is_language(parameter)  # it is negotiated, which takes more than the listed values
        ]
        self._order = {_place(parameter): index for index, parameter in enumerate(parameters)}

    def presence(self, exchange: Exchange) -> Failure | None:
        """Refuse a request without one of its required parameters, and say of the others what is wrong with them.

        Whoever mends the one is to learn of the rest at once; what is found stands in the order of the document.
        """
        missing = [
            _failure(parameter, "this parameter is required", cause="missing")
            for parameter, is_present in self.required
            if not is_present(exchange)
        ]
        if not missing:
            return None
        invalid = self.values(exchange)
        found = [*missing, *(invalid.each if invalid else ())]
        return _together(sorted(found, key=lambda failure: self._order[failure.location]))

    def values(self, exchange: Exchange) -> Failure | None:
        """Fill ``exchange.parameters``; refuse those that are invalid, and let pass what is not there."""
        failures: tuple[Failure, ...] = ()
        for parameter, read, schema, default in self._parameters:
            problem = ""
            try:
                value = read(exchange)
            except ValueError as error:
                problem = "not valid UTF-8" if isinstance(error, UnicodeError) else str(error)
            else:
                if value is ABSENT:
                    if default is ABSENT:
                        continue
                    value = default
                elif schema is not None and (found := fault(schema.validator, value)):
                    problem = found[1]
                if not problem and parameter.canonical and isinstance(value, str):
                    try:
                        value = _CANONICAL[parameter.canonical](value)
                    except ValueError:
                        problem = f"not a {parameter.canonical.upper()}"
            if not problem:
                exchange.parameters[parameter.location, parameter.name] = value
            elif not _is_allowed_empty(parameter, exchange):
                sent = sent_text(parameter, exchange)
                failures = (*failures, _failure(parameter, problem, cause=_cause(parameter), sent=sent))
        return _together(failures) if failures else None


def _place(parameter: Parameter) -> str:
    return f"{parameter.location}/{parameter.name}"


def _failure(parameter: Parameter, problem: str, *, cause: str, sent: str | None = None) -> Failure:
    return Failure(FailureKind.INVALID_PARAMETER, problem, _place(parameter), cause=cause, sent=sent)


def _together(failures: Sequence[Failure]) -> Failure:
    """The first of several failures, with the others."""
    first, *others = failures
    return replace(first, others=tuple(replace(failure, others=()) for failure in others))


def _cause(parameter: Parameter) -> str:
    """What a wrong value of this parameter is not, where that can be said in a word."""
    node = parameter.schema.resolve().node if parameter.schema is not None else None
    return "uuid" if isinstance(node, dict) and node.get("format") == "uuid" else parameter.canonical


_CANONICAL: dict[str, Callable[[str], str]] = {"uuid": lambda text: str(UUID(text))}
"""By ``x-mock-canonical``: the one form that all forms of a value are known by. Raises :class:`ValueError`."""


def _default(parameter: Parameter) -> Any:
    """What an absent parameter stands for (``default`` of its schema), or ``ABSENT``."""
    schema = parameter.schema
    node = schema.resolve().node if schema is not None else None
    if schema is None or not isinstance(node, dict) or "default" not in node:
        return ABSENT
    return node["default"] if schema.is_valid(node["default"]) else ABSENT


def _is_allowed_empty(parameter: Parameter, exchange: Exchange) -> bool:
    """Whether a query parameter was sent without a value, and may be (``allowEmptyValue``): then it says nothing."""
    return parameter.allow_empty_value and exchange.query.get(parameter.name) == [""]


_ANNOTATIONS = frozenset({"type", "description", "title", "examples", "default", "deprecated"})


def _judge(parameter: Parameter) -> Schema | None:
    """The schema to hold a value against; ``None`` where any text will do, so that nothing is checked in vain."""
    schema = parameter.schema
    if schema is None or schema.node is True:
        return None
    node = schema.node
    takes_text = isinstance(node, dict) and node.get("type", "string") == "string" and node.keys() <= _ANNOTATIONS
    return None if takes_text else schema
