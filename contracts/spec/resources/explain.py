"""Why an operation has no resource, and so no state."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from contracts.spec.extensions import ResourceHint, read_resource
from contracts.spec.model import Contract, Operation, Resource
from contracts.spec.pointers import walk
from contracts.spec.resources.candidate import ITEM_ROLES, Candidate
from contracts.spec.resources.names import COPIES, plain
from contracts.spec.resources.paths import PathTemplate, parse_path
from contracts.spec.resources.shapes import array_items

NO_WRITES = "no operation creates, changes or deletes what it returns"
NO_READS = "no operation reads what it writes"


class Explanations:
    """Explains why operations of a contract have no resource."""

    def __init__(self, contract: Contract) -> None:
        self._contract = contract
        self._collections = _collections(contract.operations)
        self._methods: dict[str, set[str]] = {}
        for operation in contract.operations:
            self._methods.setdefault(parse_path(operation.path).key, set()).add(operation.method)

    def why_not(self, operation: Operation) -> str:
        """Return why an operation has no resource: a short clause that starts in lower case."""
        candidate = Candidate(operation, _hint(self._contract, operation))
        if candidate.hint.role == "none":
            return "x-mock-resource has the role 'none'"
        if not candidate.succeeds:
            return "only errors are documented as responses"
        if candidate.method not in ITEM_ROLES:
            return f"{candidate.method} does not act on items"
        if candidate.path.parameter and not candidate.path.verb:
            return self._on_item(candidate)
        return self._on_collection(candidate) or self._action(candidate) or self._unrelated(candidate)

    def _on_item(self, candidate: Candidate) -> str:
        parent = candidate.path.parent()
        if parent.key not in self._collections:
            return f"no response of {candidate.path.template} or {parent.template} describes an item"
        if candidate.method == "POST":
            return f"POST on an item of {parent.template} does not return the item"
        return _mismatch(candidate) or f"the response is not an item of {parent.template}"

    def _on_collection(self, candidate: Candidate) -> str:
        """Return why an operation on a collection does not act on it; ``""`` for other operations."""
        resource = self._collections.get(candidate.path.key)
        if resource is None or candidate.path.verb:
            return ""
        template = resource.collection
        if candidate.method == "GET":
            return f"no array in the response is certainly a list of items of {template}"
        if candidate.method == "POST":
            return f"neither the response nor the request body represents an item of {template}"
        return f"the request body contains no array of items of {template}"

    def _action(self, candidate: Candidate) -> str:
        """Return why an operation below an item or collection is not an action on it; ``""`` if it is none."""
        path, methods = candidate.path, self._methods[candidate.path.key]
        if candidate.method == "GET" or ("GET" in methods and not path.verb):
            return ""
        word = path.verb or path.last
        owner = _owner(path, self._collections)
        if owner is None:
            return ""
        if plain(word) in COPIES:
            return f"{word!r} creates or restores another item"
        return f"the response is not an item of {owner.collection}"

    def _unrelated(self, candidate: Candidate) -> str:
        methods = self._methods[candidate.path.key] & set(ITEM_ROLES)
        if candidate.method != "GET":
            return "its schemas do not match the response of GET" if "GET" in methods else NO_READS
        if methods == {"GET"}:
            return NO_WRITES
        return _mismatch(candidate) or "the schemas of the other operations at this path do not match the response"


def _collections(operations: Sequence[Operation]) -> dict[str, Resource]:
    """Return a resource of each collection, by the key of its path."""
    resources = [operation.resource for operation in operations if operation.resource is not None]
    return {parse_path(resource.collection).key: resource for resource in resources if not resource.single}


def _owner(path: PathTemplate, collections: Mapping[str, Resource]) -> Resource | None:
    """Return the collection of the item, or the collection, that is directly before the last segment of a path."""
    before = path if path.verb else path.parent()
    key = before.parent().key if before.parameter else before.key
    return collections.get(key)


def _mismatch(candidate: Candidate) -> str:
    """Return why a response cannot be an item by its type; ``""`` if it can."""
    body = candidate.response
    if body is None:
        return "the response has no JSON schema"
    if array_items(body) is not None:
        return "the response is an array"
    return "" if body.possible_properties else "the response is not an object with documented properties"


def _hint(contract: Contract, operation: Operation) -> ResourceHint:
    path_item = walk(contract.tree, operation.pointer.rpartition("/")[0])
    return read_resource(walk(contract.tree, operation.pointer), path_item)
