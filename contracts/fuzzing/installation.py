"""Imports of schemathesis and hypothesis, which only ``pip install 'casemock[test]'`` installs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec

from contracts.errors import UsageError

PACKAGES = ("schemathesis", "hypothesis")

INSTALL = "pip install 'casemock[test]'"
WITHOUT_FUZZING = f"{INSTALL}, or skip the generated requests with --phases none"


def require_engine(hint: str = WITHOUT_FUZZING) -> None:
    """Raise :class:`UsageError` if the packages are not installed; imports nothing."""
    missing = [name for name in PACKAGES if find_spec(name) is None]
    if missing:
        raise UsageError(f"{' and '.join(missing)} {'are' if len(missing) > 1 else 'is'} not installed", hint=hint)


@contextmanager
def engine_imports(hint: str = WITHOUT_FUZZING) -> Iterator[None]:
    """In this block, errors of imports from the packages are raised as :class:`UsageError`."""
    try:
        yield
    except ImportError as error:
        if (error.name or "").partition(".")[0] in {"contracts", "mockserver"}:
            raise
        require_engine(hint)
        raise UsageError(f"{_installed()} cannot be used: {error}", hint=hint) from error
    except RuntimeError as error:  # Python 3.11 raises it for Ctrl-C during the creation of a class
        if isinstance(error.__cause__, KeyboardInterrupt):
            raise KeyboardInterrupt from error
        raise


def _installed() -> str:
    """Return the packages with their versions."""
    return " with ".join(f"{name} {_version(name)}" for name in PACKAGES)


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "of an unknown version"
