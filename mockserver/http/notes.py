"""What the server did with a request, apart from its operation: written while it is handled, read by the recorder."""

from __future__ import annotations

from dataclasses import dataclass

NOTES = "casemock.notes"
"""Key of the :class:`Notes` in the ASGI scope, if the request is recorded."""


@dataclass(slots=True)
class Notes:
    """What the server did with a request.

    :param stub: id of the stub that made the response, or ``""``.
    :param fault: id of the fault that was applied, or ``""``.
    :param violations: why the request was refused, all of them; see ``MockResponse``.
    """

    stub: str = ""
    fault: str = ""
    violations: tuple[str, ...] = ()
