"""A file whose oldest data is overwritten."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from contracts.errors import StoreError
from mockserver.state.stores import ring_file
from mockserver.state.stores.ring_file import RingFile


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.binary(min_size=1, max_size=40), min_size=1, max_size=20))
def test_the_newest_data_can_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, written: list[bytes]) -> None:
    monkeypatch.setattr(ring_file, "SIZE", 100)
    ring = RingFile(str(tmp_path / "ring"))
    offset = 0
    for data in written:
        ring.write(offset, data)
        offset += len(data)
    everything = b"".join(written)
    first = max(0, offset - 100)
    assert ring.read(first, offset - first) == everything[first:]
    assert (tmp_path / "ring").stat().st_size <= 100
    ring.close()


def test_data_beyond_the_end_is_missing(tmp_path: Path) -> None:
    ring = RingFile(str(tmp_path / "ring"))
    ring.write(0, b"12345")
    assert (ring.read(3, 10), ring.read(7, 3)) == (b"45", b"")
    ring.close()


def test_a_file_that_cannot_be_opened(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="is a directory"):
        RingFile(str(tmp_path))


def test_a_full_disk() -> None:
    """Linux has a device for it."""
    if not Path("/dev/full").exists():
        pytest.skip("needs /dev/full, which only Linux has")
    ring = RingFile("/dev/full")
    with pytest.raises(StoreError, match="no space left on device"):
        ring.write(0, b"data")
    ring.close()
