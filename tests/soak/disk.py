"""A full disk below the store of two workers: documented 503, no crash, and it works again when there is space."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from tests.soak.load import Connection
from tests.soak.report import Row
from tests.soak.server import running
from tests.soak.traffic import Probe


async def full_disk() -> list[Row]:
    """Fill a small file system while items are written; return the figures."""
    with small_disk() as folder:
        if folder is None:
            return [Row("disk", "skipped", "only root can mount a small file system")]
        with running("--workers", "2", temporary=folder) as server:
            connection, statuses, acknowledged = Connection(server.port), Counter[int](), {}
            filler = folder / "filler"
            with contextlib.suppress(OSError), filler.open("wb", buffering=0) as file:
                while True:
                    file.write(b"x" * 4096)
            for number in range(500):
                body = json.dumps({"name": "x" * 150, "tags": ["x" * 1000], "price": number}).encode()
                status, _ = await connection.send(Probe("PUT", f"/articles/d{number}", body))
                statuses[status] += 1
                if status == 200:
                    acknowledged[f"d{number}"] = number
            filler.unlink()
            recovered, _ = await connection.send(Probe("PUT", "/articles/after", b'{"name":"free"}'))
            wrong = 0
            for identifier, number in acknowledged.items():
                _, body = await connection.send(Probe("GET", f"/articles/{identifier}"))
                wrong += json.loads(body).get("price") != number
            connection.close()
            code = server.stop()
            output = server.log.read_text()
    refused = statuses[503]
    others = sum(statuses.values()) - statuses[200] - refused
    return [
        Row("disk", "writes that were refused with 503", str(refused), "> 0", refused > 0),
        Row("disk", "responses other than 200 and 503", str(others), "0", not others),
        Row("disk", "acknowledged writes that were lost", str(wrong), "0", wrong == 0),
        Row("disk", "status of a write after space was freed", str(recovered), "200", recovered == 200),
        Row("disk", "workers that crashed", str(output.count("worker exited")), "0", "worker exited" not in output),
        Row("disk", "exit code after SIGTERM", str(code), "0", code == 0),
        Row("disk", "tracebacks", str(output.count("Traceback")), "0", "Traceback" not in output),
    ]


@contextlib.contextmanager
def small_disk() -> Iterator[Path | None]:
    """Yield a folder on a file system of 4 MB, or ``None`` if that is not possible."""
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        yield None
        return
    with tempfile.TemporaryDirectory() as folder:
        command = ["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", folder]
        if subprocess.run(command, capture_output=True, check=False).returncode:
            yield None
            return
        try:
            yield Path(folder)
        finally:
            subprocess.run(["umount", "--lazy", folder], check=True)
