"""Facts about the machine that matter for the figures; nothing that identifies it."""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
from pathlib import Path


def facts() -> dict[str, str]:
    """Return processor, memory, system, load and versions of the tools, by name."""
    return {
        "processor": _after("/proc/cpuinfo", "model name"),
        "cores": str(len(os.sched_getaffinity(0))),
        "memory": f"{os.sysconf('SC_PHYS_PAGES') * os.sysconf('SC_PAGE_SIZE') / 2**30:.0f} GiB",
        "system": f"{_distribution()}, {platform.system()} {platform.machine()}",
        "Python": platform.python_version(),
        "Java": _first_line("java", "-version"),
        "wrk": _first_line("wrk", "-v").partition(" Copyright")[0],
        "load": f"{os.getloadavg()[0]:.1f} at the start",
    }


def _distribution() -> str:
    return _after("/etc/os-release", "PRETTY_NAME").strip('"')


def _after(file: str, key: str) -> str:
    """Return the value of the first line ``key: value`` or ``key=value``, or ``unknown``."""
    try:
        lines = Path(file).read_text("utf-8").splitlines()
    except OSError:
        return "unknown"
    found = next((line for line in lines if line.startswith(key)), f"{key}=unknown")
    return found.removeprefix(key).strip(" \t:=")


def _first_line(*command: str) -> str:
    if shutil.which(command[0]) is None:
        return "none"
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    return done.stdout.strip().partition("\n")[0]
