"""Which URLs callbacks and webhooks may be sent to."""

from __future__ import annotations

import asyncio

import pytest

from mockserver.outgoing.errors import DeliveryError
from mockserver.outgoing.messages import Outgoing
from mockserver.outgoing.receivers import ANYWHERE, Receivers, is_public, read_url
from mockserver.outgoing.sender import send
from tests.mockserver.outgoing.receiver import receiving, resolve_to_this_machine

LOCAL = Receivers()

OTHERS = [
    "http://192.0.2.1/",
    "http://169.254.169.254/latest/meta-data",
    "http://10.0.0.1:80/",
    "http://example.com/",
    "http://localhost.example.com/",
    "http://127.0.0.1.example.com/",
    "http://2130706433/",
    "http://0x7f.1/",
    "http://0.0.0.0/",
    "http://[::]/",
    "http://[fe80::1]/",
    "http://[::ffff:10.0.0.1]/",
]


@pytest.mark.parametrize("url", OTHERS)
def test_other_machines_are_refused(url: str) -> None:
    with pytest.raises(DeliveryError, match="is not an address of this machine") as raised:
        LOCAL.check(read_url(url), "")
    assert raised.value.is_refused
    ANYWHERE.check(read_url(url), "")


@pytest.mark.parametrize(
    "host", ["localhost", "LOCALHOST", "app.localhost", "127.0.0.1", "127.8.9.1", "[::1]", "[::ffff:127.0.0.1]"]
)
def test_this_machine_is_allowed(host: str) -> None:
    LOCAL.check(read_url(f"http://{host}:8080/a?b=c"), "")


@pytest.mark.parametrize(
    "url",
    [
        "",
        "localhost",
        "/hooks",
        "//localhost/",
        "ftp://localhost/",
        "file:///etc/passwd",
        "http://",
        "http:///x",
        "http://localhost:99999/",
        "http://localhost:x/",
        "http://[::1/",
        "http://user:password@localhost/",
        "http://localhost@192.0.2.1/",
        "http://local host/",
        "http://localhost/\r\nX-Header: 1",
        "http://localhost\\@192.0.2.1/",
        "http://localhost/é",
        "http://localhost/" + "a" * 3000,
    ],
)
def test_other_urls_are_refused(url: str) -> None:
    with pytest.raises(DeliveryError) as raised:
        read_url(url)
    assert not raised.value.is_refused


@pytest.mark.parametrize(
    ("url", "origin", "target"),
    [
        ("http://localhost", "http://localhost", "/"),
        ("HTTP://LocalHost:80/a?b=c#d", "http://localhost", "/a?b=c"),
        ("https://[::1]:8443?x", "https://[::1]:8443", "/?x"),
    ],
)
def test_parts_of_a_url(url: str, origin: str, target: str) -> None:
    found = read_url(url)
    assert (found.origin, found.target) == (origin, target)


@pytest.mark.parametrize(
    ("named", "host", "address", "expected"),
    [
        ((), "localhost", "127.0.0.1", True),
        ((), "localhost", "::1", True),
        ((), "app.localhost", "10.0.0.1", False),
        (("hooks.internal",), "hooks.internal", "10.0.0.1", True),
        (("HOOKS.internal.",), "hooks.internal", "10.0.0.1", True),
        (("hooks.internal",), "other.internal", "10.0.0.1", False),
        (("*.internal",), "a.b.internal", "10.0.0.1", True),
        (("*.internal",), "internal", "10.0.0.1", False),
        (("[fd00::1]",), "fd00::1", "fd00::1", True),
        (("*",), "rebound.example.com", "10.0.0.1", False),
        (("*",), "rebound.example.com", "169.254.169.254", False),
        (("*",), "rebound.example.com", "::ffff:10.0.0.1", False),
        (("*",), "rebound.example.com", "64:ff9b::a00:1", False),
        (("*",), "rebound.example.com", "2002:a00:1::", False),
        (("*",), "example.com", "93.184.216.34", True),
    ],
)
def test_addresses_of_a_name(named: tuple[str, ...], host: str, address: str, *, expected: bool) -> None:
    assert Receivers.of(named).allows_address(host, address) is expected


@pytest.mark.parametrize("named", ["*", "*.example.com", "hooks.example.com"])
def test_named_hosts(named: str) -> None:
    Receivers.of([named]).check(read_url("https://hooks.example.com/x"), "")


def test_without_this_machine() -> None:
    remote = Receivers.of((), allows_local=False)
    with pytest.raises(DeliveryError, match="the client is on another one"):
        remote.check(read_url("http://localhost/"), "")
    assert not remote.allows_address("localhost", "127.0.0.1")
    Receivers.of(("localhost",), allows_local=False).check(read_url("http://localhost/"), "")


@pytest.mark.parametrize("address", ["", "name", "10.1.2.3", "224.0.0.1", "fe80::1%eth0", "100.64.0.1"])
def test_addresses_that_are_not_public(address: str) -> None:
    assert not is_public(address)


def test_a_name_that_resolves_to_a_private_address(monkeypatch: pytest.MonkeyPatch) -> None:
    """With ``*``, anybody can choose a name for an address; the connection is made to the address that was checked."""
    resolve_to_this_machine(monkeypatch, "rebound.example.com")
    with receiving() as receiver:
        url = read_url(f"http://rebound.example.com:{receiver.server_port}/x")
        remote = Receivers.of(("*",), allows_local=False)
        with pytest.raises(DeliveryError, match=r"has the address 127\.0\.0\.1, which is not allowed"):
            asyncio.run(send(Outgoing("POST", url), remote))
        assert receiver.received == []
        named = Receivers.of(("rebound.example.com",), allows_local=False)
        assert asyncio.run(send(Outgoing("POST", url), named)).status == 202
        assert receiver.received[0].headers["host"] == f"rebound.example.com:{receiver.server_port}"


def test_a_name_that_does_not_exist() -> None:
    url = read_url("http://nothing.invalid/x")
    with pytest.raises(DeliveryError, match="the host name cannot be resolved") as raised:
        asyncio.run(send(Outgoing("POST", url), ANYWHERE))
    assert raised.value.may_recur


def test_a_large_response_is_cut() -> None:
    with receiving(200, body=b"x" * 200_000) as receiver:
        received = asyncio.run(send(Outgoing("GET", read_url(receiver.url)), LOCAL))
    assert (len(received.body), received.is_cut) == (64 * 1024, True)
