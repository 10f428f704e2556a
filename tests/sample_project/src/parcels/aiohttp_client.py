"""The client of an asyncio service: several parcels at the same time."""

from __future__ import annotations

import asyncio
from typing import Any

import aiohttp

BASE_URL = "https://api.parcels.example/v2"


async def track(token: str, parcel_ids: list[str]) -> dict[str, str]:
    """Return the status of each parcel; ``unknown`` if it does not exist."""
    async with aiohttp.ClientSession(headers={"Authorization": f"Bearer {token}"}) as session:
        found = await asyncio.gather(*(_status(session, one) for one in parcel_ids))
    return dict(zip(parcel_ids, found, strict=True))


async def _status(session: aiohttp.ClientSession, parcel_id: str) -> str:
    async with session.get(f"{BASE_URL}/parcels/{parcel_id}") as response:
        if response.status == 404:
            return "unknown"
        response.raise_for_status()
        parcel: dict[str, Any] = await response.json()
        return str(parcel["status"])
