"""The document that is played when none is named."""

from __future__ import annotations

from pathlib import Path

from mockserver.settings import Settings

NAME = "openapi.yaml"


def bundled_document() -> Path:
    """The bundled document: inside the package in an installation, beside it in a checkout."""
    package = Path(__file__).parent
    installed = package / NAME
    return installed if installed.exists() else package.parent / NAME


def specs_of(settings: Settings) -> tuple[str, ...]:
    """The documents to play: those of the settings, else the bundled one."""
    return settings.specs or (str(bundled_document()),)
