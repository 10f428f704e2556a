"""Imports put off: modules that a library imports at its top and that are not needed in this program.

A third of the time in which connexion is imported goes into an HTTP client for tests and another one for fetching
documents. Neither is ever used here.
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
    """While the block runs, modules of these names are imported as placeholders; those known already are left alone.

    ``import name`` binds a placeholder that becomes the module when something of it is first used after the block;
    ``from name import Thing`` binds ``None``, so nothing that is used may be imported so.
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
    """Stands for a module that is not imported yet."""

    is_open = False

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):  # what the import system itself asks for
            raise AttributeError(name)
        return getattr(import_module(self.__name__), name) if self.is_open else None
