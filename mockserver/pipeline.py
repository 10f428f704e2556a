"""All that one operation does with a request, from its body to its answer, compiled once.

The checks are a list of stages; each ends the request with a :class:`Failure` or lets it pass. Their order is data:
``x-mock-order`` of the API, else ``contracts.failures.STAGES``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
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
from mockserver.http import Answer, Failure, Receive, Scope, Send, decode_json, printable, send_answer
from mockserver.identity import Gate
from mockserver.negotiate import HEADER as LANGUAGE
from mockserver.negotiate import choose, languages_of, locale_of
from mockserver.parameters import ParameterStages
from mockserver.prefer import wants_dynamic
from mockserver.settings import Settings
from mockserver.state.items import Item
from mockserver.state.world import World
from mockserver.vendors.vendor import vendor_of

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

    def in_locale(self, locale: str) -> Surroundings:
        """The same for answers in another locale."""
        generators = self.generators.for_locale(locale)
        return replace(self, generators=generators, world=self.world.in_language(generators))


class Voice:
    """What an operation does and answers in one language: whatever is generated."""

    def __init__(self, operation: Operation, around: Surroundings, envelopes: Envelopes) -> None:
        generators = around.generators
        self.choice = Choice(operation, envelopes, generators, static=around.settings.static)
        self.behaviour = Behaviour(operation, around.world, generators, self.choice.success.body)


class Pipeline:
    """The compiled operation: an ASGI application for requests that routing has found to be its own."""

    def __init__(self, operation: Operation, around: Surroundings) -> None:
        settings = around.settings
        self._operation, self._around = operation, around
        self.envelopes = Envelopes(operation, operation.errors, around.usual_error, around.generators)
        self._voices = {"": Voice(operation, around, self.envelopes)}
        self._offered = self._voices[""].choice.success.offered
        self._languages = languages_of(operation.parameters, settings.locale)
        for tag in self._languages.offered if self._languages else ():
            if locale_of(tag) == settings.locale:
                self._voices[tag] = self._voices[""]
        self._vendor = vendor_of(around.api, operation, self._item)
        self._shape = self._vendor.shape if self._vendor is not None and self._vendor.shapes else None
        self._limit = settings.max_body
        self._takes_body = operation.request_body is not None
        self._cors = settings.cors
        stages = self._stages(operation, settings)
        self.stages = tuple(stages[name] for name in around.api.order or STAGES if name in stages)

    def _stages(self, operation: Operation, settings: Settings) -> Mapping[str, Stage]:
        """The checks that this operation needs, by their names."""
        parameters = ParameterStages(operation.parameters, strict=settings.strict)
        stages: dict[str, Stage] = {
            "accept": self._accept,
            "parameters": parameters.values,
            "existence": self._voices[""].behaviour.exists,
        }
        if self._vendor is not None:
            stages["vendor"] = self._vendor.check
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
                return self._refuse(exchange, failure)
        voice = self._voice(exchange.language)
        answer = self._preferred(exchange, voice) if exchange.preferences else self._respond(exchange, voice)
        if exchange.language:
            answer.headers.append((b"content-language", printable(exchange.language)))  # RFC 9110, section 8.5
        return answer

    def _refuse(self, exchange: Exchange, failure: Failure) -> Answer:
        accept = exchange.headers.get("accept", "")
        if self._vendor is None:
            return self.envelopes.render(failure, accept)
        return self.envelopes.render(failure, accept, self._vendor.tell(exchange, failure))

    def _item(self, exchange: Exchange, identifier: str) -> Item | None:
        """An item as a vendor's rules see it: in the document's own language."""
        return self._voice(self._languages.native if self._languages else "").behaviour.item(exchange, identifier)

    def _voice(self, language: str) -> Voice:
        """The operation in a language, made when it is first asked for; ``""``: that of the settings."""
        voice = self._voices.get(language)
        if voice is None:
            around = self._around.in_locale(locale_of(language))
            voice = self._voices[language] = Voice(self._operation, around, self.envelopes)
        return voice

    def _preferred(self, exchange: Exchange, voice: Voice) -> Answer:
        accept = exchange.headers.get("accept", "")
        found = voice.choice.preferred(exchange.preferences, accept, partial(voice.behaviour.key, exchange))
        if isinstance(found, str):
            return self._respond(exchange, voice).because(found)
        answer = found or self._respond(exchange, voice)
        # None of ours says anything without a value.
        applied = ", ".join(f"{name}={value}" for name, value in exchange.preferences.items() if value)
        if applied:
            answer.headers.append((b"preference-applied", printable(applied)))  # RFC 7240, section 3
        return answer

    def _respond(self, exchange: Exchange, voice: Voice) -> Answer:
        """Do what the operation does and answer with its success."""
        accept = exchange.headers.get("accept", "")
        outcome = voice.behaviour(exchange)
        if isinstance(outcome, Failure):
            return self._refuse(exchange, outcome)
        if self._shape is None and outcome.text and (answer := voice.choice.success.ready(accept, outcome.text)):
            return answer
        value = decode_json(outcome.text) if outcome.text else outcome.value
        if self._shape is not None:
            value = self._shape(exchange, value)
        dynamic = wants_dynamic(exchange.preferences)
        key = partial(voice.behaviour.key, exchange)
        success = voice.choice.success
        answer = success.answer(accept, key, value, dynamic=dynamic, echo=exchange.payload)
        if outcome.headers:
            said = {name for name, _ in outcome.headers}
            answer.headers = [header for header in answer.headers if header[0] not in said] + list(outcome.headers)
        return answer

    def _accept(self, exchange: Exchange) -> Failure | None:
        """Refuse a request that takes no media type or language that a success is offered in (406)."""
        accept, offered = exchange.headers.get("accept", ""), self._offered
        if offered and choose(accept, offered) is None:
            return Failure(FailureKind.NOT_ACCEPTABLE, f"only {', '.join(offered)} is offered", "header/accept")
        if self._languages is None:
            return None
        language = self._languages.choose(exchange.headers.get(LANGUAGE))
        if language is None:
            detail = f"only {', '.join(self._languages.offered)} is offered"
            return Failure(FailureKind.NOT_ACCEPTABLE, detail, f"header/{LANGUAGE}")
        exchange.language = language
        return None
