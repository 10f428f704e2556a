"""Tracecat: the workspace is checked before authentication, and a 404 names the case.

Both follow from the vendor's public source code; the order was verified with FastAPI 0.115 and an application of the
same structure.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from contracts.failures import FailureKind
from contracts.spec.model import Operation
from mockserver.http.messages import Failure
from mockserver.http.parameters import ParameterStages
from mockserver.http.request import RequestContext
from mockserver.vendors.vendor import ReadItem, Vendor


class Tracecat(Vendor):
    """The rules for the operation that reads a case."""

    def __init__(self, operation: Operation, _: ReadItem) -> None:
        workspace = [parameter for parameter in operation.parameters if parameter.location == "query"]
        self._workspace = ParameterStages(workspace)
        self._all = ParameterStages(operation.parameters)

    def check(self, request: RequestContext) -> Failure | None:
        """Refuse an invalid workspace, and report all other invalid parameters with it.

        Authentication depends on the workspace. If it is not valid, the framework skips authentication and reports all
        errors; else it validates the case id only after authentication.
        """
        return self._workspace.values(request) and self._all.values(request)

    def error_fields(self, request: RequestContext, failure: Failure) -> Mapping[str, Any]:
        """Return the vendor's message for a missing case, with the id in canonical form."""
        del request
        if failure.kind is not FailureKind.NOT_FOUND:
            return {}
        return {"detail": f"Case with ID {failure.sent} not found"}
