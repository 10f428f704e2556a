"""Selects a part of a document: one API of ``x-mock-apis``, operations with some tags, or some paths."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any

from contracts.bundle.builder import BundleBuilder
from contracts.bundle.component_names import names
from contracts.bundle.prune import drop_links, drop_security, drop_tags, drop_unused, has_operation
from contracts.bundle.relocate import Relocator
from contracts.errors import DocumentError, UsageError
from contracts.findings import Severity
from contracts.spec.extensions import ApiEntry, check_extensions, read_apis
from contracts.spec.object_model import OPERATIONS
from contracts.spec.pointers import child_pointer, reference_pointer, split_pointer, walk


@dataclass(frozen=True)
class BundleSelection:
    """The part of a document to keep; empty: everything.

    :param api: name of an entry of ``x-mock-apis``.
    :param tags: keep operations with at least one of them.
    :param paths: keep operations with one of these path templates; ``*`` matches any characters.
    """

    api: str = ""
    tags: tuple[str, ...] = ()
    paths: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.api or self.tags or self.paths)


def select_part(draft: BundleBuilder, part: BundleSelection) -> BundleBuilder:
    """Return a part of a document with the components, security schemes and tags that it uses.

    An API gets its native paths, title and servers.

    :raises UsageError: for an unknown API, or if no operation is selected.
    :raises DocumentError: for invalid ``x-mock-apis``, if an API is selected.
    """
    entry = _entry(draft, part.api) if part.api else None
    kept = dict(_kept_paths(draft.tree, part, entry))
    webhooks = _kept_webhooks(draft.tree, part)
    if not kept and not webhooks:
        raise UsageError("no operation selected", hint="check --api, --tag and --path against the document")
    root = _head(draft.tree, entry)
    root["paths"] = kept
    if webhooks:
        root["webhooks"] = webhooks

    def is_stray(pointer: str) -> bool:
        tokens = split_pointer(pointer)
        if not tokens or tokens[0] not in ("paths", "webhooks") or len(tokens) < 2:
            return False
        item = (kept if tokens[0] == "paths" else webhooks).get(tokens[1])
        return item is None or (len(tokens) > 2 and tokens[2] not in item)

    def renamed(pointer: str) -> str:
        return child_pointer("/paths", _native(split_pointer(pointer)[1], entry))

    renames = {pointer: renamed(pointer) for pointer in (child_pointer("/paths", path) for path in kept)}
    gatherer = Relocator(draft.tree, root, is_stray, lambda pointer: names("", pointer), renamed=renames)
    tree = gatherer.gather()
    moves = {**draft.moves, **{new: draft.origin(old) for old, new in renames.items()}}
    moves |= {home: draft.origin(pointer) for pointer, home in gatherer.homes.items()}
    result = BundleBuilder(draft.document, tree, moves, draft.findings)
    drop_links(result.tree, renames)
    drop_security(result.tree)
    drop_tags(result.tree)
    drop_unused(result)
    if "webhooks" in draft.tree and not webhooks:
        draft.report("cut", Severity.HINT, "/webhooks", "removed webhooks")
    return result


def _entry(draft: BundleBuilder, name: str) -> ApiEntry:
    own = {key: value for key, value in draft.tree.items() if key == "x-mock-apis"}
    findings = check_extensions(draft.document, own)
    if findings:
        raise DocumentError(findings)
    entries = read_apis(draft.tree)
    if not entries:
        raise UsageError(
            f"--api {name}: the document has no x-mock-apis",
            hint="omit --api, or use --tag or --path",
        )
    found = [entry for entry in entries if entry.name == name]
    if not found:
        raise UsageError(f"--api: unknown API '{name}'", hint=f"known APIs: {', '.join(_names(entries))}")
    return found[0]


def _names(entries: tuple[ApiEntry, ...]) -> list[str]:
    return sorted(entry.name for entry in entries)


def _kept_paths(
    tree: dict[str, Any], part: BundleSelection, entry: ApiEntry | None
) -> Iterator[tuple[str, dict[str, Any]]]:
    entries = read_apis(tree) if entry else ()
    for path, item in tree.get("paths", {}).items():
        if not isinstance(item, dict) or not path.startswith("/"):
            continue
        if entry and _owner(path, entries) != entry:
            continue
        if part.paths and not any(fnmatchcase(_native(path, entry), pattern) for pattern in part.paths):
            continue
        kept = _with_tags(tree, item, part.tags)
        if kept:
            yield path, kept


def _kept_webhooks(tree: dict[str, Any], part: BundleSelection) -> dict[str, Any]:
    """Return the webhooks to keep; they can have tags, but belong to no path and no API."""
    if part.api or part.paths:
        return {}
    items = {name: _with_tags(tree, item, part.tags) for name, item in tree.get("webhooks", {}).items()}
    return {name: item for name, item in items.items() if item}


def _owner(path: str, entries: tuple[ApiEntry, ...]) -> ApiEntry | None:
    """Return the API with the longest prefix of a path."""
    matching = [entry for entry in entries if f"{path}/".startswith(f"{entry.prefix}/")]
    return max(matching, key=lambda entry: len(entry.prefix), default=None)


def _native(path: str, entry: ApiEntry | None) -> str:
    return path[len(entry.prefix) :] or "/" if entry else path


def _with_tags(tree: dict[str, Any], item: dict[str, Any], tags: tuple[str, ...]) -> dict[str, Any]:
    """Return a path item with only the operations that have one of the tags; empty if there are none."""
    if not tags:
        return item
    while isinstance(item.get("$ref"), str):
        siblings = {key: value for key, value in item.items() if key != "$ref"}
        item = {**walk(tree, reference_pointer(item["$ref"])), **siblings}
    kept = {
        key: value
        for key, value in item.items()
        if key not in OPERATIONS or (isinstance(value, dict) and not set(tags).isdisjoint(value.get("tags", ())))
    }
    return kept if has_operation(kept) else {}


def _head(tree: dict[str, Any], entry: ApiEntry | None) -> dict[str, Any]:
    """Return everything except webhooks, with title, description and servers of the API."""
    root = {key: value for key, value in tree.items() if key != "webhooks"}
    if entry is None:
        return root
    info = dict(tree["info"])
    # The summary describes all APIs.
    info.pop("summary", None)
    info["title"] = entry.title
    if entry.description:
        info["description"] = entry.description
    root["info"] = info
    if entry.servers:
        root["servers"] = [{"url": url} for url in entry.servers]
    own = next(item for item in tree["x-mock-apis"] if item["name"] == entry.name)
    root["x-mock-apis"] = [{key: value for key, value in own.items() if key != "prefix"}]
    return root
