"""Every error that a user of casemock may meet, each with the data that its message is made of.

    CasemockError                something the user can put right; rendered in one place, ``render()``
    ├── UsageError               a flag, an argument or an environment variable that makes no sense
    ├── SettingsError            a settings file that cannot be used
    ├── DocumentError            an OpenAPI document that cannot be used; holds every finding
    ├── GenerationError          a schema for which no value was found
    ├── ServeError               the server cannot start, e.g. its port is taken
    ├── TransportError           a request that got no whole answer
    └── SubjectError             what is tested cannot be tested: not there, or another API

A library's own exception never reaches the user: it is translated where the library is called.
"""

from __future__ import annotations

from collections.abc import Sequence

from contracts.findings import Finding, Location, Severity
from contracts.messages import Request

__all__ = [
    "CasemockError",
    "DocumentError",
    "GenerationError",
    "ServeError",
    "SettingsError",
    "SubjectError",
    "TransportError",
    "UsageError",
    "render",
]


class CasemockError(Exception):
    """An error with a place and a remedy.

    :param message: what is wrong, one sentence without a final full stop.
    :param location: where, if it has a place in a file.
    :param hint: what to do about it, one sentence.
    """

    def __init__(self, message: str, *, location: Location | None = None, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.location = location
        self.hint = hint


class UsageError(CasemockError):
    """A wrong flag, argument or environment variable."""


class SettingsError(CasemockError):
    """A settings file that cannot be read or holds an unknown or ill-typed key."""


class DocumentError(CasemockError):
    """An OpenAPI document that cannot be used.

    :param findings: everything that is wrong, at least one; the first error among them gives the message.
    """

    def __init__(self, findings: Sequence[Finding]) -> None:
        first = next((finding for finding in findings if finding.severity is Severity.ERROR), findings[0])
        super().__init__(first.message, location=first.location, hint=first.hint)
        self.findings = tuple(findings)


class GenerationError(CasemockError):
    """A schema for which the generator found no valid value within its bounds."""


class ServeError(CasemockError):
    """The server cannot be started."""


class TransportError(CasemockError):
    """A request that got no whole answer.

    :param kind: ``unreachable``, ``tls``, ``timeout``, ``too-large``, ``redirects`` or ``broken``.
    """

    def __init__(self, message: str, *, kind: str, hint: str = "") -> None:
        super().__init__(message, hint=hint)
        self.kind = kind
        self.request: Request | None = None
        """The request, where whoever sent it has told."""


class SubjectError(CasemockError):
    """What is tested cannot be tested: nothing answers there, everything is refused, or it is another API."""


def render(error: CasemockError) -> str:
    """Return the text that a person reads on standard error, several lines for a document with several findings."""
    if isinstance(error, DocumentError):
        return "\n".join(str(finding) for finding in error.findings)
    place = f"{error.location}: " if error.location else ""
    remedy = f"\n  {error.hint}" if error.hint else ""
    return f"{place}error: {error.message}{remedy}"
