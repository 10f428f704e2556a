"""From recorded exchanges to what was used: each taken in, nothing of it kept but facts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from contracts.consumption.bodies import UNREAD, body_of, media_for, media_type_of, place_of
from contracts.consumption.credentials import schemes_of
from contracts.consumption.deviations import is_right
from contracts.consumption.facts import Facts
from contracts.consumption.parameters import parameters_of
from contracts.consumption.parameters import place_of as place_of_parameter
from contracts.consumption.places import Place, walked
from contracts.consumption.secrets import is_secret
from contracts.consumption.traffic import Exchange
from contracts.consumption.used import Answer, Body, Fields, Usage, Used, Way
from contracts.schema.json_types import type_of
from contracts.spec.model import Contract, Operation

NO_BODY = frozenset({204, 205, 304})
"""Statuses of answers without content (RFC 9110, section 15)."""


@dataclass
class Recorder:
    """Takes exchanges in.

    :param policy: of :data:`contracts.consumption.facts.POLICIES`: which values are kept.
    :ivar unknown: how many exchanges meant no operation of the contract.
    """

    contract: Contract
    usage: Usage
    policy: str = "enums"
    unknown: int = field(default=0, init=False)

    def take(self, exchange: Exchange) -> None:
        """Take one exchange in."""
        operation = exchange.operation
        if operation is None:
            self.unknown += 1
            return
        used = self.usage.operations.setdefault(name_of(operation), Used())
        used.calls += 1
        if _is_refused(exchange, operation, self.contract):
            used.refused += 1
        else:
            self._sent(exchange, operation, used)
        self._received(exchange, operation, used)

    def _sent(self, exchange: Exchange, operation: Operation, used: Used) -> None:
        request, tree = exchange.request, self.contract.tree
        for sent in parameters_of(operation, request, tree, self.contract.security_schemes.values()):
            place = place_of_parameter(sent.parameter, tree) if sent.parameter is not None else None
            hidden = is_secret(sent.key.partition(":")[2])
            self._take(used.parameters.setdefault(sent.key, {}), sent.value, place, is_hidden=hidden)
        for scheme, scopes in schemes_of(operation, request, self.contract):
            used.security.setdefault(scheme, set()).update(scopes)
        accept = request.header("accept")
        used.accept |= {part.partition(";")[0].strip() for part in (accept or "").split(",")} - {""}
        if request.body:
            body = used.bodies.setdefault(media_type_of(request), Body())
            body.count += 1
            documented = operation.request_body.content if operation.request_body is not None else ()
            media = media_for(documented, media_type_of(request))
            value = body_of(request, media) if exchange.is_whole else UNREAD
            if value is not UNREAD:
                self._take(body.fields, value, place_of(media))

    def _take(self, fields: Fields, value: Any, place: Place | None, *, is_hidden: bool = False) -> None:
        for way, one, here in walked(value, place):
            hidden = is_hidden or any(map(is_secret, way))
            fields.setdefault(way, Facts()).see(one, here, self.policy, is_secret=hidden)

    def _received(self, exchange: Exchange, operation: Operation, used: Used) -> None:
        response = exchange.response
        answer = used.answers.setdefault(str(response.status), Answer())
        answer.count += 1
        documented = operation.response(response.status)
        answer.documented = documented.status if documented is not None else ""
        if documented is not None:
            answer.headers |= {one.name.lower() for one in documented.headers if response.header(one.name) is not None}
        if not response.body or response.status in NO_BODY or exchange.request.method == "HEAD":
            return
        ways = answer.media.setdefault(media_type_of(response), {})
        media = media_for(documented.content if documented is not None else (), media_type_of(response))
        value = body_of(response, media) if exchange.is_whole else UNREAD
        if value is not UNREAD:
            for way, one, _ in walked(value, place_of(media)):
                ways.setdefault(way, set()).add(type_of(one))


def _is_refused(exchange: Exchange, operation: Operation, contract: Contract) -> bool:
    """Whether a request was refused for being wrong by the document, or for who sent it."""
    status = exchange.response.status
    return status == 401 or (status >= 400 and not is_right(exchange, operation, contract))


def name_of(operation: Operation) -> str:
    """What an operation is called in usage files: its method and path template."""
    return f"{operation.method} {operation.path}"


@dataclass(frozen=True)
class Reads:
    """A field of responses that a consumer says it reads.

    :param operation: method and path template; ``""``: of all operations.
    :param way: to the field; a last ``**`` is all below.
    """

    operation: str
    way: Way

    def covers(self, operation: str, way: Way) -> bool:
        """Whether a field is the one that is read, holds it, or lies below where all is read."""
        if self.operation not in {"", operation}:
            return False
        own = self.way
        if own and own[-1] == "**":
            own = own[:-1]
            if way[: len(own)] == own:
                return True
        return own[: len(way)] == way


def restrict(usage: Usage, reads: list[Reads]) -> Iterator[Reads]:
    """Leave nothing in a usage of the fields received but those that the consumer reads.

    :returns: what it says it reads and never received.
    """
    met: set[Reads] = set()
    for name, used in usage.operations.items():
        for answer in used.answers.values():
            for media_type, ways in answer.media.items():
                answer.media[media_type] = {
                    way: types for way, types in ways.items() if any(one.covers(name, way) for one in reads)
                }
                met |= {one for one in reads if one.covers(name, _plain(one.way)) and _plain(one.way) in ways}
    yield from (one for one in reads if one not in met)


def _plain(way: Way) -> Way:
    return way[:-1] if way and way[-1] == "**" else way
