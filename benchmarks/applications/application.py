"""An application that is tested: how to install, start, fill and read it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

from benchmarks.applications.client import Client

Fingerprint = Mapping[str, Any]
"""The seeded data: JSON value by the name of the seeded item, without what the server changes by itself."""


@dataclass(frozen=True)
class Installation:
    """Where an application runs.

    :ivar cache: folder with the virtual environments of all applications.
    :ivar folder: empty folder for its configuration and data.
    :ivar port: free port on 127.0.0.1.
    """

    cache: Path
    folder: Path
    port: int

    @property
    def origin(self) -> str:
        """Return the origin of its URLs, without a path."""
        return f"http://127.0.0.1:{self.port}"


class Application(ABC):
    """One application; a subclass per application.

    :cvar name: its name on the command line and in tables.
    :cvar debian: Debian packages that provide it; the first one gives the version.
    :cvar pip: requirements that are installed into a virtual environment; the first one gives the version.
    :cvar document: file name of its OpenAPI document in the folder given as ``--documents``.
    :cvar published: address of the document for the installed version; ``{version}`` is replaced. ``""`` if
        the running application or its package has it.
    :cvar base: path of the URL that is tested.
    :cvar health: path that responds with status 200 as soon as the application has started.
    :cvar headers: request headers with its credentials, for seeding and for schemathesis.
    :cvar options: more options of ``contracts test``.
    :cvar includes: tags of the operations to test; all operations if empty.
    """

    name: ClassVar[str]
    debian: ClassVar[tuple[str, ...]] = ()
    pip: ClassVar[tuple[str, ...]] = ()
    document: ClassVar[str]
    published: ClassVar[str] = ""
    base: ClassVar[str] = ""
    health: ClassVar[str]
    headers: ClassVar[Mapping[str, str]] = {}
    options: ClassVar[tuple[str, ...]] = ()
    includes: ClassVar[tuple[str, ...]] = ()

    @abstractmethod
    def command(self, installation: Installation) -> list[str]:
        """Write its configuration into the folder and return the command that starts it."""

    @abstractmethod
    def seed(self, client: Client) -> dict[str, str]:
        """Create the items that must survive; return values of parameters for ``--known``."""

    @abstractmethod
    def fingerprint(self, client: Client) -> Fingerprint:
        """Return the seeded items as they are now; a missing item is absent."""

    def read_document(self, _client: Client, /) -> bytes:
        """Return the document that the running application serves; ``b""`` if it does not."""
        return b""

    def packaged_document(self, _cache: Path, /) -> bytes:
        """Return the document in its package; ``b""`` if it has none."""
        return b""

    def executable(self, cache: Path, name: str) -> str:
        """Return the path of a program in its virtual environment."""
        return str(environment(cache, self) / "bin" / name)


def environment(cache: Path, application: Application) -> Path:
    """Return the folder of the virtual environment of an application."""
    return cache / "applications" / application.name
