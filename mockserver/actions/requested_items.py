"""Which collection and items a request names by its path, and whether they exist."""

from __future__ import annotations

from functools import partial

from contracts.failures import FailureKind
from contracts.spec.model import Operation
from contracts.spec.resources.paths import parse_path
from mockserver.actions.missing_ids import MissingIds
from mockserver.http.messages import Failure
from mockserver.http.prefer import wants_dynamic
from mockserver.http.request import ABSENT, RequestContext, decode
from mockserver.state.collection import Collection, is_missing
from mockserver.state.collections import Collections


class RequestedItems:
    """The collections and items in the path of an operation, compiled once.

    :ivar templates: path template of each collection in the path, by the parameter with the item's id.
    """

    def __init__(self, operation: Operation, collections: Collections) -> None:
        self._operation = operation
        self._resource = operation.resource
        self._collections = collections
        self._parents = _parents(operation, collections)
        self._own = operation.resource.collection if operation.resource else ""
        self._names = _collection_parameters(operation)
        self.templates = {parameter: template for template, parameter, _ in self._parents}
        self._missing_ids = MissingIds(operation, self.templates)

    def collection(
        self, request: RequestContext, template: str = "", names: tuple[str, ...] | None = None
    ) -> Collection:
        """Return the collection of a request: of the operation itself, or of a parent template.

        :param names: the path parameters of the operation for the parameters of the template.
        """
        template, names = template or self._own, self._names if names is None else names
        if not request.preferences and (singleton := self._collections.singleton(template)) is not None:
            return singleton
        values = [path_value(request, name) for name in names]
        dynamic = wants_dynamic(request.preferences)
        return self._collections.collection(template, values, salt_of(request), dynamic=dynamic)

    def identifier(self, request: RequestContext) -> str:
        """Return the id in the path; ``""`` for a single item."""
        resource = self._resource
        return path_value(request, resource.id_parameter) if resource and resource.id_parameter else ""

    def exists(self, request: RequestContext) -> Failure | None:
        """Refuse a request whose path names an item that does not exist (404)."""
        for template, parameter, names in self._parents:
            collection = self.collection(request, template, names)
            named = self.named_ids(request, parameter)
            missing = [one for one in named if not one or not self._is_found(collection, one, parameter)]
            if missing:
                listed = ",".join(missing)
                detail = f"no item with id {listed!r}"
                return Failure(FailureKind.NOT_FOUND, detail, f"path/{parameter}", sent=listed)
        if (failure := self._missing_ids(partial(path_value, request))) is not None:
            return failure
        if self._resource is not None and self._resource.single and not self.collection(request).exists(""):
            return Failure(FailureKind.NOT_FOUND, "the item was deleted", "path")
        return None

    def _is_found(self, collection: Collection, identifier: str, parameter: str) -> bool:
        """Whether an item exists, or may be created by this operation (PUT with a documented 201)."""
        resource = self._resource
        creates = resource is not None and resource.role == "replace" and self._operation.documents(201)
        if creates and resource is not None and parameter == resource.id_parameter and not is_missing(identifier):
            return True
        if not collection.exists(identifier):
            return False
        is_own = resource is not None and parameter == resource.id_parameter
        return not is_own or collection.can_have(identifier) or not self._operation.documents(404)

    def named_ids(self, request: RequestContext, parameter: str) -> list[str]:
        """Return the ids in a path parameter, without duplicates: several if the operation reads many items."""
        resource = self._resource
        if resource is None or resource.role != "read_many" or parameter != resource.id_parameter:
            return [path_value(request, parameter)]
        value = request.parameters.get(("path", parameter))
        texts = map(str, value) if isinstance(value, list) else path_value(request, parameter).split(",")
        return list(dict.fromkeys(texts))


def path_value(request: RequestContext, name: str) -> str:
    """Return a path parameter as a string, in its canonical form (``x-mock-canonical``)."""
    value = request.parameters.get(("path", name), ABSENT)
    if value is not ABSENT:
        return str(value)
    # x-mock-order may place existence before parameters, which have not been decoded then.
    return decode(request.path_values.get(name, ""), errors="replace")


def salt_of(request: RequestContext) -> str:
    """Return the prefix that ``Prefer: seed=`` adds to the keys of generated values."""
    seed = request.preferences.get("seed", "")
    return f"seed {seed}\0" if seed else ""


def _parents(operation: Operation, collections: Collections) -> list[tuple[str, str, tuple[str, ...]]]:
    """Return collection template, id parameter and the parameters of the template, of each item in an operation's path.

    The outermost item is the first.
    """
    resource, found = operation.resource, []
    for prefix in parse_path(operation.path).items:
        # The collection of the operation's own item may differ from its path (x-mock-resource).
        own = resource is not None and prefix.parameter == resource.id_parameter
        template = resource.collection if resource and own else collections.template(prefix.parent().template)
        if template:
            found.append((template, prefix.parameter, prefix.parameters[:-1]))
    return found


def _collection_parameters(operation: Operation) -> tuple[str, ...]:
    """Return the path parameters that select the collection of an operation, in order."""
    names = parse_path(operation.path).parameters
    resource = operation.resource
    if resource is None:
        return ()
    return names[: len(parse_path(resource.collection).parameters)]
