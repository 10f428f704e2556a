"""What the server did with a request, apart from its operation: written while it is handled, read by the recorder."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

NOTES = "casemock.notes"
"""Key of the :class:`Notes` in the ASGI scope, if the request is recorded."""


class Violation(NamedTuple):
    """How a request breaks the document.

    :param kind: of the failure, such as ``invalid_body``.
    :param location: where in the request, as in the reason header; may be empty.
    :param message: one sentence for a person, which may repeat secrets of the request.
    :param keyword: pointer of the keyword that a value breaks, as the validator has it
        (:mod:`contracts.spec.written_keywords`); ``""`` if it is not about a value.
    :param cause: see :class:`mockserver.http.messages.Failure`.
    """

    kind: str
    location: str
    message: str
    keyword: str = ""
    cause: str = ""


@dataclass(slots=True)
class Notes:
    """What the server did with a request.

    :param stub: id of the stub that made the response, or ``""``.
    :param fault: id of the fault that was applied, or ``""``.
    :param violations: why the request was refused, all of them; see ``MockResponse``.
    :param failures: the same as data; empty for a response with a reason that is not about the request.
    """

    stub: str = ""
    fault: str = ""
    violations: tuple[str, ...] = ()
    failures: tuple[Violation, ...] = ()
