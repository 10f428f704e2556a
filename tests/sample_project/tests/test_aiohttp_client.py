from __future__ import annotations

import pytest
from parcels.aiohttp_client import track

from mockserver.testing import MockServer

IDS = [f"PX{number:06}" for number in range(20)]


@pytest.mark.asyncio
async def test_several_parcels_at_the_same_time(mock_api: MockServer) -> None:
    mock_api.stub("getParcel", request={"path": f"/parcels/{IDS[7]}"}, status=404)
    found = await track("service", IDS)
    assert list(found) == IDS
    assert [one for one in IDS if found[one] == "unknown"] == [IDS[7]]
    mock_api.verify("getParcel", times=20)


@pytest.mark.anyio
@pytest.mark.parametrize("anyio_backend", ["asyncio"])
async def test_with_the_plugin_of_anyio(mock_api: MockServer, anyio_backend: str) -> None:
    mock_api.state["/parcels"].put(
        {"id": IDS[1], "recipient": "Ada", "weight_grams": 5, "status": "returned",
         "registered_at": "2026-03-01T08:00:00Z"}
    )  # fmt: skip
    assert await track("service", [IDS[1]]) == {IDS[1]: "returned"}
