"""``/requests`` of the admin API: list, delete and verify the recorded exchanges."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime
from typing import Any

from contracts.spec.known_secrets import masker_of
from contracts.spec.model import Contract
from mockserver.control.admin_request import AdminError, AdminRequest, AdminRoute
from mockserver.control.exchange_json import exchange_json
from mockserver.control.exchanges import Exchanges
from mockserver.control.matcher import compile_matcher
from mockserver.control.positions import in_thread
from mockserver.control.verification import compile_verification
from mockserver.control.violations import Violations
from mockserver.exchange import Exchange
from mockserver.http.messages import MockResponse, json_response

DEFAULT_LIMIT = 100
MAX_LIMIT = 10_000

MAX_BYTES = 32 * 1024 * 1024
"""Maximum number of bytes of the bodies in one response."""

PIECE = 50
"""Number of exchanges that are examined before other requests are served."""

_FILTERS = ("operation", "api", "method", "path", "status")


class RequestsApi:
    """The handlers of ``/requests``.

    :param known: the credentials of the settings.
    """

    def __init__(self, exchanges: Exchanges, contracts: Sequence[Contract], known: Sequence[str] = ()) -> None:
        self._exchanges = exchanges
        self._contracts = contracts
        self._masker = masker_of(contracts, known)
        self._violations = Violations(contracts)

    def routes(self) -> list[AdminRoute]:
        """Return the routes."""
        return [
            AdminRoute("GET", "/requests", self.find),
            AdminRoute("DELETE", "/requests", self.clear),
            AdminRoute("POST", "/requests/verify", self.verify),
            AdminRoute("GET", "/requests/{number}", self.read),
        ]

    async def find(self, request: AdminRequest) -> MockResponse:
        """Return ``requests``, the newest last, and ``total``, the number of those that match the filters.

        Without ``since``, they are the last ``limit`` ones; with it, the first ones after a number or a time.
        """
        query = request.known_query(*_FILTERS, "sent", "since", "limit", "violations")
        limit = request.integer("limit", DEFAULT_LIMIT, low=0, high=MAX_LIMIT)
        filters: dict[str, Any] = {name: query[name] for name in _FILTERS if name in query}
        if filters.get("status", "").isdecimal():
            filters["status"] = int(filters["status"][:9])
        matcher = compile_matcher(filters, self._contracts, "query")
        after, earliest = _since(query["since"]) if "since" in query else (0, 0.0)
        check_kept(self._exchanges)
        is_sent = _switch("sent", query["sent"], _SENT_HINT) if "sent" in query else None
        with_violations = _switch("violations", query.get("violations", "false"), "omit it, or use true")
        matching = [
            one
            async for one in in_pieces(self._exchanges.read(after))
            if one.time > earliest and is_sent in {None, one.sent is not None} and matcher.matches(one)
        ]
        chosen = matching[:limit] if "since" in query else matching[len(matching) - min(limit, len(matching)) :]
        _check_size(chosen)
        found = [exchange_json(one, self._masker) async for one in in_pieces(chosen)]
        if with_violations:
            for shown, violations in zip(found, await in_thread(lambda: self._violations_of(chosen)), strict=True):
                shown["violations"] = violations
        return json_response(200, {"requests": found, "total": len(matching)})

    def _violations_of(self, exchanges: Sequence[Exchange]) -> list[list[dict[str, Any]]]:
        return [self._violations.json(one, self._masker) for one in exchanges]

    async def read(self, request: AdminRequest) -> MockResponse:
        """Return one exchange with what it breaks."""
        request.known_query()
        text = request.path_values["number"]
        check_kept(self._exchanges)
        found = self._exchanges.read(int(text) - 1, 1) if _NUMBER.fullmatch(text) and int(text) else []
        if not found or found[0].number != int(text):
            hint = "GET /requests lists those that are kept"
            raise AdminError(f"exchange '{text[:20]}' is not kept", location="path", hint=hint, status=404)
        (violations,) = await in_thread(lambda: self._violations_of(found))
        return json_response(200, {**exchange_json(found[0], self._masker), "violations": violations})

    def clear(self, request: AdminRequest) -> MockResponse:
        """Forget all exchanges."""
        request.known_query()
        self._exchanges.clear()
        return MockResponse(204)

    async def verify(self, request: AdminRequest) -> MockResponse:
        """Return 200 if the exchanges are as expected, otherwise 409 with the closest ones."""
        request.known_query()
        verification = compile_verification(request.json(), self._contracts)
        check_kept(self._exchanges)
        exchanges = self._exchanges.read()
        progress = verification.start()
        async for one in in_pieces(exchanges):
            progress.add(one)
        result = progress.result()
        if result["verified"]:
            return json_response(200, result)
        near_misses = progress.near_misses()
        async for one in in_pieces(exchanges):
            near_misses.add(one)
        nearest = [
            {"request": exchange_json(one, self._masker), "mismatches": [found.as_json() for found in mismatches]}
            for one, mismatches in near_misses.nearest()
        ]
        return json_response(409, {**result, "near_misses": nearest})


async def in_pieces(values: Sequence[Exchange]) -> AsyncIterator[Exchange]:
    """Yield values; let other requests be served in between."""
    for index, value in enumerate(values):
        if index % PIECE == PIECE - 1:
            await asyncio.sleep(0)
        yield value


def check_kept(exchanges: Exchanges) -> None:
    """Raises :class:`AdminError` (409) if the server keeps no exchanges."""
    if not exchanges.size:
        hint = "start it with another --journal-size"
        raise AdminError("this server keeps no exchanges (--journal-size 0)", hint=hint, status=409)


def _check_size(exchanges: Sequence[Exchange]) -> None:
    if sum(len(one.request_body) + len(one.response_body) for one in exchanges) > MAX_BYTES:
        message = f"the bodies of {len(exchanges)} exchanges are larger than {MAX_BYTES} bytes"
        raise AdminError(message, location="query/limit", hint="use a smaller limit, and since for the others")


_SENT_HINT = "true for callbacks and webhooks, false for received requests"


def _switch(name: str, text: str, hint: str) -> bool:
    """Return a query parameter as a boolean. Raises :class:`AdminError`."""
    if text not in {"true", "false"}:
        raise AdminError(f"'{text[:40]}' is neither true nor false", location=f"query/{name}", hint=hint)
    return text == "true"


_NUMBER = re.compile(r"[0-9]{1,18}")


def _since(text: str) -> tuple[int, float]:
    """Return a number and a time that exchanges must exceed. Raises :class:`AdminError`."""
    if _NUMBER.fullmatch(text):
        return int(text), 0.0
    try:
        parsed = datetime.fromisoformat(text.replace(" ", "+"))
        return 0, (parsed if parsed.tzinfo else parsed.replace(tzinfo=UTC)).timestamp()
    except (ValueError, OverflowError):
        hint = "such as '41' or '2030-01-31T12:00:00Z'"
        message = f"'{text[:40]}' is neither the number of an exchange nor a time"
        raise AdminError(message, location="query/since", hint=hint) from None
