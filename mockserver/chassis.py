"""The only module that knows connexion: its middleware stack with our routing and our compiled operations in it.

connexion gets a skeleton of the contract: methods and ids under made-up paths, nothing else. So its limits (no 3.1,
templating of files, inlined references, routes in document order, redirects) never meet a user's document; routing is
ours (:mod:`mockserver.routing`), and so is everything that happens to a request that found its operation.
"""

from __future__ import annotations

import logging
import warnings
from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from importlib.util import find_spec
from typing import Any

from starlette.exceptions import HTTPException

from contracts.errors import CasemockError
from mockserver.deferred import deferred
from mockserver.exchange import PATH_VALUES, RAW_PATH, SERVED_PATH
from mockserver.http import Answer, Receive, Scope, Send
from mockserver.routing import Router, raw_path

# What connexion 3.3 imports is deprecated by its own dependencies; nothing here can change that.
_DEPRECATED = (
    r"jsonschema\.RefResolver is deprecated",
    r"jsonschema\.exceptions\.RefResolutionError is deprecated",
    r"Using `httpx` with `starlette\.testclient` is deprecated",
)

# connexion's test client, its way to fetch documents, and templates. Where Flask is installed connexion imports it, and
# Flask derives classes from those of jinja2.
_UNUSED = ("starlette.testclient", "requests", "httpx", *(() if find_spec("flask") else ("jinja2",)))

with warnings.catch_warnings(), deferred(*_UNUSED):
    for message in _DEPRECATED:
        warnings.filterwarnings("ignore", message=message)
    from connexion.exceptions import ProblemException
    from connexion.lifecycle import ConnexionRequest, ConnexionResponse
    from connexion.middleware import ConnexionMiddleware
    from connexion.middleware.abstract import ROUTING_CONTEXT, RoutedAPI, RoutedMiddleware, SpecMiddleware
    from connexion.middleware.exceptions import ExceptionMiddleware
    from connexion.resolver import Resolution, Resolver

logger = logging.getLogger(__name__)

Application = Callable[[Scope, Receive, Send], Awaitable[None]]
OnCrash = Callable[[Scope, Exception], Answer]
IsOurs = Callable[[Scope], bool]
ServedPath = Callable[[Scope, str], str]

BASE_PATH = ""


def build_chassis(
    router: Router[str],
    operations: Mapping[str, Application],
    outside: Application,
    on_crash: OnCrash,
    *,
    is_ours: IsOurs,
    served_path: ServedPath,
) -> Application:
    """Assemble connexion's stack: exceptions, our routing, our operations, and ``outside`` behind them.

    :param router: from a request to the key of its operation.
    :param operations: the applications by that key.
    :param outside: answers what no operation does.
    :param on_crash: makes the answer to an exception, which is logged here.
    :param is_ours: whether a request is for ``outside`` even where an operation fits: a preflight is.
    :param served_path: which path to route, of a request and its raw path.
    """
    stack = ConnexionMiddleware(
        outside,
        middlewares=[
            ExceptionMiddleware,
            partial(_Routing, router=router, is_ours=is_ours, served_path=served_path),
            partial(_Engine, operations=operations),
        ],
        resolver=_NoHandlers(),
    )
    stack.add_api(_skeleton(operations), base_path=BASE_PATH)
    for kind in (Exception, HTTPException, ProblemException):  # connexion renders the latter two itself
        stack.add_error_handler(kind, _crash_handler(on_crash))
    application: Application = stack
    return application


def _skeleton(operations: Mapping[str, Application]) -> dict[str, Any]:
    """An OpenAPI 3.0 document with the operations' keys and nothing of the user's document."""
    paths = {
        f"/{key}": {"get": {"operationId": key, "responses": {"default": {"description": "any"}}}} for key in operations
    }
    return {"openapi": "3.0.3", "info": {"title": "skeleton", "version": "1"}, "paths": paths}


class _NoHandlers(Resolver):  # type: ignore[misc] # connexion has no types
    """Resolves every operation to nothing: connexion calls no handler of its own here."""

    def resolve(self, operation: Any) -> Resolution:
        return Resolution(lambda: None, operation.operation_id)


class _Routing(SpecMiddleware):  # type: ignore[misc] # connexion has no types
    """Fills connexion's routing context from our router."""

    def __init__(self, app: Application, router: Router[str], is_ours: IsOurs, served_path: ServedPath) -> None:
        self._app = app
        self._router = router
        self._is_ours = is_ours
        self._served_path = served_path

    def add_api(self, specification: Any, **_: Any) -> None:
        """Nothing to do: the router was filled from the contract."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        raw, method = raw_path(scope), scope["method"]
        path = self._served_path(scope, raw)
        match = None if self._is_ours(scope) else self._router.match(method, path)
        scope[RAW_PATH], scope[SERVED_PATH] = raw, path
        context: dict[str, str | None] = {"api_base_path": None, "operation_id": None}
        if match is not None:
            key, scope[PATH_VALUES] = match
            context = {"api_base_path": BASE_PATH, "operation_id": key}
        scope["extensions"] = {**(scope.get("extensions") or {}), ROUTING_CONTEXT: context}
        await self._app(scope, receive, send)


class _EngineApi(RoutedAPI[Any]):  # type: ignore[misc] # connexion has no types
    """connexion's table of operations, filled with ours."""

    def __init__(self, specification: Any, *, operations: Mapping[str, Application], **options: Any) -> None:
        super().__init__(specification, **options)
        self._compiled = operations
        self.add_paths()

    def make_operation(self, operation: Any) -> Application:
        return self._compiled[operation.operation_id]


class _Engine(RoutedMiddleware[_EngineApi]):  # type: ignore[misc] # connexion has no types
    """Calls the compiled operation that routing has found."""

    def __init__(self, app: Application, operations: Mapping[str, Application]) -> None:
        super().__init__(app)
        self.api_cls = partial(_EngineApi, operations=operations)


def _crash_handler(on_crash: OnCrash) -> Callable[[ConnexionRequest, Exception], Any]:
    # It must be a coroutine function: connexion runs a plain one in a thread.
    async def handle(request: ConnexionRequest, error: Exception) -> ConnexionResponse:
        trace = None if isinstance(error, CasemockError) else error  # the document's fault needs no traceback
        logger.error("%s %s: %s", request.method, request.scope.get(RAW_PATH, ""), error, exc_info=trace)
        answer = on_crash(request.scope, error)
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in answer.headers}
        return ConnexionResponse(
            status_code=answer.status,
            mimetype=answer.media_type or None,
            body=b"" if request.method == "HEAD" else answer.body,
            headers={**headers, "content-length": str(len(answer.body))},
        )

    return handle
