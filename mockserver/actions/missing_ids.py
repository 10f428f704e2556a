"""Ids of missing items in paths whose collection is not in the document, such as ``/projects/{project}/jobs``."""

from __future__ import annotations

from collections.abc import Callable, Container

from contracts.failures import FailureKind
from contracts.spec.documented_values import documented_values
from contracts.spec.model import Operation
from contracts.spec.resources.paths import parse_path
from mockserver.http.messages import Failure
from mockserver.state.collection import is_missing

STATUSES = (404, 410)


class MissingIds:
    """Refuses ids such as ``missing-1`` if the operation documents 404 or 410, also by range.

    Any other id exists, because the document does not say which ones do.

    :param known: the path parameters that are ids of a collection.
    """

    def __init__(self, operation: Operation, known: Container[str]) -> None:
        covered = (operation.response(status) for status in STATUSES)
        refuses = any(one is not None and one is not operation.success for one in covered)
        names = [prefix.parameter for prefix in parse_path(operation.path).items if refuses]
        self._named = {
            parameter.name: frozenset(map(str, documented_values(parameter)))
            for parameter in operation.parameters
            if parameter.location == "path" and parameter.name in names and parameter.name not in known
        }

    def __call__(self, path_value: Callable[[str], str]) -> Failure | None:
        """Return a failure if the path names a missing item.

        :param path_value: returns the value of a path parameter.
        """
        for name, documented in self._named.items():
            value = path_value(name)
            if is_missing(value) and value not in documented:
                return Failure(FailureKind.NOT_FOUND, f"no item with id {value!r}", f"path/{name}", sent=value)
        return None
