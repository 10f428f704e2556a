"""Calls a function after chosen modules were imported."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Callable, Container, Sequence
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType


class ImportWatch(MetaPathFinder):
    """A finder that is asked first, and lets the others find the modules.

    :param names: of the modules.
    :param imported: called with the name of a module after it was imported.
    """

    def __init__(self, names: Container[str], imported: Callable[[str], None]) -> None:
        self._names = names
        self._imported = imported
        self._finding: set[str] = set()

    def begin(self) -> None:
        """Watch imports from now on."""
        sys.meta_path.insert(0, self)

    def end(self) -> None:
        """Watch no more imports."""
        sys.meta_path.remove(self)

    def find_spec(self, name: str, path: Sequence[str] | None, target: ModuleType | None = None) -> ModuleSpec | None:
        """Return the specification that other finders have for one of the modules, with a loader that is watched."""
        del path, target
        if name not in self._names or name in self._finding:
            return None
        self._finding.add(name)
        try:
            found = importlib.util.find_spec(name)
        finally:
            self._finding.discard(name)
        if found is not None and found.loader is not None:
            found.loader = _WatchedLoader(found.loader, self._imported)
        return found


class _WatchedLoader(Loader):
    def __init__(self, loader: Loader, imported: Callable[[str], None]) -> None:
        self._loader = loader
        self._imported = imported

    def create_module(self, spec: ModuleSpec) -> ModuleType | None:
        return self._loader.create_module(spec)

    def exec_module(self, module: ModuleType) -> None:
        spec = module.__spec__
        if spec is not None:  # resources of a package are found by its own loader
            spec.loader = module.__loader__ = self._loader
        self._loader.exec_module(module)
        self._imported(module.__name__)
