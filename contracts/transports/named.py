"""Applications by their names, such as ``shop.main:app``: found, told apart, and wrapped in a transport."""

from __future__ import annotations

import inspect
import sys
from importlib import import_module
from typing import Any

from contracts.errors import UsageError
from contracts.transports.application import AsgiTransport
from contracts.transports.transport import Transport
from contracts.transports.wsgi import WsgiTransport


def to_application(name: str) -> Transport:
    """Requests to an ASGI or WSGI application in this process.

    :param name: ``module:attribute``; with ``()`` behind it the attribute is called and gives the application. Modules
        are looked for in the current folder, too.
    :raises UsageError: where there is no such module or attribute, or it is no application.
    """
    app = _found(name)
    if not callable(app):
        raise UsageError(f"--app: '{name}' is a {type(app).__name__}, no application")
    return of_application(app)


def of_application(app: Any) -> Transport:
    """Requests to an ASGI or WSGI application in this process."""
    return AsgiTransport(app) if is_asgi(app) else WsgiTransport(app)


def is_asgi(app: Any) -> bool:
    """Whether an application is an ASGI one: a coroutine function, or an object with such a ``__call__``."""
    call = app if inspect.isfunction(app) or inspect.ismethod(app) else getattr(app, "__call__", app)  # noqa: B004
    return inspect.iscoroutinefunction(call)


def _found(name: str) -> Any:
    module_name, colon, attribute = name.partition(":")
    if not colon or not module_name or not attribute:
        raise UsageError(f"--app: expected module:attribute, not '{name}'", hint="for example shop.main:app")
    if "" not in sys.path:
        sys.path.insert(0, "")
    try:
        module = import_module(module_name)
    except ImportError as error:
        raise UsageError(f"--app: cannot import '{module_name}': {error}") from None
    except Exception as error:
        raise UsageError(f"--app: '{module_name}' fails when imported: {type(error).__name__}: {error}") from error
    made: Any = module
    for part in attribute.removesuffix("()").split("."):
        if not hasattr(made, part):
            raise UsageError(f"--app: '{module_name}' has no '{part}'")
        made = getattr(made, part)
    return made() if attribute.endswith("()") else made
