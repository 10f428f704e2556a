"""Renders failures as documented error responses.

The body is, in this order of preference:

1. the documented example, unchanged, or with messages and codes filled in if ``x-mock-errors`` says ``fill``;
2. a value generated from the documented schema, with messages and codes filled in (``message``, ``code``, …);
3. a value generated from the most common error schema of the API, if the status is not documented;
4. ``{"error": …}``.

The ``x-mock-reason`` header always says what is wrong.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from http import HTTPStatus
from typing import Any

from contracts.errors import GenerationError
from contracts.failures import STATUSES, SUBSTITUTES, FailureKind
from contracts.generation.generate import Generators
from contracts.generation.json_encoding import encode_json
from contracts.generation.media_types import essence, family
from contracts.spec.extensions import ErrorRule
from contracts.spec.model import MediaType, Operation, ResponseSpec
from contracts.spec.schemas import Schema
from mockserver.error_values import ErrorFiller, problem
from mockserver.http.encoding import encode
from mockserver.http.messages import Failure, MockResponse, RawHeader, challenge, json_response
from mockserver.responses import ResponseRenderer, concrete_media_type, fits, is_served

_NO_RULE = ErrorRule()
_NOTHING: Mapping[str, Any] = {}


class ErrorRenderer:
    """Renders the error responses of one operation, or of an API for requests that match no operation.

    :param operation: the operation, or ``None``.
    :param rules: ``x-mock-errors`` of the operation or API, by failure kind.
    :param common: the most common error media type of the API, or ``None``.
    :param static: send documented examples also if they do not match their schema.
    """

    def __init__(
        self,
        operation: Operation | None,
        rules: Mapping[str, ErrorRule],
        common: MediaType | None,
        generators: Generators,
        *,
        static: bool = False,
    ) -> None:
        self._operation = operation
        self._rules = rules
        self._common = common
        self._static = static
        self._generators = generators.with_errors
        self._plans: dict[int, ResponseRenderer] = {}
        self._examples: dict[tuple[int, str, str], bytes] = {}
        self._scheme = _default_scheme(operation)

    def render(
        self, failure: Failure, accept: str = "", vendor_fields: Mapping[str, Any] = _NOTHING, path: str = ""
    ) -> MockResponse:
        """Return the response to a failure.

        :param accept: the ``Accept`` header, applied to the documented media types.
        :param path: the path of the request, for bodies that repeat it.
        :param vendor_fields: properties of the body from a vendor's rules; those that the schema refuses are dropped.
        """
        rule = self._rules.get(failure.kind, _NO_RULE)
        status, response = self._choose(failure.kind, rule)
        if rule.body is not None:
            rendered = json_response(status, rule.body)
            rendered.headers += self._challenge(status, failure)
        else:
            rendered = self.documented(
                status, response, failure, accept, rule=rule, vendor_fields=vendor_fields, path=path
            )
        return rendered.with_failure(failure)

    def refused_preference(self, failure: Failure, accept: str = "") -> MockResponse:
        """Return the error response for a preference that cannot be honoured, in the format of the document."""
        status = 404 if failure.kind is FailureKind.NOT_FOUND else 400
        response = self._operation.response(status) if self._operation is not None else None
        if response is not None and not response.content:
            response = None
        rendered = self.documented(status, response, failure, accept, rule=ErrorRule(fill=True))
        if response is None and encode_json(failure.detail)[1:-1] not in rendered.body:
            rendered = json_response(status, {"error": failure.sentence})
        return rendered.with_failure(failure)

    def _choose(self, kind: FailureKind, rule: ErrorRule) -> tuple[int, ResponseSpec | None]:
        """Return status and documented response: exact status, else range, ``default``, or a substitute."""
        statuses = (rule.status,) if rule.status else STATUSES[kind]
        operation = self._operation
        if operation is None:
            return statuses[0], None
        for status in statuses:
            if operation.documents(status):
                return status, operation.response(status)
        covered = operation.response(statuses[0])
        substitutes = () if covered or rule.status else SUBSTITUTES.get(kind, ())
        status = next((one for one in substitutes if operation.documents(one)), statuses[0])
        return status, operation.response(status)

    def documented(
        self,
        status: int,
        response: ResponseSpec | None,
        failure: Failure,
        accept: str,
        *,
        rule: ErrorRule = _NO_RULE,
        vendor_fields: Mapping[str, Any] = _NOTHING,
        path: str = "",
    ) -> MockResponse:
        """Render a failure with a documented error response.

        :param response: ``None`` if the status is not documented.
        :param rule: selects the example, and says whether to fill it.
        """
        headers = self._challenge(status, failure)
        if response is not None:
            plan = self._plan(status, response)
            headers += plan.headers(lambda: f"error/{failure.kind}")
            name, media = plan.choose(accept)
        else:
            media = self._common
            name = concrete_media_type(media.name) if media is not None else ""
        if media is not None:
            body = b"" if vendor_fields else self._example(status, response, media, name, rule)
            if not body:
                filler = ErrorFiller(status, failure, path, is_problem=essence(name) in PROBLEM_TYPES)
                value, is_example = self._body(media, filler, response, rule)
                value = _merged(value, vendor_fields, media.schema)
                body = encode(value, name, media.schema, is_example=is_example)
            return MockResponse(status, body, name, headers)
        if response is not None:
            return MockResponse(status, headers=headers)
        rendered = json_response(status, {"error": failure.sentence})
        rendered.headers += headers
        return rendered

    def _challenge(self, status: int, failure: Failure) -> list[RawHeader]:
        """Return the ``WWW-Authenticate`` header, which every 401 must have (RFC 9110, section 15.5.2)."""
        if status != HTTPStatus.UNAUTHORIZED:
            return []
        scheme = failure.scheme or self._scheme
        return [(b"www-authenticate", f'{scheme} realm="mock"'.encode("latin-1", "replace"))]

    def _plan(self, status: int, response: ResponseSpec) -> ResponseRenderer:
        if status not in self._plans:
            self._plans[status] = ResponseRenderer(status, response, self._generators, static=False)
        return self._plans[status]

    def _example(
        self, status: int, response: ResponseSpec | None, media: MediaType, name: str, rule: ErrorRule
    ) -> bytes:
        """Return the encoded example if it is sent unchanged, else ``b""``; validated and encoded once."""
        if response is None or rule.fill:
            return b""
        key = (status, name, rule.example)
        body = self._examples.get(key)
        if body is None:
            example = media.example(rule.example)
            sent = example is not None and (self._static or is_served(media, example.value))
            body = self._examples[key] = (
                encode(example.value, name, media.schema, is_example=True) if example and sent else b""
            )
        return body

    def _body(
        self, media: MediaType, filler: ErrorFiller, response: ResponseSpec | None, rule: ErrorRule
    ) -> tuple[Any, bool]:
        """Return the value of the body, and whether it is a documented example."""
        schema, failure = media.schema, filler.failure
        example = media.example(rule.example)
        if response is not None and example is not None and is_served(media, example.value):
            if not rule.fill or schema is None or not fits(schema, example.value):
                return example.value, True
            filled = filler(example.value, schema)
            return (filled if schema.is_valid(filled) else example.value), True
        known = problem(filler.status, failure, filler.path) if filler.is_problem else {}
        if schema is None:
            return known or (failure.sentence if family(media.name) == "text" else {"error": failure.sentence}), False
        key = f"error/{failure.kind}"
        value = self._generators.compile(schema)(key)
        usual = known or {"error": failure.sentence}
        if not isinstance(value, dict) and not schema.possible_properties and schema.is_valid(usual):
            return usual, False
        value = _merged(value, known, schema)
        filled = replace(filler, make=partial(_made, self._generators, key))(value, schema)
        return (filled if schema.is_valid(filled) else value), False


PROBLEM_TYPES = frozenset({"application/problem+json", "application/problem+xml"})
"""Media types of RFC 9457."""


def _made(generators: Generators, key: str, schema: Schema) -> Any:
    """Generate a part of an error body; ``None`` if its schema allows no value."""
    try:
        return generators.compile(schema)(key)
    except GenerationError:
        return None


def _merged(value: Any, vendor_fields: Mapping[str, Any], schema: Schema | None) -> Any:
    """Merge a vendor's properties into an error body: all of them if that is valid, else one by one."""
    if not vendor_fields or not isinstance(value, dict):
        return value
    if fits(schema, {**value, **vendor_fields}):
        return {**value, **vendor_fields}
    for name, text in vendor_fields.items():
        changed = {**value, name: text}
        value = changed if fits(schema, changed) else value
    return value


def _default_scheme(operation: Operation | None) -> str:
    """Return the scheme for ``WWW-Authenticate`` if a failure has none, e.g. when ``Prefer`` requested it."""
    rules = operation.security if operation is not None else ()
    return next((challenge(use.scheme) for rule in rules for use in rule.uses), "Bearer")


def common_error(operations: Sequence[Operation]) -> MediaType | None:
    """Return the media type whose schema most error responses of these operations share, or ``None``."""
    counts: Counter[str] = Counter()
    found: dict[str, MediaType] = {}
    for operation in operations:
        for response in operation.responses:
            for media in response.content if response.status[0] in "45d" else ():
                if media.is_json and media.schema is not None:
                    key = media.schema.resolve().pointer
                    counts[key] += 1
                    found.setdefault(key, media)
    return found[counts.most_common(1)[0][0]] if counts else None
