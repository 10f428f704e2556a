"""A server in a child process."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
DOCUMENT = Path(__file__).parent / "shop.yaml"


class Server:
    """``mockserver run``.

    :ivar port: the port.
    """

    def __init__(self, folder: Path, *arguments: str, temporary: Path | None = None) -> None:
        self.log = folder / "log"
        command = [sys.executable, "-m", "mockserver", "run", str(DOCUMENT), "--port", "0", "--quiet", *arguments]
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        if temporary is not None:
            environment["TMPDIR"] = str(temporary)
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=log, env=environment, cwd=folder)
        self.port = self._read_port()

    def _read_port(self) -> int:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            if found := re.search(rb"http://127\.0\.0\.1:(\d+)", line):
                return int(found[1])
        raise AssertionError(f"the server did not start: {self.log.read_text()}")

    def resident(self) -> int:
        """Return the resident memory of the process in bytes; 0 if that is not known on this system."""
        try:
            pages = int(Path(f"/proc/{self.process.pid}/statm").read_text().split()[1])
        except (OSError, ValueError):
            return 0
        return pages * os.sysconf("SC_PAGE_SIZE")

    def workers(self) -> list[int]:
        """Return the ids of the worker processes."""
        found = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        return [int(one) for one in found if b"spawn_main" in Path(f"/proc/{one}/cmdline").read_bytes()]

    def stop(self) -> float | None:
        """Send SIGTERM; return the exit code, ``None`` if the process had to be killed."""
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.communicate(timeout=20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.communicate()
            return None
        return self.process.returncode


@contextlib.contextmanager
def running(*arguments: str, temporary: Path | None = None) -> Iterator[Server]:
    """Run a server in this block."""
    with tempfile.TemporaryDirectory() as folder:
        server = Server(Path(folder), *arguments, temporary=temporary)
        try:
            yield server
        finally:
            if server.process.poll() is None:
                server.stop()
