"""The spec side of casemock: OpenAPI documents, HTTP messages and findings; it knows no server.

>>> contract = contracts.load("openapi.yaml")
"""

from __future__ import annotations

from collections.abc import Mapping
from os import PathLike
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from contracts.operation_tests import parametrize
    from contracts.spec.model import Contract

__all__ = ["Contract", "load", "parametrize"]


def load(source: str | PathLike[str] | Mapping[str, Any]) -> Contract:
    """Compile an OpenAPI 3.0, 3.1 or 3.2 document: a path, or the document itself as a mapping.

    Raises :class:`contracts.errors.DocumentError` with every finding, each with its place.
    """
    # Imported here because every module of the package imports this one: --help must not wait for the compiler.
    from contracts.spec.compile import compile_contract  # noqa: PLC0415
    from contracts.spec.load import load_document  # noqa: PLC0415

    return compile_contract(load_document(source))


def __getattr__(name: str) -> Any:
    """``parametrize`` and ``Contract``, imported at first use: ``load`` must not wait for all they import."""
    if name == "parametrize":
        from contracts.operation_tests import parametrize  # noqa: PLC0415 (as above)

        return parametrize
    if name == "Contract":
        from contracts.spec.model import Contract  # noqa: PLC0415 (as above)

        return Contract
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
