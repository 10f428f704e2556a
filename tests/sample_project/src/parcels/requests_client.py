"""The client of a script that was written with requests."""

from __future__ import annotations

from typing import Any

import requests
from requests.adapters import HTTPAdapter
from urllib3.util.retry import Retry

BASE_URL = "https://api.parcels.example/v2"


def session(token: str) -> requests.Session:
    """Return a session that repeats requests after 503."""
    made = requests.Session()
    made.headers["Authorization"] = f"Bearer {token}"
    retry = Retry(total=3, status_forcelist=[503], backoff_factor=0, respect_retry_after_header=False)
    made.mount("https://", HTTPAdapter(max_retries=retry))
    return made


def heaviest(session: requests.Session) -> dict[str, Any]:
    """Return the heaviest parcel of the first page."""
    response = session.get(f"{BASE_URL}/parcels", timeout=10)
    response.raise_for_status()
    return max(response.json()["items"], key=lambda one: one["weight_grams"])


def remove(session: requests.Session, parcel_id: str) -> None:
    session.delete(f"{BASE_URL}/parcels/{parcel_id}", timeout=10).raise_for_status()
