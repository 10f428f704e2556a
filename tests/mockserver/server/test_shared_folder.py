"""The temporary folder of the workers, and those that killed servers left."""

from __future__ import annotations

import contextlib
import errno
import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import httpx
import pytest

from contracts.errors import ServeError
from mockserver.server import shared_folder as module
from mockserver.server.shared_folder import remove_abandoned, shared_folder
from tests.conftest import DOCUMENTS, ROOT, wait_for_url


@pytest.fixture(autouse=True)
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def test_the_folder_is_removed_at_the_end(temporary: Path) -> None:
    with shared_folder() as folder:
        (folder / "writes").write_text("x")
        assert [*temporary.iterdir()] == [folder]
    assert not [*temporary.iterdir()]


def test_folders_of_running_servers_stay(temporary: Path) -> None:
    with shared_folder() as first, shared_folder() as second:
        remove_abandoned()
        assert first != second
        assert {*temporary.iterdir()} == {first, second}


def test_abandoned_folders_are_removed(temporary: Path) -> None:
    abandoned = temporary / "casemock-abandoned"
    abandoned.mkdir()
    (abandoned / "lock").touch()
    (abandoned / "writes.sqlite").write_text("x")
    with shared_folder() as folder:
        assert [*temporary.iterdir()] == [folder]


def test_nothing_else_is_removed(temporary: Path) -> None:
    others = [temporary / "casemock-new", temporary / "casemock-file", temporary / "casemock-link", temporary / "other"]
    new, file, link, other = others
    target = temporary / "target"
    for one in (new, other, target):
        one.mkdir()
    (target / "lock").touch()
    (other / "lock").touch()
    file.touch()
    link.symlink_to(target)
    (target / "kept").touch()
    remove_abandoned()
    assert all(one.exists() for one in (*others, target / "kept"))


def test_a_full_disk_is_an_error(monkeypatch: pytest.MonkeyPatch, temporary: Path) -> None:
    def fail(*_: object, **__: object) -> str:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(module.tempfile, "mkdtemp", fail)
    with pytest.raises(ServeError, match="cannot create a temporary folder: no space left on device"), shared_folder():
        pass


def start(temporary: Path) -> subprocess.Popen[str]:
    command = [
        sys.executable,
        "-m",
        "mockserver",
        "run",
        str(DOCUMENTS / "notes.yaml"),
        "--port",
        "0",
        "--workers",
        "2",
    ]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "TMPDIR": str(temporary)}
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=environment)


def folders(temporary: Path) -> set[Path]:
    return {*temporary.glob("casemock-*")}


def test_the_folder_of_a_killed_server_is_removed_at_the_next_start(temporary: Path) -> None:
    killed = start(temporary)
    wait_for_url(killed)
    (abandoned,) = folders(temporary)
    other = start(temporary)
    wait_for_url(other)
    assert abandoned in folders(temporary)
    killed.send_signal(signal.SIGKILL)
    killed.communicate(timeout=60)  # also waits for the workers, which have the same output
    following = start(temporary)
    wait_for_url(following)
    assert len(folders(temporary)) == 2
    assert abandoned not in folders(temporary)
    for process in (other, following):
        process.terminate()
        assert "Traceback" not in process.communicate(timeout=60)[0]
    assert not folders(temporary)


@pytest.mark.skipif(not hasattr(os, "getuid") or os.getuid() != 0, reason="only root can mount a file system")
def test_a_temporary_folder_that_becomes_full(temporary: Path) -> None:
    mounted = temporary / "small"
    mounted.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", mounted], check=False).returncode:
        pytest.skip("cannot mount a file system here")
    process = start(mounted)
    try:
        url = wait_for_url(process)
        with httpx.Client(base_url=url, timeout=60) as client:
            filler = mounted / "filler"
            with contextlib.suppress(OSError), filler.open("wb", buffering=0) as file:
                while True:
                    file.write(b"x" * 4096)
            body = {"marks": [*range(1000)]}
            statuses = {client.patch(f"/notes/{number}", json=body).status_code for number in range(200)}
            assert 503 in statuses
            assert statuses <= {200, 503}
            filler.unlink()
            assert client.patch("/notes/7", json={"title": "free"}).status_code == 200
            assert client.get("/notes/7").json()["title"] == "free"
        process.terminate()
        output = process.communicate(timeout=60)[0]
        assert process.returncode == 0
        assert "worker exited" not in output
        assert "Traceback" not in output
    finally:
        process.kill()
        process.communicate()
        subprocess.run(["umount", "--lazy", mounted], check=True)
