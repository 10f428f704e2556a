"""Every failure in the body that the document declares for it.

Where the document has an example for the response, the example is the body, word for word, and what was wrong stands
in the ``x-mock-reason`` header; a rule with ``fill`` has the example say what was wrong. Where it has a schema only, a
value is generated and the fields that tell a client what happened (``message``, ``code``, …) are filled. Where it
declares nothing for the status, the API's usual error schema serves; where there is none either, the tool's own
``{"error": …}``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from contracts.data.generate import Generators
from contracts.failures import STATUSES, FailureKind
from contracts.spec.extensions import ErrorRule
from contracts.spec.model import MediaType, Operation, Response
from contracts.spec.schemas import Schema
from mockserver.answers import ResponsePlan, concrete, fits
from mockserver.encode import encode
from mockserver.fastapi_items import fill, is_item
from mockserver.http import Answer, Failure, RawHeader, challenge, json_answer

TEXT_FIELDS = frozenset(
    {"message", "detail", "details", "title", "description", "error_description", "errormessage", "msg", "reason",
     "developermessage", "error", "summary"}
)  # fmt: skip
"""Property names, in lower case without separators but as written here, that hold words for a person."""

CODE_FIELDS = frozenset({"code", "status", "statuscode", "errorcode", "error", "type", "name"})
"""Property names that hold what a program branches on: the status for a number, the failure kind for a string."""

_NO_RULE = ErrorRule()
_NOTHING: Mapping[str, Any] = {}


class Envelopes:
    """The error bodies of one operation, or (with none) of an API as a whole.

    :param operation: whose documented responses to use; ``None``: those of no operation.
    :param rules: ``x-mock-errors`` of the operation or API, by failure kind.
    :param usual: the API's usual error media type, or ``None``.
    """

    def __init__(
        self,
        operation: Operation | None,
        rules: Mapping[str, ErrorRule],
        usual: MediaType | None,
        generators: Generators,
    ) -> None:
        self._operation = operation
        self._rules = rules
        self._usual = usual
        self._generators = generators
        self._plans: dict[int, ResponsePlan] = {}
        self._examples: dict[tuple[int, str, str], bytes] = {}
        self._scheme = _usual_scheme(operation)

    def render(self, failure: Failure, accept: str = "", told: Mapping[str, Any] = _NOTHING) -> Answer:
        """The answer to a failure.

        :param accept: the request's ``Accept`` header, heeded as far as the documented response allows.
        :param told: members of the body that a vendor's own rules have; each counts only as far as the schema allows.
        """
        rule = self._rules.get(failure.kind, _NO_RULE)
        status, response = self._choose(failure.kind, rule)
        if rule.body is not None:
            answer = json_answer(status, rule.body)
            answer.headers += self._challenge(status, failure)
        else:
            answer = self.documented(status, response, failure, accept, rule=rule, told=told)
        return answer.because(failure.reason)

    def _choose(self, kind: FailureKind, rule: ErrorRule) -> tuple[int, Response | None]:
        """Status and documented response of a failure: exact, then a range, then ``default``."""
        statuses = (rule.status,) if rule.status else STATUSES[kind]
        operation = self._operation
        if operation is None:
            return statuses[0], None
        for status in statuses:
            if operation.documents(status):
                return status, operation.response(status)
        return statuses[0], operation.response(statuses[0])

    def documented(
        self,
        status: int,
        response: Response | None,
        failure: Failure,
        accept: str,
        *,
        rule: ErrorRule = _NO_RULE,
        told: Mapping[str, Any] = _NOTHING,
    ) -> Answer:
        """The answer that a documented error response gives to a failure.

        :param response: ``None``: the document has none for this status.
        :param rule: which example to answer with, and whether to fill it.
        """
        headers = self._challenge(status, failure)
        if response is not None:
            plan = self._plan(status, response)
            headers += plan.headers(lambda: f"error/{failure.kind}")
            name, media = plan.choose(accept)
        else:
            media = self._usual
            name = concrete(media.name) if media is not None else ""
        if media is not None:
            body = b"" if told else self._example(status, response, media, name, rule)
            if not body:
                value = _with(self._body(media, status, failure, response, rule), told, media.schema)
                body = encode(value, name, media.schema)
            return Answer(status, body, name, headers)
        if response is not None:
            return Answer(status, headers=headers)
        answer = json_answer(status, {"error": failure.detail})
        answer.headers += headers
        return answer

    def _challenge(self, status: int, failure: Failure) -> list[RawHeader]:
        """``WWW-Authenticate``, which every 401 must carry (RFC 9110, section 15.5.2)."""
        if status != HTTPStatus.UNAUTHORIZED:
            return []
        scheme = failure.scheme or self._scheme
        return [(b"www-authenticate", f'{scheme} realm="mock"'.encode("latin-1", "replace"))]

    def _plan(self, status: int, response: Response) -> ResponsePlan:
        if status not in self._plans:
            self._plans[status] = ResponsePlan(status, response, self._generators, static=False)
        return self._plans[status]

    def _example(self, status: int, response: Response | None, media: MediaType, name: str, rule: ErrorRule) -> bytes:
        """The documented example as it is sent, where it is the body word for word: checked and encoded once."""
        key = (status, name, rule.example)
        body = self._examples.get(key)
        if body is None:
            example = media.example(rule.example) if response is not None and not rule.fill else None
            sent = example is not None and fits(media.schema, example.value)
            body = self._examples[key] = encode(example.value, name, media.schema) if example and sent else b""
        return body

    def _body(self, media: MediaType, status: int, failure: Failure, response: Response | None, rule: ErrorRule) -> Any:
        example = media.example(rule.example)
        if response is not None and example is not None and fits(media.schema, example.value):
            if not rule.fill or media.schema is None:
                return example.value
            filled = _fill(example.value, media.schema, status, failure)
            return filled if media.schema.is_valid(filled) else example.value
        return self._filled(media.schema, status, failure)

    def _filled(self, schema: Schema | None, status: int, failure: Failure) -> Any:
        """A value of the error schema with its telling fields filled; as generated where filling would break it."""
        if schema is None:
            return {"error": failure.detail}
        value = self._generators.compile(schema)(f"error/{failure.kind}")
        filled = _fill(value, schema, status, failure)
        return filled if schema.is_valid(filled) else value


def _with(value: Any, told: Mapping[str, Any], schema: Schema | None) -> Any:
    """An error body with the members that a vendor tells: all at once where that is valid, else each that is."""
    if not told or not isinstance(value, dict):
        return value
    if fits(schema, {**value, **told}):
        return {**value, **told}
    for name, text in told.items():
        changed = {**value, name: text}
        value = changed if fits(schema, changed) else value
    return value


def _usual_scheme(operation: Operation | None) -> str:
    """The authentication scheme of a failure that names none, such as one that was asked for by ``Prefer``."""
    rules = operation.security if operation is not None else ()
    return next((challenge(use.scheme) for rule in rules for use in rule.uses), "Bearer")


def _fill(value: Any, schema: Schema, status: int, failure: Failure) -> Any:
    """A copy of an error body in which messages and codes say what happened; each change is kept only if valid."""
    if isinstance(value, list):
        items = schema.items
        if items is None or not value:
            return value
        failures = failure.each if isinstance(value[0], dict) and is_item(value[0]) else (failure,)
        return [_fill(value[0], items, status, each) for each in failures]
    if not isinstance(value, dict):
        return failure.detail if isinstance(value, str) and schema.is_valid(failure.detail) else value
    if is_item(value):
        return fill(value, schema, failure)
    filled = {}
    for name, below in value.items():
        known = schema.properties.get(name)
        filled[name] = below if known is None else _fill_field(name, below, known, status, failure)
    return filled


def _fill_field(name: str, value: Any, schema: Schema, status: int, failure: Failure) -> Any:
    plain = name.lower().replace("_", "").replace("-", "")
    candidates: list[Any] = []
    if isinstance(value, dict | list):
        return _fill(value, schema, status, failure)
    if plain in CODE_FIELDS:
        candidates += [status] if isinstance(value, int) else []
        candidates += [failure.kind.value, str(status)] if isinstance(value, str) and plain not in TEXT_FIELDS else []
    if plain in TEXT_FIELDS or name in TEXT_FIELDS:
        candidates += [failure.detail, failure.kind.value] if isinstance(value, str) else []
    return next((candidate for candidate in candidates if schema.is_valid(candidate)), value)


def usual_error(operations: Sequence[Operation]) -> MediaType | None:
    """The media type that most of the error responses of these operations share, told by its schema."""
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
