"""The routes of an operation: its path, and its path without what follows it, on conditions."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import TypeVar

from contracts.spec.model import Operation
from contracts.spec.path_selectors import selected_path
from mockserver.http.parameters import ParameterStages
from mockserver.http.path_conditions import PathCondition
from mockserver.http.request import RequestContext
from mockserver.http.route import ROUTE, Route
from mockserver.http.routing import Router

Target = TypeVar("Target")


def add_routes(router: Router[Target], operation: Operation, template: str, target: Target, base: str = "") -> None:
    """Add the routes of an operation at a path template.

    A template such as ``/#Action=List`` is routed to as it is, if the client encodes it (``%23``), and as ``/`` if the
    request has the parameter.

    :param base: the beginning of the template that is not part of the path in the document.
    """
    accepts = PathCheck(operation)
    router.add(operation.method, template, target, base=base, accepts=accepts)
    selected = selected_path(template, operation.parameters)
    if selected is None:
        return
    if selected.selectors:
        condition = PathCondition(selected.selectors, operation.parameters)
        router.add(operation.method, selected.path, target, base=base, accepts=accepts, condition=condition)
    if selected.is_label:
        router.add(operation.method, selected.path, target, base=base, accepts=accepts, is_label=True)


class PathCheck:
    """Whether path values are valid for an operation."""

    def __init__(self, operation: Operation) -> None:
        self._operation = operation

    @cached_property
    def _stages(self) -> ParameterStages:
        return ParameterStages([one for one in self._operation.parameters if one.location == "path"])

    def __call__(self, path_values: Mapping[str, str]) -> bool:
        """Return whether an operation accepts percent-encoded path values."""
        request = RequestContext({"headers": [], "query_string": b"", ROUTE: Route("", "", path_values=path_values)})
        return self._stages.values(request) is None
