"""A search for text that occurs in no item does not return the whole list.

Only query parameters with a usual name for full-text searches are tested, and only by whether they have an effect: how
servers split, stem and rank words is up to them. A search that matches similar words, as its description may say, is
not tested.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from contracts.conformance.assertions.query_params import ask_list, is_list, query_parameters
from contracts.conformance.checks.check import Check
from contracts.conformance.session import Session
from contracts.findings import Finding
from contracts.schema.json_types import type_names
from contracts.spec.list_names import SEARCHES, plain
from contracts.spec.model import Operation, Parameter
from contracts.spec.shapes import core

ID = "searching"
ABSENT_TEXT = "zqxjkvwyzq"
"""Text that occurs in no item."""

_SIMILAR = re.compile(r"\b(semantic|similar|fuzzy|vector|embedding|relevan\w+|approximate)", re.IGNORECASE)
"""Words in descriptions of searches that return items without the text."""


def _run(session: Session) -> Iterator[Finding]:
    for operation in session.operations:
        for parameter in query_parameters(operation) if is_list(session, operation) else ():
            if _is_search(operation, parameter):
                yield from _check(session, operation, parameter)


def _is_search(operation: Operation, parameter: Parameter) -> bool:
    schema = parameter.schema
    if plain(parameter.name) not in SEARCHES or schema is None or not schema.request_validator.is_valid(ABSENT_TEXT):
        return False
    is_text = set(type_names(core(schema).node)) - {"null"} == {"string"}
    texts = (operation.summary, operation.description, parameter.description)
    return is_text and not any(map(_SIMILAR.search, texts))


def _check(session: Session, operation: Operation, parameter: Parameter) -> Iterator[Finding]:
    """Ask twice before reporting: other clients may add items."""
    for _ in range(2):
        everything = ask_list(session, ID, operation, {})[2]
        request, response, found = ask_list(session, ID, operation, {parameter.name: ABSENT_TEXT})
        if not response.is_success or not found or len(found) < len(everything) or ABSENT_TEXT in str(found):
            return
    yield session.finding(
        ID,
        operation,
        f"{parameter.name} has no effect: a search for text that no item contains returns the whole list",
        requests=(request,),
        response=response,
        expected="fewer items than without the search",
        got=f"{len(found)} items",
        pointer=parameter.schema.pointer if parameter.schema else "",
    )


CHECK = Check(
    id=ID,
    title="a search has an effect",
    why="A client that shows the result of a search must not show everything.",
    good="GET /cases?q=zqxjkvwyzq → 200 []",
    bad='GET /cases?q=zqxjkvwyzq → 200 [{"title": "Printer offline"}, {"title": "VPN drops"}]',
    run=_run,
)
