"""Generated data is the same in each run, and its state can be saved and restored."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from parcels.httpx_client import ParcelClient

from mockserver.testing import MockServer

SAVED = Path(__file__).with_name("snapshot.json")


@pytest.mark.casemock(seed=11)
def test_the_list_is_that_of_the_snapshot(client: ParcelClient) -> None:
    # Names come from faker, whose releases differ; everything else depends on the seed alone.
    found = [{name: value for name, value in one.items() if name != "recipient"} for one in client.parcels()]
    assert found == json.loads(SAVED.read_text("utf-8"))


def test_the_state_is_restored(client: ParcelClient, mock_api: MockServer) -> None:
    parcel = client.parcel(client.register("Ada", 10))
    saved = mock_api.state.snapshot()
    client.register("Grace", 20)
    client.deliver(parcel["id"])
    mock_api.state.restore(saved)
    assert client.parcel(parcel["id"]) == parcel
    assert [one["recipient"] for one in client.parcels()].count("Grace") == 0
