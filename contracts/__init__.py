"""Tools for OpenAPI documents: load, lint, compare, and test implementations against them.

>>> contract = contracts.load("openapi.yaml")
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from os import PathLike
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from contracts.pytest_plugin import parametrize
    from contracts.spec.model import Contract

__all__ = ["Contract", "load", "parametrize"]


def load(
    source: str | PathLike[str] | Mapping[str, Any],
    *,
    allow_remote: bool = False,
    allow_folders: Iterable[str | PathLike[str]] = (),
) -> Contract:
    """Compile an OpenAPI document (2.0, 3.0, 3.1 or 3.2).

    :param source: path of a YAML or JSON file, or the document as a mapping.
    :param allow_remote: also read referenced ``http`` and ``https`` URLs; ``source`` may be one.
    :param allow_folders: folders whose files it may reference, besides its own folder and its repository.
    :raises contracts.errors.DocumentError: with all findings, if the document cannot be used.
    """
    # Imported lazily: every module of the package imports this one, and --help must not load the compiler.
    from contracts.spec.compile import compile_contract  # noqa: PLC0415
    from contracts.spec.load import load_document  # noqa: PLC0415

    return compile_contract(load_document(source, allow_remote=allow_remote, allow_folders=allow_folders))


def __getattr__(name: str) -> Any:
    """Import ``parametrize`` and ``Contract`` on first use: they need many more modules than ``load``."""
    if name == "parametrize":
        from contracts.pytest_plugin import parametrize  # noqa: PLC0415 (as above)

        return parametrize
    if name == "Contract":
        from contracts.spec.model import Contract  # noqa: PLC0415 (as above)

        return Contract
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
