"""The SQLite store: lost and foreign files, full disks."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from contracts.errors import StoreError
from mockserver.state.stores.sqlite import FORMAT, SqliteStore
from mockserver.state.stores.store import Block

ROOT = Path(__file__).parents[4]


def test_items_are_found_if_the_filter_is_lost(tmp_path: Path) -> None:
    file = tmp_path / "items.sqlite"
    first = SqliteStore(str(file))
    first.change("t", "a", lambda _: b"1")
    first.close()
    (tmp_path / "items.sqlite-marks").unlink()
    second = SqliteStore(str(file))
    assert (second.get("t", "a"), second.get("t", "b"), second.keys("t")) == (b"1", None, ["a"])
    second.close()


OPEN = """
import sys
from mockserver.state.stores.sqlite import SqliteStore
for path in sys.stdin:
    SqliteStore(path.strip()).close()
    print("opened", flush=True)
"""


def test_several_processes_create_the_file_at_the_same_time(tmp_path: Path) -> None:
    """SQLite does not wait for another process that switches to the write-ahead log as well."""
    children = [
        subprocess.Popen(
            [sys.executable, "-c", OPEN],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )
        for _ in range(3)
    ]
    results = []
    for number in range(50):
        for child in children:
            assert child.stdin is not None
            child.stdin.write(f"{tmp_path / str(number)}\n")
            child.stdin.flush()
        for child in children:
            assert child.stdout is not None
            results.append(child.stdout.readline())
    for child in children:
        child.communicate(timeout=60)
    assert results == ["opened\n"] * 150


def test_blocks_that_were_not_written_are_missing(tmp_path: Path) -> None:
    """As after a power failure: SQLite has the row, but the other file does not have its data."""
    store = SqliteStore(str(tmp_path / "items.sqlite"))
    for number in range(5):
        store.append(Block(b"%d" % number * 10), 100)
    with (tmp_path / "items.sqlite-log").open("r+b") as file:
        file.seek(10)
        file.write(bytes(20))
    assert [data[:1] for _, data in store.blocks()] == [b"0", b"3", b"4"]
    assert [number for number, _ in store.blocks(after=1, limit=1)] == [4]
    assert store.log_size() == 5
    with (tmp_path / "items.sqlite-log").open("r+b") as file:
        file.truncate(0)
    assert store.blocks(limit=2) == []
    assert store.append(Block(b"new"), 100) == 6
    assert store.blocks() == [(6, b"new")]
    store.close()


def test_only_the_owner_can_read_the_log(tmp_path: Path) -> None:
    """Headers in it have credentials."""
    SqliteStore(str(tmp_path / "items.sqlite")).close()
    assert (tmp_path / "items.sqlite-log").stat().st_mode & 0o777 == 0o600


def refusal(path: Path) -> tuple[str, str]:
    with pytest.raises(StoreError) as caught:
        SqliteStore(str(path))
    return caught.value.message, caught.value.hint


def test_missing_folder(tmp_path: Path) -> None:
    message, hint = refusal(tmp_path / "missing" / "items.sqlite")
    assert message == f"cannot use the store '{tmp_path}/missing/items.sqlite': cannot open the file"
    assert hint == "the folder must exist, and the file must be writable"


def test_folder_instead_of_a_file(tmp_path: Path) -> None:
    assert refusal(tmp_path)[0] == f"cannot use the store '{tmp_path}': cannot open the file"


def test_other_file(tmp_path: Path) -> None:
    file = tmp_path / "notes.txt"
    file.write_text("not a database, and not empty\n" * 100)
    message, hint = refusal(file)
    assert message.endswith("it is not a SQLite database")
    assert hint == "choose another file with --store sqlite:FILE, or delete this one"
    assert file.read_text().startswith("not a database")


def test_database_of_another_program(tmp_path: Path) -> None:
    file = tmp_path / "other.sqlite"
    with sqlite3.connect(file) as connection:
        connection.execute("CREATE TABLE notes (note TEXT)")
    connection.close()
    assert refusal(file)[0] == f"'{file}' is a SQLite database of another program"


def test_newer_format(tmp_path: Path) -> None:
    file = tmp_path / "items.sqlite"
    SqliteStore(str(file)).close()
    with sqlite3.connect(file) as connection:
        connection.execute(f"PRAGMA user_version={FORMAT + 1}")
    connection.close()
    assert refusal(file)[0] == f"'{file}' has format 2; this version of casemock reads format 1"


def test_damaged_file(tmp_path: Path) -> None:
    file = tmp_path / "items.sqlite"
    store = SqliteStore(str(file))
    for number in range(200):
        store.change("t", f"{number}", lambda _: b"x" * 500)
    store.close()
    content = bytearray(file.read_bytes())
    content[4096:] = b"\xff" * (len(content) - 4096)
    file.write_bytes(content)
    message, hint = refusal(file)
    assert message == f"cannot use the store '{file}': it is damaged"
    assert hint == "restore it from a backup, or delete it with its -wal, -shm, -marks and -log"


def test_writes_work_again_when_the_disk_has_space(tmp_path: Path) -> None:
    store = SqliteStore(str(tmp_path / "items.sqlite"))
    store.change("t", "a", lambda _: b"1")
    pages = store._connection.execute("PRAGMA page_count").fetchone()[0]
    store._connection.execute(f"PRAGMA max_page_count={pages}")  # SQLite's own limit stands for that of the disk
    with pytest.raises(StoreError, match="the disk is full") as caught:
        store.change("t", "b", lambda _: b"x" * 100_000)
    assert caught.value.hint == "free some space; writes work again without a restart"
    assert store.get("t", "a") == b"1"
    store._connection.execute(f"PRAGMA max_page_count={pages * 1000}")
    store.change("t", "b", lambda _: b"x" * 100_000)
    assert store.keys("t") == ["a", "b"]
    store.close()


def test_disk_full_at_the_start(tmp_path: Path) -> None:
    """A limit on the size of files stands for a full disk; in a child process, as it cannot be raised again."""
    command = [sys.executable, "-c", LIMITED, str(tmp_path / "items.sqlite")]
    result = subprocess.run(
        command, capture_output=True, text=True, check=False, env={**os.environ, "PYTHONPATH": str(ROOT)}
    )
    assert (result.stderr, result.returncode) == ("", 0)
    assert "cannot open" in result.stdout or "cannot use the store" in result.stdout


LIMITED = """
import resource, sys
from contracts.errors import StoreError
from mockserver.state.stores.sqlite import SqliteStore

resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))
try:
    SqliteStore(sys.argv[1])
except StoreError as error:
    print(error.message)
"""


def test_locked_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mockserver.state.stores.sqlite.BUSY_SECONDS", 0.0)
    store, other = SqliteStore(str(tmp_path / "items.sqlite")), sqlite3.connect(tmp_path / "items.sqlite")
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreError, match="another process has locked it"):
        store.change("t", "a", lambda _: b"1")
    other.rollback()
    assert store.change("t", "a", lambda _: b"1") == b"1"
    other.close()
    store.close()
