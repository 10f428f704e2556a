"""The only module that imports connexion: its middleware stack with our routing and compiled operations."""

from __future__ import annotations

import logging
import sys
import warnings
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType
from typing import Any

from starlette.exceptions import HTTPException

from contracts.errors import CasemockError
from mockserver.http.messages import MockResponse, Receive, Scope, Send
from mockserver.http.path_conditions import RequestParts
from mockserver.http.route import ROUTE, Route, raw_path
from mockserver.http.routing import Router


@contextmanager
def deferred(*names: str) -> Iterator[None]:
    """In this block, replace imports of these modules by placeholders, unless they are imported already.

    ``import name`` binds a placeholder that imports the module on first use after the block. ``from name import X``
    binds a function that imports the module and calls ``X``.
    """
    placeholders = {name: _Placeholder(name) for name in names if name not in sys.modules}
    sys.modules.update(placeholders)
    try:
        yield
    finally:
        for name, placeholder in placeholders.items():
            placeholder.is_open = True
            if sys.modules.get(name) is placeholder:
                del sys.modules[name]
            parent, _, child = name.rpartition(".")
            if parent and getattr(sys.modules.get(parent), child, None) is placeholder:
                delattr(sys.modules[parent], child)


class _Placeholder(ModuleType):
    """A module that is imported on first use."""

    is_open = False

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):  # requested by the import system
            raise AttributeError(name)
        if self.is_open:
            return getattr(import_module(self.__name__), name)
        return partial(_call, self.__name__, name)


def _call(module: str, name: str, /, *arguments: Any, **named: Any) -> Any:
    """Import a module, and call one of its functions or classes."""
    return getattr(import_module(module), name)(*arguments, **named)


# connexion 3.3 imports modules that its own dependencies deprecate.
_DEPRECATED = (
    r"jsonschema\.RefResolver is deprecated",
    r"jsonschema\.exceptions\.RefResolutionError is deprecated",
    r"Using `httpx` with `starlette\.testclient` is deprecated",
)

# Used only by connexion's test client, its download of documents and its templates. If Flask is installed, connexion
# imports it, and Flask needs the real jinja2 for its base classes.
_UNUSED = ("starlette.testclient", "requests", "httpx", *(() if find_spec("flask") else ("jinja2",)))

with warnings.catch_warnings(), deferred(*_UNUSED):
    for message in _DEPRECATED:
        warnings.filterwarnings("ignore", message=message)
    from connexion.exceptions import ProblemException
    from connexion.lifecycle import ConnexionRequest, ConnexionResponse
    from connexion.middleware import ConnexionMiddleware
    from connexion.middleware.abstract import ROUTING_CONTEXT, RoutedAPI, RoutedMiddleware, SpecMiddleware
    from connexion.middleware.exceptions import ExceptionMiddleware

logger = logging.getLogger(__name__)

Application = Callable[[Scope, Receive, Send], Awaitable[None]]
OnCrash = Callable[[Scope, Exception], MockResponse]
IsOurs = Callable[[Scope], bool]
Candidates = Callable[[Scope, str], Sequence[str]]

BASE_PATH = ""

SKELETON = {"openapi": "3.0.3", "info": {"title": "skeleton", "version": "1"}, "paths": {}}
"""The document that connexion gets: nothing of the user's, and no operations, which it would validate one by one."""


def build_connexion_app(
    router: Router[str],
    operations: Mapping[str, Application],
    outside: Application,
    on_crash: OnCrash,
    *,
    is_ours: IsOurs,
    candidates: Candidates,
    intercept: Callable[[Application], Application] = lambda app: app,
) -> Application:
    """Build connexion's stack: exceptions, our routing, ``intercept``, our operations, and ``outside`` as the fallback.

    :param router: maps method and path to the key of an operation.
    :param operations: the applications by that key.
    :param outside: handles requests that match no operation.
    :param on_crash: returns the response to an exception, which is logged here.
    :param is_ours: whether a request goes to ``outside`` even if an operation matches, as a CORS preflight does.
    :param candidates: returns the paths that a request may mean, given a scope and its raw path; see
        :meth:`Router.route`.
    :param intercept: creates the application after routing, given the next one.
    """
    stack = ConnexionMiddleware(
        outside,
        middlewares=[
            ExceptionMiddleware,
            partial(_Routing, router=router, is_ours=is_ours, candidates=candidates),
            intercept,
            partial(_Engine, operations=operations),
        ],
    )
    stack.add_api(SKELETON, base_path=BASE_PATH)
    for kind in (Exception, HTTPException, ProblemException):  # connexion renders the latter two itself
        stack.add_error_handler(kind, _crash_handler(on_crash))
    application: Application = stack
    return application


class _Routing(SpecMiddleware):  # type: ignore[misc] # connexion has no types
    """Routes each request once and sets connexion's routing context."""

    def __init__(self, app: Application, router: Router[str], is_ours: IsOurs, candidates: Candidates) -> None:
        self._app = app
        self._router = router
        self._is_ours = is_ours
        self._candidates = candidates

    def add_api(self, specification: Any, **_: Any) -> None:
        """Do nothing: the router was filled from the contract."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        route = scope[ROUTE] = self._route(scope)
        context = {"api_base_path": None if route.target is None else BASE_PATH, "operation_id": route.target}
        scope["extensions"] = {**(scope.get("extensions") or {}), ROUTING_CONTEXT: context}
        await self._app(scope, receive, send)

    def _route(self, scope: Scope) -> Route[str]:
        path = raw_path(scope)
        parts = RequestParts(scope) if self._router.has_conditions else None
        route = self._router.route(scope["method"], path, self._candidates(scope, path), parts)
        return route._replace(target=None) if self._is_ours(scope) else route


class _EngineApi(RoutedAPI[Any]):  # type: ignore[misc] # connexion has no types
    """connexion's table of operations, filled with our compiled operations."""

    def __init__(self, specification: Any, *, operations: Mapping[str, Application], **options: Any) -> None:
        super().__init__(specification, **options)
        self.operations = operations

    def make_operation(self, operation: Any) -> Application:
        """Raise :class:`NotImplementedError`: connexion's document has no operations."""
        raise NotImplementedError


class _Engine(RoutedMiddleware[_EngineApi]):  # type: ignore[misc] # connexion has no types
    """Calls the compiled operation that routing selected."""

    def __init__(self, app: Application, operations: Mapping[str, Application]) -> None:
        super().__init__(app)
        self.api_cls = partial(_EngineApi, operations=operations)


def _crash_handler(on_crash: OnCrash) -> Callable[[ConnexionRequest, Exception], Any]:
    # This must be a coroutine function: connexion runs a plain function in a thread.
    async def handle(request: ConnexionRequest, error: Exception) -> ConnexionResponse:
        trace = None if isinstance(error, CasemockError) else error  # an error in the document: no traceback
        route = request.scope.get(ROUTE)
        logger.error("%s %s: %s", request.method, route.raw_path if route else "", error, exc_info=trace)
        response = on_crash(request.scope, error)
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in response.headers}
        return ConnexionResponse(
            status_code=response.status,
            mimetype=response.media_type or None,
            body=b"" if request.method == "HEAD" else response.body,
            headers={**headers, "content-length": str(len(response.body))},
        )

    return handle
