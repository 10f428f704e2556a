"""Known behavior of web frameworks that violates HTTP or the document, but not because of the application.

Findings about it are hints: an application can hardly change it, and clients rarely depend on it. Each row of
:data:`QUIRKS` names the source of the fact.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from contracts.conformance.assertions.item_fields import json_types
from contracts.conformance.causes import INCOMPLETE_ALLOW, WRONG_ALLOW
from contracts.findings import Evidence, Finding
from contracts.messages import Response
from contracts.spec.metaschema import ValidationIssue
from contracts.spec.model import Contract, MediaType, Operation, Parameter
from contracts.spec.pointers import child_pointer, walk
from contracts.spec.schemas import Schema
from contracts.spec.validation_errors import errors_of

Recognition = Callable[[Finding, Evidence, Contract], bool]


@dataclass(frozen=True)
class Quirk:
    """Known behavior of a framework.

    :param text: what the framework does, one phrase.
    :param source: where that is implemented or documented.
    :param rules: the rules that find it; a check includes its parts.
    :param recognizes: whether a finding of these rules is about it.
    """

    text: str
    source: str
    rules: frozenset[str]
    recognizes: Recognition


def quirk_of(finding: Finding, contract: Contract) -> str:
    """Return the known behavior that a finding is about; ``""`` if it is about none."""
    evidence = finding.evidence
    if evidence is None or evidence.response is None:
        return ""
    names = {finding.rule, finding.rule.partition("/")[0]}
    found = (one for one in QUIRKS if one.rules & names and one.recognizes(finding, evidence, contract))
    return next((one.text for one in found), "")


# ---------------------------------------------------------------------- Allow

_ALLOW_RULES = frozenset({"protocol-allow", "allow-header"})
_STARLETTE_BODIES = (b"Method Not Allowed", b'{"detail":"Method Not Allowed"}')
_STARLETTE_DETAIL = b"Method Not Allowed"
"""Detail of the exception; handlers of applications send it in a body of their own."""

_ASGI_SERVERS = frozenset({"", "uvicorn", "hypercorn", "daphne", "granian"})
"""Products in ``Server`` behind which Starlette may be; none if the application is called in the same process."""


def _is_incomplete_allow_of_starlette(finding: Finding, evidence: Evidence, _: Contract) -> bool:
    response = evidence.response
    return (
        finding.cause == INCOMPLETE_ALLOW
        and response is not None
        and response.status == 405
        and (response.body.strip() in _STARLETTE_BODIES or _has_detail_of_starlette(response))
    )


def _has_detail_of_starlette(response: Response) -> bool:
    return _is_of_asgi(response) and _STARLETTE_DETAIL in response.body


def _is_of_asgi(response: Response) -> bool:
    return (response.header("server") or "").partition("/")[0].strip().lower() in _ASGI_SERVERS


def _is_options_of_litestar(finding: Finding, evidence: Evidence, _: Contract) -> bool:
    response = evidence.response
    return (
        finding.cause == INCOMPLETE_ALLOW
        and response is not None
        and response.status == 204
        and evidence.requests[-1].method == "OPTIONS"
        and _lists_options(response)
        and _is_of_asgi(response)
    )


_DRF_BODY = re.compile(rb'\{"detail":\s?"Method \\"[A-Z]+\\" not allowed\."\}')


def _is_allow_of_django(finding: Finding, evidence: Evidence, _: Contract) -> bool:
    """``Allow`` has the methods of one view class; other documented methods may be those of other classes."""
    response = evidence.response
    if finding.cause not in {INCOMPLETE_ALLOW, WRONG_ALLOW} or response is None or response.status != 405:
        return False
    is_empty_page = not response.body and response.media_type in {"text/html", ""}
    return _lists_options(response) and (is_empty_page or _DRF_BODY.search(response.body) is not None)


def _lists_options(response: Response) -> bool:
    return "OPTIONS" in {one.strip().upper() for one in (response.header("allow") or "").split(",")}


# ---------------------------------------------------------------------- methods


def _is_refusal(_: Finding, evidence: Evidence, __: Contract) -> bool:
    response = evidence.response
    return response is not None and 400 <= response.status < 500 and response.status != 405


# ---------------------------------------------------------------------- error pages

_WERKZEUG_PAGE = re.compile(rb"\s*<!doctype html>\s*<html lang=en>\s*<title>40[45] ", re.IGNORECASE)


def _is_page_of_werkzeug(_: Finding, evidence: Evidence, __: Contract) -> bool:
    response = evidence.response
    return (
        response is not None
        and response.status in {404, 405}
        and response.media_type == "text/html"
        and _WERKZEUG_PAGE.match(response.body) is not None
    )


# ---------------------------------------------------------------------- lax conversion

_ACCEPTED_RULES = frozenset({"error-envelope/accepted", "invalid-accepted"})
_TIMES = frozenset({"date", "date-time", "time", "duration"})
_NUMBER = re.compile(r"[+-]?\d{1,40}(\.\d{1,40})?")
_BOOLEANS = frozenset({"0", "1", "on", "off", "t", "f", "true", "false", "y", "n", "yes", "no"})


def _is_lax_conversion(_: Finding, evidence: Evidence, contract: Contract) -> bool:
    """Whether all invalid values of the last request are of another type, and convertible."""
    operation = contract.operation(evidence.operation)
    if operation is None or not evidence.requests:
        return False
    found = [
        *_body_issues(operation, evidence),
        *(_is_converted_value(parameter, text) for parameter, text in _invalid_values(operation, evidence)),
    ]
    return bool(found) and all(found)


def _is_empty_value(_: Finding, evidence: Evidence, contract: Contract) -> bool:
    """Whether all invalid values of the last request are empty strings for optional query parameters."""
    operation = contract.operation(evidence.operation)
    if operation is None or not evidence.requests or any(True for _ in _body_issues(operation, evidence)):
        return False
    found = [not text and not parameter.required for parameter, text in _invalid_values(operation, evidence)]
    return bool(found) and all(found)


def _body_issues(operation: Operation, evidence: Evidence) -> Iterator[bool]:
    """Yield for each error in a JSON body whether a lax conversion accepts the value."""
    request = evidence.requests[-1]
    media = _sent_media(operation, request.header("content-type") or "")
    if media is None or media.schema is None or not request.body:
        return
    try:
        value = json.loads(request.body)
    except ValueError:
        yield False
        return
    tree = media.schema.space.tree
    for error in errors_of(media.schema.request_validator, value):
        yield _is_converted(ValidationIssue(error), tree)


_TYPE_KEYWORDS = frozenset({"type", "format"})


def _is_converted(issue: ValidationIssue, tree: Any) -> bool:
    """Whether a lax conversion makes an invalid value valid, for ``anyOf`` and ``oneOf`` by one alternative."""
    if not issue.is_about_alternatives:
        return issue.keyword in _TYPE_KEYWORDS and _converts(_node(tree, issue), issue.value)
    return any(all(_is_converted(one, tree) for one in branch) for branch in issue.branches if branch)


def _node(tree: Any, issue: ValidationIssue) -> Any:
    """Return the schema that has the violated keyword."""
    try:
        return walk(tree, child_pointer("", *issue.rule[:-1]))
    except KeyError:
        return {}


def _sent_media(operation: Operation, content_type: str) -> MediaType | None:
    content = operation.request_body.content if operation.request_body else ()
    name = content_type.partition(";")[0].strip().lower()
    return next((one for one in content if one.is_json and one.name.partition(";")[0].strip().lower() == name), None)


def _invalid_values(operation: Operation, evidence: Evidence) -> Iterator[tuple[Parameter, str]]:
    """Yield the query parameters with a single value whose value in the last request is invalid, and that value."""
    sent = dict(parse_qsl(evidence.requests[-1].target.partition("?")[2], keep_blank_values=True))
    for parameter in operation.parameters:
        text = sent.get(parameter.name) if parameter.location == "query" else None
        if text is None or parameter.schema is None or json_types(parameter.schema) & {"array", "object"}:
            continue
        if all(_issues(parameter.schema, value) for value in _readings(text)):
            yield parameter, text


def _is_converted_value(parameter: Parameter, text: str) -> bool:
    """Whether a lax conversion accepts an invalid value of a query parameter."""
    schema = parameter.schema
    if schema is None:
        return False
    return all(_is_converted(one, schema.space.tree) for value in _readings(text) for one in _issues(schema, value))


def _issues(schema: Schema, value: Any) -> list[ValidationIssue]:
    return [ValidationIssue(error) for error in errors_of(schema.request_validator, value)]


def _readings(text: str) -> list[Any]:
    """Return the values that a string in a query can mean."""
    try:
        return [text, json.loads(text)]
    except ValueError:
        return [text]


def _converts(node: Any, value: Any) -> bool:
    """Whether pydantic's lax mode converts a value to the type of a schema."""
    if not isinstance(node, dict):
        return False
    text = value.strip() if isinstance(value, str) else str(value).lower() if isinstance(value, bool) else repr(value)
    is_number = _NUMBER.fullmatch(text) is not None
    match node.get("type"):
        case "string":
            return node.get("format") in _TIMES and is_number
        case "integer":
            return isinstance(value, bool) or (is_number and float(text).is_integer())
        case "number":
            return isinstance(value, bool) or is_number
        case "boolean":
            return text.lower() in _BOOLEANS or text in {"0.0", "1.0"}
    return False


