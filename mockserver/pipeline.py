"""The pipeline of one operation, compiled once: read the body, run the stages, send the response.

A stage returns a :class:`Failure`, which ends the request, or ``None``. The order of the stages is data:
``x-mock-order`` of the API, by default ``contracts.failures.STAGES``.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace
from functools import cached_property, partial

from contracts.errors import StoreError
from contracts.failures import STAGES, FailureKind
from contracts.spec.model import Operation
from mockserver.actions.action import OperationAction
from mockserver.actions.result import ActionResult
from mockserver.api_context import ApiContext
from mockserver.conditional import conditional_of
from mockserver.error_responses import ErrorRenderer
from mockserver.http.bodies import Disconnected, read_body
from mockserver.http.body_budget import BODIES_FULL, BodiesFullError
from mockserver.http.cors import cors_of
from mockserver.http.example_matching import ExampleMatcher
from mockserver.http.messages import (
    RETRY_AFTER,
    Failure,
    MockResponse,
    RawHeader,
    Receive,
    Scope,
    Send,
    decode_json,
    printable,
    send_response,
)
from mockserver.http.negotiation import HEADER as LANGUAGE
from mockserver.http.negotiation import choose_media_type, is_in_range, languages_of, locale_of
from mockserver.http.prefer import wants_dynamic
from mockserver.http.request import ABSENT, RequestContext
from mockserver.http.request_limit import OCCUPIED
from mockserver.many_items import ManyItems
from mockserver.response_selection import Preferred, ResponseSelector, applied_to_value, failure_kind
from mockserver.stages import Stage, compile_stages
from mockserver.state.collection import LongListError
from mockserver.state.item_schema import Item
from mockserver.state.stores.store import ItemStore
from mockserver.vendors.vendor import vendor_of

VALUE_FAILURES = frozenset(
    {FailureKind.INVALID_PARAMETER, FailureKind.INVALID_BODY, FailureKind.MISSING_BODY, FailureKind.MALFORMED_BODY}
)
"""Kinds of failures that a request may have several of, and learn of all at once."""

_WRITES_MANY = frozenset({"create_many", "update_many", "delete_many"})


def documented_type(operation: Operation, uploaded: str) -> str:
    """Return the media type of uploaded content if the document has it for the response, else a documented one."""
    names = [media.name for media in operation.success.content] if operation.success is not None else []
    if not names or any(is_in_range(uploaded, name) for name in names):
        return uploaded
    return next((name for name in names if "*" not in name), uploaded)


class LocalizedOperation:
    """The parts of an operation that depend on the language, since they generate data."""

    def __init__(self, operation: Operation, context: ApiContext, envelopes: ErrorRenderer) -> None:
        generators = context.generators
        self.responses = ResponseSelector(operation, envelopes, generators, static=context.settings.static)
        self.action = OperationAction(operation, context.collections, generators, self.responses.success.body)


class Pipeline:
    """A compiled operation: an ASGI application for the requests that routing selected for it."""

    def __init__(self, operation: Operation, context: ApiContext) -> None:
        settings = context.settings
        self._operation, self._context = operation, context
        self.envelopes = ErrorRenderer(
            operation, operation.errors, context.common_error, context.generators, static=settings.static
        )
        self._localized = {"": LocalizedOperation(operation, context, self.envelopes)}
        self._offered = self._localized[""].responses.success.offered
        self._languages = languages_of(operation.parameters, settings.locale)
        for tag in self._languages.offered if self._languages else ():
            if locale_of(tag) == settings.locale:
                self._localized[tag] = self._localized[""]
        self._vendor = vendor_of(context.api, operation, self._item)
        self._shape = self._vendor.shape if self._vendor is not None and self._vendor.shapes else None
        self._conditional = conditional_of(operation, context.api.operations)
        self._matcher = ExampleMatcher(operation)
        is_list = operation.resource is not None and operation.resource.role in {"list", "search"}
        contents = operation.success.content if is_list and operation.success is not None else ()
        self._has_list_example = any(media.examples for media in contents)
        self._limit = settings.max_body
        self._follow = context.follow(operation)
        self._writes_many = operation.resource is not None and operation.resource.role in _WRITES_MANY
        self._may_use_thread = is_list or self._writes_many
        self._only_fails = self._localized[""].responses.success.status >= 400
        self._takes_body = operation.request_body is not None
        self._cors = cors_of(settings)
        is_download = operation.resource is not None and operation.resource.role == "download"
        self._own_urls = None if is_download else context.own_urls
        stages = compile_stages(
            operation,
            context,
            vendor=self._vendor,
            accept=self._accept if settings.accept_check else self._prefer_language,
            existence=self._localized[""].action.requested.exists,
            needs_if_match=self._conditional is None or not self._conditional.requires_if_match,
        )
        self._value_stages = [stages[name] for name in ("parse", "parameters", "body") if name in stages]
        self.stages = tuple(stages[name] for name in context.api.order or STAGES if name in stages)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle a request."""
        request = RequestContext(scope)
        if self._takes_body:
            try:
                declared = request.headers.get("content-length", "")
                request.body = await read_body(scope, receive, self._limit, declared)
            except Disconnected:
                return
            except BodiesFullError:
                response = self._unavailable(request, BODIES_FULL)
                await self._send(scope, send, response)
                return
        request.may_use_thread = self._may_use_thread
        try:
            with OCCUPIED:
                response = self._complete(request)
        except StoreError as error:
            response = self._unavailable(request, error.message)
        except LongListError:
            response = await self._complete_in_thread(request)
        await self._send(scope, send, response)
        if self._follow is not None:
            self._follow(request, response)

    async def _complete_in_thread(self, request: RequestContext) -> MockResponse:
        """Return the response and let other requests run meanwhile."""
        try:
            response = await self._many_items.respond(request)
            if response is not None:
                return response
            with OCCUPIED:
                return self._complete(request.again())
        except StoreError as error:
            return self._unavailable(request, error.message)

    @cached_property
    def _many_items(self) -> ManyItems:
        return ManyItems(self._context.store, self._in_store)

    def _in_store(self, store: ItemStore) -> Callable[[RequestContext], MockResponse]:
        """Return what handles requests with the items in another store, if they write any."""
        if not self._writes_many:
            return self.complete_refreshed
        collections = self._context.collections.in_store(store)
        return Pipeline(self._operation, replace(self._context, collections=collections)).complete_refreshed

    def _unavailable(self, request: RequestContext, reason: str) -> MockResponse:
        """Return the documented 503."""
        response = self._refuse(request, Failure(FailureKind.UNAVAILABLE, reason))
        response.headers.append(RETRY_AFTER)
        return response

    async def _send(self, scope: Scope, send: Send, response: MockResponse) -> None:
        await send_response(scope, send, response, self._cors.headers(scope, response))

    def _complete(self, request: RequestContext) -> MockResponse:
        """Return the response with the URLs of this server instead of the documented ones."""
        # Routing was followed by a refresh, for stubs and faults; other requests may have run while the body arrived.
        self._context.store.refresh()
        return self.complete_refreshed(request)

    def complete_refreshed(self, request: RequestContext) -> MockResponse:
        """Return the response; the store was refreshed."""
        return self._with_own_urls(request, self.respond(request))

    def _with_own_urls(self, request: RequestContext, response: MockResponse) -> MockResponse:
        if self._own_urls is None:
            return response
        return self._own_urls.rewrite(request, self._operation, response, self._context.sent_urls.__contains__)

    def selected(self, scope: Scope, reason: str, *, code: int = 0, example: str = "") -> MockResponse | None:
        """Return a documented response, as ``Prefer`` selects it, without a check of the request.

        :param reason: why, for error responses.
        :param code: status code of the response, or 0.
        :param example: name of the example, or ``""``.
        :returns: ``None`` for the status code of the usual response, which depends on the request.
        """
        if code >= 400 and not example:
            return self.error(scope, code, reason)
        request = RequestContext(scope)
        accept = request.headers.get("accept", "")
        localized = self._localized[""]
        wanted = {name: str(value) for name, value in (("code", code), ("example", example)) if value}
        found = localized.responses.preferred(wanted, accept, partial(localized.action.key, request))
        if found is None:
            return None
        if isinstance(found, Failure):
            return self.envelopes.refused_preference(found, accept)
        return self._with_own_urls(request, found.response)

    def error(self, scope: Scope, status: int, reason: str) -> MockResponse:
        """Return the documented error response with a status code, else the most common one of the API.

        :param reason: why, for ``x-mock-reason`` and the message in the body.
        """
        request = RequestContext(scope)
        failure = Failure(failure_kind(status), reason)
        accept = request.headers.get("accept", "")
        documented = self._operation.response(status)
        response = self.envelopes.documented(status, documented, failure, accept, path=request.path)
        return self._with_own_urls(request, response).with_reason(reason)

    def required_headers(self, scope: Scope, status: int) -> list[RawHeader]:
        """Return the headers that the document requires of a response."""
        localized = self._localized[""]
        return localized.responses.required_headers(status, partial(localized.action.key, RequestContext(scope)))

    def respond(self, request: RequestContext) -> MockResponse:
        """Run the stages; return the response, or the documented error response for the first failure.

        A response other than the usual one that ``Prefer`` selects needs no valid request.
        """
        preferred = self._preferred(request) if request.preferences else None
        if isinstance(preferred, MockResponse):
            return preferred
        if preferred is not None and not preferred.is_usual:
            return _with_applied(request, preferred.response, preferred.applied)
        for stage in self.stages:
            failure = stage(request)
            if failure is not None:
                return self._refuse(request, self._with_others(request, failure, stage))
        if self._own_urls is not None and request.body and request.thread_limit is None:
            self._context.sent_urls.add(self._own_urls.found_in(request.payload, request.body))
        localized = self._in_language(request.language)
        if preferred is not None:
            response = _with_applied(request, preferred.response, preferred.applied)
        else:
            response = self._perform(request, localized)
            response = self._applied(request, response, localized) if request.preferences else response
        if request.language:
            response.headers.append((b"content-language", printable(request.language)))  # RFC 9110, section 8.5
        return response

    def _with_others(self, request: RequestContext, failure: Failure, failed: Stage) -> Failure:
        """Return a failure about the values of a request with those that the other checks of values find."""
        if failure.kind not in VALUE_FAILURES:
            return failure
        rest = self.stages[self.stages.index(failed) + 1 :]
        found = [one for stage in rest if stage in self._value_stages and (one := stage(request)) is not None]
        further = [each for one in found if one.kind in VALUE_FAILURES for each in one.each]
        known = {(each.location, each.detail) for each in failure.each}
        others = [each._replace(others=()) for each in further if (each.location, each.detail) not in known]
        return failure._replace(others=(*failure.others, *others)) if others else failure

    def _refuse(self, request: RequestContext, failure: Failure) -> MockResponse:
        accept = request.headers.get("accept", "")
        if self._vendor is None:
            return self.envelopes.render(failure, accept, path=request.path)
        return self.envelopes.render(failure, accept, self._vendor.error_fields(request, failure), request.path)

    def _item(self, request: RequestContext, identifier: str) -> Item | None:
        """Return an item for the rules of a vendor, in the default language of the document."""
        return self._in_language(self._languages.native if self._languages else "").action.item(request, identifier)

    def _in_language(self, language: str) -> LocalizedOperation:
        """Return the operation in a language, compiled on first use; ``""`` is the language of the settings."""
        localized = self._localized.get(language)
        if localized is None:
            context = self._context.in_locale(locale_of(language))
            localized = self._localized[language] = LocalizedOperation(self._operation, context, self.envelopes)
        return localized

    def _preferred(self, request: RequestContext) -> Preferred | MockResponse | None:
        """Return the response that ``Prefer`` selects, or an error; ``None`` for the usual response."""
        localized, accept = self._localized[""], request.headers.get("accept", "")
        found = localized.responses.preferred(request.preferences, accept, partial(localized.action.key, request))
        return self.envelopes.refused_preference(found, accept) if isinstance(found, Failure) else found

    def _applied(self, request: RequestContext, response: MockResponse, localized: LocalizedOperation) -> MockResponse:
        """Add ``Preference-Applied`` to the usual response."""
        success = localized.responses.success
        if response.status >= 400:
            return response
        names = set(applied_to_value(success, request.preferences, request.headers.get("accept", "")))
        if request.preferences.get("code"):
            names.add("code")
        return _with_applied(request, response, names)

    def _perform(self, request: RequestContext, localized: LocalizedOperation) -> MockResponse:
        """Run the operation if its preconditions hold; return its response."""
        if self._conditional is None:
            return self._run(request, localized)
        failure = self._conditional.check(request, localized.action)
        if failure is not None:
            return self._refuse(request, failure)
        return self._conditional.finish(request, localized.action, self._run(request, localized))

    def _run(self, request: RequestContext, localized: LocalizedOperation) -> MockResponse:
        """Run the operation and return its successful response."""
        accept = request.headers.get("accept", "")
        if self._only_fails and (refusal := localized.responses.only_error(accept)) is not None:
            return refusal
        matched = self._matched(request, localized, accept)
        if matched is not None and (matched.status >= 400 or not localized.action.writes):
            return matched
        if self._is_documented_list(request, localized):
            return localized.responses.success.render(accept, partial(localized.action.key, request), dynamic=False)
        outcome = localized.action(request)
        if isinstance(outcome, Failure):
            return self._refuse(request, outcome)
        if matched is not None and (self._is_static(request) or (outcome.value is ABSENT and not outcome.json)):
            matched.headers = _with_headers(matched.headers, outcome)
            return matched
        success = localized.responses.with_status(outcome.status)
        if self._shape is None and outcome.json and (response := success.render_json(accept, outcome.json)):
            return response
        if outcome.content is not None:
            media_type = documented_type(self._operation, outcome.content.media_type)
            return MockResponse(success.status, outcome.content.data, media_type)
        value = decode_json(outcome.json) if outcome.json else outcome.value
        if self._shape is not None:
            value = self._shape(request, value)
        dynamic = wants_dynamic(request.preferences)
        key = partial(localized.action.key, request)
        echo = localized.action.echo(request) if outcome.item is None else outcome.item
        response = success.render(accept, key, value, dynamic=dynamic, echo=echo)
        if outcome.headers or outcome.omitted:
            response.headers = _with_headers(response.headers, outcome)
        return response

    def _is_static(self, request: RequestContext) -> bool:
        dynamic = wants_dynamic(request.preferences)
        return self._context.settings.static if dynamic is None else not dynamic

    def _is_documented_list(self, request: RequestContext, localized: LocalizedOperation) -> bool:
        """Whether the response is the documented example of a list: all of an unchanged list is requested."""
        if not self._has_list_example or request.scope["query_string"] or not self._is_static(request):
            return False
        return not localized.action.reads_written(request)

    def _matched(self, request: RequestContext, localized: LocalizedOperation, accept: str) -> MockResponse | None:
        """Return the response with the example that belongs to the request; ``None`` if there is none.

        What clients have written takes precedence, and so does a request for generated data. An example of a success
        that does not match its schema is only for static responses.
        """
        if not self._matcher or wants_dynamic(request.preferences):
            return None
        name = self._matcher(request)
        if not name or localized.action.reads_written(request):
            return None
        found = localized.responses.example(name, accept)
        if not isinstance(found, Preferred):
            return None
        response = found.response
        is_unusable = response.is_broken and response.status < 400 and not self._is_static(request)
        return None if is_unusable else response

    def _accept(self, request: RequestContext) -> Failure | None:
        """Refuse a request that accepts none of the media types or languages of the successful response (406)."""
        accept, offered = request.headers.get("accept", ""), self._offered
        if offered and choose_media_type(accept, offered) is None:
            return Failure(FailureKind.NOT_ACCEPTABLE, f"supported media types: {', '.join(offered)}", "header/accept")
        if self._languages is None:
            return None
        language = self._languages.choose(request.headers.get(LANGUAGE))
        if language is None:
            detail = f"supported languages: {', '.join(self._languages.offered)}"
            return Failure(FailureKind.NOT_ACCEPTABLE, detail, f"header/{LANGUAGE}")
        request.language = language
        return None

    def _prefer_language(self, request: RequestContext) -> None:
        """Choose the language; the default one if the request accepts none (``--no-accept-check``)."""
        if self._languages is not None:
            chosen = self._languages.choose(request.headers.get(LANGUAGE))
            request.language = self._languages.default if chosen is None else chosen


def _with_headers(headers: list[RawHeader], outcome: ActionResult) -> list[RawHeader]:
    """Return the documented headers with those of an action instead of their generated values."""
    names = {name for name, _ in outcome.headers} | outcome.omitted
    return [header for header in headers if header[0] not in names] + list(outcome.headers)


def _with_applied(request: RequestContext, response: MockResponse, names: Collection[str]) -> MockResponse:
    """Add ``Preference-Applied`` (RFC 7240, section 3) with those preferences that were applied."""
    applied = ", ".join(f"{name}={value}" for name, value in request.preferences.items() if name in names)
    if applied:
        response.headers.append((b"preference-applied", printable(applied)))
    return response
