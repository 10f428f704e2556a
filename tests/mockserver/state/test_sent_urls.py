"""URLs that clients sent."""

from __future__ import annotations

from mockserver.state.sent_urls import MAX_URLS, SentUrls
from mockserver.state.stores.open_store import open_store


def test_remembers_urls_by_api() -> None:
    store = open_store("memory")
    sent = SentUrls(store, "one")
    sent.add([b"https://a.test/1"])
    assert b"https://a.test/1" in sent
    assert b"https://a.test/" not in sent
    assert b"https://a.test/1" in SentUrls(store, "one")
    assert b"https://a.test/1" not in SentUrls(store, "two")


def test_remembers_a_limited_number_of_one_request() -> None:
    sent = SentUrls(open_store("memory"), "one")
    sent.add(b"%d" % number for number in range(MAX_URLS + 5))
    assert b"0" in sent
    assert b"%d" % MAX_URLS not in sent