QUIRKS = (
    Quirk(
        "Starlette and FastAPI list in Allow only the methods of the first route with the path",
        "starlette/routing.py, Route.handle: headers = {'Allow': ', '.join(self.methods)}",
        _ALLOW_RULES,
        _is_incomplete_allow_of_starlette,
    ),
    Quirk(
        "Litestar lists in Allow of responses to OPTIONS only the methods of the handlers that were registered first",
        "litestar/routes/http.py, HTTPRoute.create_options_handler: headers={'Allow': ', '.join(sorted(self.methods))}",
        _ALLOW_RULES,
        _is_options_of_litestar,
    ),
    Quirk(
        "Django lists in Allow the methods of one view class, with OPTIONS and HEAD",
        "django/views/generic/base.py, View._allowed_methods; rest_framework/views.py, APIView.allowed_methods",
        _ALLOW_RULES,
        _is_allow_of_django,
    ),
    Quirk(
        "servers that look at the path, the credentials or the body before the method reject it with another 4XX",
        "RFC 9110, section 15.5.6: 405 is for methods that the target does not support",
        frozenset({"unsupported-method"}),
        _is_refusal,
    ),
    Quirk(
        "Werkzeug and Flask send an HTML page for unknown routes and methods",
        "werkzeug/exceptions.py, HTTPException.get_body",
        frozenset({"unknown-routes"}),
        _is_page_of_werkzeug,
    ),
    Quirk(
        "pydantic converts values of other types, e.g. a number to a date, or a string to a number",
        "pydantic documentation, 'Conversion table', lax mode",
        _ACCEPTED_RULES,
        _is_lax_conversion,
    ),
    Quirk(
        "servers read an empty value of an optional query parameter as if it were missing, e.g. ?page=",
        "rest_framework/pagination.py, PageNumberPagination.get_page_number: query_params.get(...) or 1",
        _ACCEPTED_RULES,
        _is_empty_value,
    ),
)
"""The recognized behavior; the first one that fits counts."""
