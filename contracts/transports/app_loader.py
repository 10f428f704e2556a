"""Import an application by name, such as ``shop.main:app``, and wrap it in an ASGI or WSGI transport."""

from __future__ import annotations

import inspect
import sys
from importlib import import_module
from typing import Any

from contracts.errors import UsageError
from contracts.transports.asgi import AsgiTransport
from contracts.transports.transport import Transport
from contracts.transports.wsgi import WsgiTransport


def to_application(name: str) -> Transport:
    """Create a transport to the application with an import name.

    :param name: ``module:attribute``, or ``module:attribute()`` to call a factory. The current folder is on the import
        path.
    :raises UsageError: if the module or attribute does not exist, or is not an application.
    """
    app = _import(name)
    if not callable(app):
        raise UsageError(f"--app: '{name}' is a {type(app).__name__}, not an ASGI or WSGI application")
    return of_application(app)


def of_application(app: Any) -> Transport:
    """Create a transport to an ASGI or WSGI application."""
    return AsgiTransport(app) if is_asgi(app) else WsgiTransport(app)


def is_asgi(app: Any) -> bool:
    """Whether an application is ASGI: a coroutine function, or an object whose ``__call__`` is one."""
    call = app if inspect.isfunction(app) or inspect.ismethod(app) else getattr(app, "__call__", app)  # noqa: B004
    return inspect.iscoroutinefunction(call)


def _import(name: str) -> Any:
    module_name, colon, attribute = name.partition(":")
    if not colon or not module_name or not attribute:
        raise UsageError(f"--app: expected module:attribute, not '{name}'", hint="example: shop.main:app")
    if "" not in sys.path:
        sys.path.insert(0, "")
    try:
        module = import_module(module_name)
    except ImportError as error:
        raise UsageError(f"--app: cannot import '{module_name}': {error}") from None
    except Exception as error:
        raise UsageError(f"--app: importing '{module_name}' failed: {type(error).__name__}: {error}") from error
    found: Any = module
    for part in attribute.removesuffix("()").split("."):
        if not hasattr(found, part):
            raise UsageError(f"--app: '{module_name}' has no '{part}'")
        found = getattr(found, part)
    return found() if attribute.endswith("()") else found
