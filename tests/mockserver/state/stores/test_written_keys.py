"""The filter of the keys that may have been written."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from contracts.errors import StoreError
from mockserver.state.stores.written_keys import FILE_SIZE, WrittenKeys


@pytest.mark.parametrize("is_shared", [True, False])
def test_no_misses_and_few_false_hits(tmp_path: Path, *, is_shared: bool) -> None:
    written = WrittenKeys(str(tmp_path / "marks") if is_shared else "")
    keys = [b"%d" % number for number in range(3000)]
    for key in keys[::2]:
        written.add(key)
    assert all(key in written for key in keys[::2])
    assert sum(key in written for key in keys[1::2]) < 30
    written.close()


def test_a_file_is_shared(tmp_path: Path) -> None:
    here, there = WrittenKeys(str(tmp_path / "marks")), WrittenKeys(str(tmp_path / "marks"))
    here.add(b"a")
    assert b"a" in there
    here.close()
    there.close()


def test_a_missing_folder_is_reported(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="No such file or directory"):
        WrittenKeys(str(tmp_path / "missing" / "marks"))


@pytest.mark.skipif(not hasattr(os, "posix_fallocate"), reason="this system cannot allocate the holes of a file")
def test_the_holes_of_a_file_are_filled(tmp_path: Path) -> None:
    path = tmp_path / "marks"
    with path.open("wb") as file:
        file.truncate(FILE_SIZE)
    written = WrittenKeys(str(path))
    assert path.stat().st_blocks * 512 >= FILE_SIZE
    assert b"a" not in written
    written.close()
