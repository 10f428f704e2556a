"""Jupyter Server: files, a notebook, a kernel and a session; a token."""

from __future__ import annotations

from pathlib import Path
from typing import Any, ClassVar

from benchmarks.applications.application import Application, Fingerprint, Installation, environment
from benchmarks.applications.client import Client

TOKEN = "seeded-token"
FILES = {"notes.txt": "first line\nsecond line\n", "data/prices.csv": "name,price\napple,3\n"}
NOTEBOOK = {"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}


class JupyterServer(Application):
    """Jupyter Server whose files, settings and kernels are in its folder."""

    name = "jupyter"
    pip = ("jupyter_server", "ipykernel")
    document = "jupyter.yaml"
    health = "/api/status"
    headers: ClassVar = {"Authorization": f"token {TOKEN}"}
    options = ("--header", f"Authorization: token {TOKEN}")

    def command(self, installation: Installation) -> list[str]:
        """Write the files and return the command."""
        files = installation.folder / "files"
        for name, content in FILES.items():
            (files / name).parent.mkdir(parents=True, exist_ok=True)
            (files / name).write_text(content, "utf-8")
        folders = {f"JUPYTER_{kind}_DIR": installation.folder / kind.lower() for kind in ("CONFIG", "DATA", "RUNTIME")}
        variables = {"HOME": installation.folder, "IPYTHONDIR": installation.folder / "ipython", **folders}
        return [
            "env",
            *(f"{name}={value}" for name, value in variables.items()),
            self.executable(installation.cache, "jupyter-server"),
            "--allow-root",
            "--no-browser",
            "--ServerApp.ip=127.0.0.1",
            f"--ServerApp.port={installation.port}",
            f"--ServerApp.root_dir={files}",
            f"--IdentityProvider.token={TOKEN}",
        ]

    def packaged_document(self, cache: Path) -> bytes:
        """Return the document in the package."""
        found = environment(cache, self).glob("lib/python*/site-packages/jupyter_server/services/api/api.yaml")
        return next(found).read_bytes()

    def seed(self, client: Client) -> dict[str, str]:
        """Create a notebook with a session, and a kernel without one."""
        client.call("PUT", "/api/contents/report.ipynb", {"type": "notebook", "format": "json", "content": NOTEBOOK})
        session = client.call(
            "POST",
            "/api/sessions",
            {"path": "report.ipynb", "name": "report", "type": "notebook", "kernel": {"name": "python3"}},
        )
        kernel = client.call("POST", "/api/kernels", {"name": "python3"})
        return {"path": "notes.txt", "session": session["id"], "kernel_id": kernel["id"]}

    def fingerprint(self, client: Client) -> Fingerprint:
        """Return the content of the files, the ids of kernels and the session."""
        kept: dict[str, Any] = {}
        for name in (*FILES, "report.ipynb"):
            if found := client.read(f"/api/contents/{name}"):
                kept[f"file {name}"] = found["content"]
        for session in client.read("/api/sessions") or []:
            kept[f"session {session['id']}"] = [session["path"], session["name"], session["kernel"]["id"]]
        for kernel in client.read("/api/kernels") or []:
            kept[f"kernel {kernel['id']}"] = kernel["name"]
        return kept
