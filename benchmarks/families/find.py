"""Find families: a collection path with POST, its item path with GET, and at least one of list, update and delete.

Only paths and methods count. The inference of the mock (``contracts.spec.resources``) is not used, so that it can be
measured.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from random import Random
from typing import Any

from contracts.spec.model import Contract, Operation

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")

LARGEST_NUMBER = 12
"""Maximum number of families that are played per document; they are drawn with the seed."""

_SUFFIX = r"(?P<suffix>\.json|\.xml)?"
_COLLECTION = re.compile(rf"(?P<stem>/.*?[^/{{}}]){_SUFFIX}/?")
_ITEM = re.compile(rf"(?P<stem>/.*[^/{{}}])/\{{(?P<parameter>[^/{{}}]+)\}}{_SUFFIX}/?")

Methods = Mapping[str, Iterable[str]]
"""Methods in lower case, by path template."""


@dataclass(frozen=True)
class FamilyPaths:
    """The paths of a family.

    :param collection: path template with POST.
    :param item: path template with GET: the collection and one parameter.
    :param parameter: the name of this parameter.
    """

    collection: str
    item: str
    parameter: str


@dataclass(frozen=True)
class Family:
    """The operations of a family; ``None`` if the document does not have them.

    :param update: PATCH, else PUT, else POST on the item.
    """

    paths: FamilyPaths
    create: Operation
    read: Operation
    list: Operation | None
    update: Operation | None
    delete: Operation | None

    @property
    def summary(self) -> str:
        """What the family has, e.g. ``create get list PATCH delete``."""
        update = self.update.method if self.update else ""
        parts = ("create get", "list" if self.list else "", update, "delete" if self.delete else "")
        return " ".join(filter(None, parts))


def find_paths(methods: Methods) -> Iterator[FamilyPaths]:
    """Yield the families of a document, in its order.

    A trailing slash, and a suffix such as ``.json`` on both paths, do not matter. Of item paths that differ only in
    the name of the parameter, which OpenAPI does not allow, the first one counts.
    """
    items: dict[tuple[str, str], tuple[str, str]] = {}
    for path, match in _matches(_ITEM, methods):
        items.setdefault((match["stem"], match["suffix"]), (path, match["parameter"]))
    for path, match in _matches(_COLLECTION, methods):
        item, parameter = items.get((match["stem"], match["suffix"]), ("", ""))
        if item and "post" in methods[path] and "get" in methods[item] and _has_more(methods[path], methods[item]):
            yield FamilyPaths(path, item, parameter)


def _matches(pattern: re.Pattern[str], methods: Methods) -> Iterator[tuple[str, re.Match[str]]]:
    for path in methods:
        match = pattern.fullmatch(path)
        if match:
            yield path, match


def _has_more(collection: Iterable[str], item: Iterable[str]) -> bool:
    return "get" in collection or bool({*item} & {"put", "patch", "post", "delete"})


def methods_of(tree: Mapping[str, Any]) -> dict[str, list[str]]:
    """Return the methods of each path of a document as it was parsed."""
    paths = tree.get("paths") or {}
    return {path: [name for name in METHODS if name in item] for path, item in paths.items() if isinstance(item, dict)}


def find_families(contract: Contract) -> list[Family]:
    """Return the families whose POST and GET have a documented success, except those that have XML only."""
    operations = {(one.path, one.method.lower()): one for one in contract.operations}
    methods: dict[str, list[str]] = {}
    for path, method in operations:
        methods.setdefault(path, []).append(method)
    found = (_family(paths, operations) for paths in find_paths(methods))
    return [family for family in found if family.create.success and family.read.success and not _has_only_xml(family)]


def _has_only_xml(family: Family) -> bool:
    body = family.create.request_body.content if family.create.request_body else ()
    success = family.read.success.content if family.read.success else ()
    return any(content and all("xml" in media.name for media in content) for content in (body, success))


def _family(paths: FamilyPaths, operations: Mapping[tuple[str, str], Operation]) -> Family:
    updates = (operations.get((paths.item, method)) for method in ("patch", "put", "post"))
    return Family(
        paths=paths,
        create=operations[paths.collection, "post"],
        read=operations[paths.item, "get"],
        list=operations.get((paths.collection, "get")),
        update=next(filter(None, updates), None),
        delete=operations.get((paths.item, "delete")),
    )


def select(families: list[Family], seed: str) -> list[Family]:
    """Return at most :data:`LARGEST_NUMBER` families, drawn at random, in the order of the document."""
    if len(families) <= LARGEST_NUMBER:
        return families
    chosen = sorted(Random(seed).sample(range(len(families)), LARGEST_NUMBER))
    return [families[index] for index in chosen]
