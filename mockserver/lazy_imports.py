"""Lazy imports of modules that a library imports but we do not use.

A third of connexion's import time is spent on an HTTP client for tests and another one for downloading documents.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from types import ModuleType
from typing import Any


@contextmanager
def deferred(*names: str) -> Iterator[None]:
    """In this block, replace imports of these modules by placeholders, unless they are imported already.

    ``import name`` binds a placeholder that imports the module on first use after the block. ``from name import X``
    binds ``None``, so use this only for names that are never used.
    """
    placeholders = {name: _Placeholder(name) for name in names if name not in sys.modules}
    sys.modules.update(placeholders)
    try:
        yield
    finally:
        for name, placeholder in placeholders.items():
            placeholder.is_open = True
            if sys.modules.get(name) is placeholder:
                del sys.modules[name]
            parent, _, child = name.rpartition(".")
            if parent and getattr(sys.modules.get(parent), child, None) is placeholder:
                delattr(sys.modules[parent], child)


class _Placeholder(ModuleType):
    """A module that is imported on first use."""

    is_open = False

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):  # requested by the import system
            raise AttributeError(name)
        return getattr(import_module(self.__name__), name) if self.is_open else None
