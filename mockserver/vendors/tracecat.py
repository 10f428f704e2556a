"""Tracecat: which parameters come before the caller's identity, and which case a 404 is about.

Both are read in the vendor's public source; the order was measured on FastAPI 0.115 with an application of the same
structure.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from contracts.failures import FailureKind
from contracts.spec.model import Operation
from mockserver.exchange import Exchange
from mockserver.http import Failure
from mockserver.parameters import ParameterStages
from mockserver.vendors.vendor import ReadItem, Vendor


class Tracecat(Vendor):
    """The rules for the operation that reads a case."""

    def __init__(self, operation: Operation, _: ReadItem) -> None:
        workspace = [parameter for parameter in operation.parameters if parameter.location == "query"]
        self._workspace = ParameterStages(workspace)
        self._all = ParameterStages(operation.parameters)

    def check(self, request: Exchange) -> Failure | None:
        """Refuse a workspace that is none, with whatever else is wrong.

        Who is calling is found out in a workspace. Without one the framework does not ask, and lists all that it has
        found; else it looks at the case's id only when it knows the caller.
        """
        return self._workspace.values(request) and self._all.values(request)

    def error_fields(self, request: Exchange, failure: Failure) -> Mapping[str, Any]:
        """What the vendor says of a case that is not there: its id in the canonical form."""
        del request
        if failure.kind is not FailureKind.NOT_FOUND:
            return {}
        return {"detail": f"Case with ID {failure.sent} not found"}
