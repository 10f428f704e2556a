"""Installation of the applications and of their documents."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Sequence
from pathlib import Path

from benchmarks.applications.application import Application, environment
from benchmarks.applications.client import Client
from benchmarks.peers.peer import UnavailableError

TIMEOUT = 60.0
"""Seconds to wait for a document."""


def install(application: Application, cache: Path) -> None:
    """Install the requirements of an application into its virtual environment unless they are there.

    :raises UnavailableError: if pip fails or Debian packages are missing.
    """
    missing = [package for package in application.debian if not _debian_version(package)]
    if missing:
        raise UnavailableError(f"missing Debian packages; run: apt-get install {' '.join(missing)}")
    target = environment(cache, application)
    stamp = target / "casemock.txt"
    wanted = "\n".join(application.pip)
    if application.pip and not (stamp.exists() and stamp.read_text("utf-8") == wanted):
        shutil.rmtree(target, ignore_errors=True)
        _run([sys.executable, "-m", "venv", str(target)], application.name)
        _run([str(target / "bin" / "pip"), "install", "--quiet", *application.pip], application.name)
        stamp.write_text(wanted, "utf-8")


def version(application: Application, cache: Path) -> str:
    """Return the version of an installed application."""
    if application.debian:
        return upstream_version(_debian_version(application.debian[0]))
    code = "import sys, importlib.metadata as m; print(m.version(sys.argv[1]))"
    return _run([application.executable(cache, "python"), "-c", code, application.pip[0]], application.name).strip()


def upstream_version(debian: str) -> str:
    """Return the upstream version of a Debian version: without epoch, revision and suffix of a repack."""
    return re.sub(r"[+~].*", "", debian.partition(":")[2] or debian).partition("-")[0]


def document(application: Application, client: Client, cache: Path, folder: Path | None) -> bytes:
    """Return the OpenAPI document: from the folder, from the application or from its publisher.

    :raises UnavailableError: if none of them has it.
    """
    if folder is not None and (folder / application.document).exists():
        return (folder / application.document).read_bytes()
    if found := application.packaged_document(cache) or application.read_document(client):
        return found
    address = application.published.format(version=version(application, cache))
    try:
        with urllib.request.urlopen(address, timeout=TIMEOUT) as response:
            content: bytes = response.read()
            return content
    except (OSError, urllib.error.URLError) as error:
        raise UnavailableError(f"cannot download {address}: {error}; use --documents") from error


def _debian_version(package: str) -> str:
    """Return the version of an installed Debian package, ``""`` if it is not installed."""
    if shutil.which("dpkg-query") is None:
        return ""
    query = ["dpkg-query", "--show", "--showformat", "${db:Status-Abbrev}${Version}", package]
    done = subprocess.run(query, capture_output=True, text=True, check=False)
    return done.stdout[3:].strip() if done.returncode == 0 and done.stdout.startswith("ii") else ""


def _run(command: Sequence[str], what: str) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        lines = (done.stderr or done.stdout).strip().splitlines()
        raise UnavailableError(f"cannot install {what}: {' '.join(lines[-3:])}")
    return done.stdout
