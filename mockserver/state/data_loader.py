"""Read the initial items of ``--data`` when the server starts: identify and validate them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from contracts.errors import DocumentError
from contracts.findings import Finding, Location, Severity
from contracts.generation.json_encoding import encode_json
from contracts.spec.write_only import write_only_remover
from contracts.wording import pluralize
from mockserver.mounting import MountedApi
from mockserver.state.data_errors import Samples, schema_errors
from mockserver.state.data_files import RULE, DataFiles, DataValue, read_data
from mockserver.state.data_items import GivenItem, identify, items_in
from mockserver.state.data_paths import DataPaths, DataTarget, PathError
from mockserver.state.initial_data import InitialData, ItemsById

MOST_FINDINGS = 100
"""Maximum number of reported errors."""


def load_initial_data(path: Path, apis: Sequence[MountedApi], *, closed: bool = False) -> InitialData:
    """Read initial items from a file or a folder.

    :param closed: whether items whose parent item is not in the data are errors, as it does not exist.
    :raises DocumentError: with all errors of all files.
    """
    files = read_data(path)
    loader = _Loader(files, DataPaths(apis))
    collections = loader.load(closed=closed)
    if files.findings:
        raise DocumentError(_limited(_sorted(files), path))
    read = frozenset(file.resolve() for file in files.files)
    return InitialData(collections, read, frozenset(folder.resolve() for folder in files.folders))


def _sorted(files: DataFiles) -> list[Finding]:
    order = {str(path): number for number, path in enumerate(files.files)}
    return sorted(files.findings, key=lambda one: (order.get(one.location.file, -1), one.location.line,
                                                   one.location.column))  # fmt: skip


def _limited(findings: list[Finding], path: Path) -> list[Finding]:
    if len(findings) <= MOST_FINDINGS:
        return findings
    message = f"{pluralize(len(findings) - MOST_FINDINGS, 'more error')} in the initial data"
    return [*findings[:MOST_FINDINGS], Finding(RULE, Severity.ERROR, Location(str(path)), message, "fix those above")]


class _Loader:
    """Collects the items of each collection from all files; adds errors to the findings of the files."""

    def __init__(self, files: DataFiles, paths: DataPaths) -> None:
        self._files = files
        self._paths = paths
        self._samples = Samples()
        self._targets: dict[tuple[str, str], DataTarget] = {}
        self._given: dict[tuple[str, str], list[GivenItem]] = {}
        self._places: dict[tuple[str, str], DataValue] = {}

    def load(self, *, closed: bool) -> dict[tuple[str, str], ItemsById]:
        for value in self._files.values:
            self._add(value)
        items = {key: dict(self._items(key)) for key in self._targets}
        if closed:
            self._check_parents(items)
        return self._with_native_paths(items)

    def _add(self, value: DataValue) -> None:
        try:
            target = self._paths.resolve(value.path)
        except PathError as error:
            self._files.findings.append(value.error(error.message, error.hint))
            return
        key = (target.collection.api, target.path)
        self._targets.setdefault(key, target)
        self._places.setdefault(key, value)
        given = self._given.setdefault(key, [])
        for found in items_in(value, target.collection.resource, target.identifier):
            if isinstance(found, GivenItem):
                given.append(found)
            else:
                self._files.findings.append(found)

    def _items(self, key: tuple[str, str]) -> Iterator[tuple[str, bytes]]:
        resource = self._targets[key].collection.resource
        without_write_only = write_only_remover(resource.item) or (lambda item: item)
        for found in identify(self._given[key], resource, self._samples):
            if isinstance(found, Finding):
                self._files.findings.append(found)
                continue
            identifier, item = found
            self._files.findings.extend(schema_errors(item.given, item.value, resource.item, self._samples))
            yield identifier, encode_json(without_write_only(item.value))

    def _check_parents(self, items: Mapping[tuple[str, str], ItemsById]) -> None:
        """Report collections below items that do not exist."""
        for key, target in self._targets.items():
            for parent, path, identifier in target.parents:
                if identifier not in items.get((parent.api, path), {}):
                    message = f"{path} has no item with id {identifier!r}"
                    hint = f"add the item to {path}, or omit --closed"
                    self._files.findings.append(self._places[key].error(message, hint))
                    break

    def _with_native_paths(self, items: Mapping[tuple[str, str], ItemsById]) -> dict[tuple[str, str], ItemsById]:
        """Add each collection under its path without the prefix of the API."""
        found = dict(items)
        for (api, path), target in self._targets.items():
            found.setdefault((api, path.removeprefix(target.collection.prefix)), items[api, path])
        return found
