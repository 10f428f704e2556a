"""All exceptions that casemock raises for errors a user can fix.

    CasemockError                base class; rendered for the terminal by ``render()``
    ├── UsageError               invalid option, argument or environment variable
    ├── SettingsError            unreadable or invalid settings file
    ├── DocumentError            unusable OpenAPI document or data file; carries all findings
    ├── GenerationError          no valid value found for a schema
    ├── ServeError               the server cannot start, e.g. its port is in use
    ├── StoreError               the store of written items cannot be used, e.g. it is unreachable
    ├── TransportError           no response, or an incomplete one
    ├── WithheldRequestError     a request that the safety rules of a contract test do not allow
    └── SubjectError             the implementation cannot be tested: unreachable, or a different API

Exceptions of libraries never reach the user: the module that calls a library translates its exceptions.
"""

from __future__ import annotations

from collections.abc import Sequence

from contracts.escaping import one_line
from contracts.findings import Finding, Location, Severity
from contracts.messages import Request

__all__ = [
    "CasemockError",
    "DocumentError",
    "GenerationError",
    "ServeError",
    "SettingsError",
    "StoreError",
    "SubjectError",
    "TransportError",
    "UsageError",
    "WithheldRequestError",
    "render",
]


class CasemockError(Exception):
    """Base class of the errors that a user can fix.

    :param message: what is wrong; lower case, no final full stop.
    :param location: position in a file, if the error has one.
    :param hint: how to fix it; may be empty.
    """

    def __init__(self, message: str, *, location: Location | None = None, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.location = location
        self.hint = hint


class UsageError(CasemockError):
    """An invalid option, argument or environment variable."""


class SettingsError(CasemockError):
    """A settings file that cannot be read, or has an unknown key or a value of the wrong type."""


class DocumentError(CasemockError):
    """An OpenAPI document, or another input file such as initial data, that cannot be used.

    :param findings: all findings, at least one; the message is that of the first error.
    :param advice: what to do about all of them, shown after them; may be empty.
    """

    def __init__(self, findings: Sequence[Finding], *, advice: str = "") -> None:
        first = next((finding for finding in findings if finding.severity is Severity.ERROR), findings[0])
        super().__init__(first.message, location=first.location, hint=first.hint)
        self.findings = tuple(findings)
        self.advice = advice


class GenerationError(CasemockError):
    """The generator found no valid value for a schema within its limit of attempts."""


class ServeError(CasemockError):
    """The server cannot be started."""


class StoreError(CasemockError):
    """The store of written items cannot be read or written; the message names no password."""


class TransportError(CasemockError):
    """A request without a complete response.

    :param kind: ``unreachable``, ``tls``, ``timeout``, ``too-large``, ``redirects`` or ``broken``.
    """

    def __init__(self, message: str, *, kind: str, hint: str = "") -> None:
        super().__init__(message, hint=hint)
        self.kind = kind
        self.request: Request | None = None
        """The request, if the sender recorded it."""


class WithheldRequestError(CasemockError):
    """A request that was not sent, because a contract test must not send it (see ``contracts.conformance.safety``).

    :param request: the request.
    """

    def __init__(self, message: str, request: Request) -> None:
        super().__init__(message)
        self.request = request


class SubjectError(CasemockError):
    """The implementation cannot be tested: unreachable, rejects every request, or serves a different API."""


def render(error: CasemockError) -> str:
    """Format an error for standard error: one block per finding for a :class:`DocumentError`."""
    if isinstance(error, DocumentError):
        return "\n".join([*map(str, error.findings), *filter(None, [error.advice])])
    location = f"{error.location}: " if error.location else ""
    hint = f"\n  {one_line(error.hint)}" if error.hint else ""
    return f"{one_line(location)}error: {one_line(error.message)}{hint}"
