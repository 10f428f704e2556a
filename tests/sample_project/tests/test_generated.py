"""The plugins of hypothesis and of casemock in one test: one server for all examples."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from parcels.httpx_client import ParcelClient

from mockserver.testing import MockServer

NAMES = st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(recipient=NAMES, weight=st.integers(1, 30000))
def test_what_is_registered_is_read(client: ParcelClient, mock_api: MockServer, recipient: str, weight: int) -> None:
    parcel = client.parcel(client.register(recipient, weight))
    assert (parcel["recipient"], parcel["weight_grams"]) == (recipient, weight)
