"""Bodies that break one keyword of their schema, taken all the same."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

from contracts.messages import Request, Response
from contracts.spec.model import MediaType
from mockserver.mutants.editing import with_json_body
from mockserver.mutants.mutant import Call, Fault, json_of
from mockserver.mutants.requests import valid


def forgiving(*keywords: str) -> Callable[[], Fault]:
    """``begin`` of a fault that takes bodies which break these keywords of their schema and no others.

    Members that are wrong are left out; where that is not allowed, another valid body is taken in the place of theirs.
    """

    def begin() -> Fault:
        async def fault(call: Call) -> Response:
            reply = await call.forward()
            body = json_of(call.request)
            if reply.status not in {400, 422} or body is None or not _breaks_only(call, body, keywords):
                return reply
            other = _mended(call, body)
            again = await call.forward(other) if other else reply
            return again if again.is_success else reply

        return fault

    return begin


def _media(call: Call) -> MediaType | None:
    content = call.operation.request_body.content if call.operation and call.operation.request_body else ()
    return next((media for media in content if media.is_json and media.schema), None)


def _breaks_only(call: Call, body: Any, keywords: tuple[str, ...]) -> bool:
    media = _media(call)
    if media is None or media.schema is None:
        return False
    broken = {_keyword(error.schema_path) for error in media.schema.request_validator.iter_errors(body)}
    return bool(broken) and broken <= set(keywords)


def _keyword(path: list[str | int]) -> str:
    return next((token for token in reversed(path) if isinstance(token, str)), "")


def _mended(call: Call, body: Any) -> Request | None:
    """The request without the members that are wrong, or one with a valid body."""
    media = _media(call)
    if media is None or media.schema is None:
        return None
    mended = copy.deepcopy(body)
    if isinstance(mended, dict):
        known = media.schema.possible_properties
        wrong = {
            error.instance_path[0] for error in media.schema.request_validator.iter_errors(body) if error.instance_path
        }
        mended = {name: value for name, value in mended.items() if name not in wrong and name in known}
        if media.schema.request_validator.is_valid(mended):
            return with_json_body(call.request, mended)
    return valid(call)
