"""All that one operation does with a request, from its body to its answer, compiled once.

The checks are a list of stages; each ends the request with a :class:`Failure` or lets it pass. Their order is data:
``x-mock-order`` of the API, else ``contracts.failures.STAGES``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

from contracts.data.generate import Generators
from contracts.failures import STAGES, FailureKind
from contracts.spec.model import Api, MediaType, Operation
from mockserver.behaviour import Behaviour
from mockserver.bodies import BodyStages, Disconnected, read_body
from mockserver.choice import Choice
from mockserver.cors import cors_headers
from mockserver.envelopes import Envelopes
from mockserver.exchange import Exchange
from mockserver.http import Answer, Failure, Receive, Scope, Send, printable, send_answer
from mockserver.identity import Gate
from mockserver.negotiate import choose
from mockserver.parameters import ParameterStages
from mockserver.prefer import wants_dynamic
from mockserver.settings import Settings
from mockserver.state.world import World

Stage = Callable[[Exchange], Failure | None]


@dataclass(frozen=True)
class Surroundings:
    """What all operations of one API share.

    :param usual_error: the media type of the API's usual error body, or ``None``.
    """

    api: Api
    settings: Settings
    generators: Generators
    world: World
    usual_error: MediaType | None


class Pipeline:
    """The compiled operation: an ASGI application for requests that routing has found to be its own."""

    def __init__(self, operation: Operation, around: Surroundings) -> None:
        settings, generators = around.settings, around.generators
        self.envelopes = Envelopes(operation, operation.errors, around.usual_error, generators)
        self._choice = Choice(operation, self.envelopes, generators, static=settings.static)
        success = self._choice.success
        body_schema = success.schema(success.offered[0]) if success.offered else None
        self._behaviour = Behaviour(operation, around.world, generators, body_schema)
        self._limit = settings.max_body
        self._takes_body = operation.request_body is not None
        self._cors = settings.cors
        stages = self._stages(operation, settings)
        self.stages = tuple(stages[name] for name in around.api.order or STAGES if name in stages)

    def _stages(self, operation: Operation, settings: Settings) -> Mapping[str, Stage]:
        """The checks that this operation needs, by their names."""
        parameters = ParameterStages(operation.parameters)
        stages: dict[str, Stage] = {
            "accept": self._accept,
            "parameters": parameters.values,
            "existence": self._behaviour.exists,
        }
        if parameters.required:
            stages["presence"] = parameters.presence
        if operation.security:
            gate = Gate(operation.security, settings.tokens)
            stages |= {"identify": gate.identify, "authorise": gate.authorise}
        if operation.request_body is not None:
            body = BodyStages(operation.request_body, settings.max_body)
            stages |= {"content_type": body.content_type, "size": body.size, "parse": body.parse, "body": body.judge}
        return stages

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Take a request through the stages and answer it."""
        exchange = Exchange(scope)
        if self._takes_body:
            try:
                exchange.body = await read_body(receive, self._limit, exchange.headers.get("content-length", ""))
            except Disconnected:
                return
        answer = self.answer(exchange)
        await send_answer(scope, send, answer, cors_headers(scope, answer) if self._cors else [])

    def answer(self, exchange: Exchange) -> Answer:
        """The first failure in its documented envelope, else the response."""
        for stage in self.stages:
            failure = stage(exchange)
            if failure is not None:
                return self.envelopes.render(failure, exchange.headers.get("accept", ""))
        return self._preferred(exchange) if exchange.preferences else self._respond(exchange)

    def _preferred(self, exchange: Exchange) -> Answer:
        accept = exchange.headers.get("accept", "")
        found = self._choice.preferred(exchange.preferences, accept, partial(self._behaviour.key, exchange))
        if isinstance(found, str):
            return self._respond(exchange).because(found)
        answer = found or self._respond(exchange)
        # None of ours says anything without a value.
        applied = ", ".join(f"{name}={value}" for name, value in exchange.preferences.items() if value)
        if applied:
            answer.headers.append((b"preference-applied", printable(applied)))  # RFC 7240, section 3
        return answer

    def _respond(self, exchange: Exchange) -> Answer:
        """Do what the operation does and answer with its success."""
        accept = exchange.headers.get("accept", "")
        outcome = self._behaviour(exchange)
        if isinstance(outcome, Failure):
            return self.envelopes.render(outcome, accept)
        dynamic = wants_dynamic(exchange.preferences)
        key = partial(self._behaviour.key, exchange)
        success = self._choice.success
        answer = success.answer(accept, key, outcome.value, dynamic=dynamic, echo=exchange.payload)
        if outcome.headers:
            said = {name for name, _ in outcome.headers}
            answer.headers = [header for header in answer.headers if header[0] not in said] + list(outcome.headers)
        return answer

    def _accept(self, exchange: Exchange) -> Failure | None:
        """Refuse a request whose ``Accept`` fits nothing that a success is offered in (406)."""
        accept, offered = exchange.headers.get("accept", ""), self._choice.success.offered
        if not offered or choose(accept, offered) is not None:
            return None
        return Failure(FailureKind.NOT_ACCEPTABLE, f"only {', '.join(offered)} is offered", "header/accept")
