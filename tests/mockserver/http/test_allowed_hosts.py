"""Which hosts are served, and 421 for the others."""

from __future__ import annotations

from typing import Any

import pytest

from mockserver.app import create_app
from mockserver.http.allowed_hosts import AllowedHosts
from tests.mockserver.kit import Client, Reply, document, response

EVERYWHERE = "0.0.0.0"

ALWAYS = [
    *("localhost", "localhost:8080", "LOCALHOST:80", "localhost.", "shop.localhost:8080", "ip6-localhost"),
    *("127.0.0.1", "127.0.0.1:8080", "[::1]:8080", "[::1]", "192.168.1.7:8080", "10.0.0.1", "[fe80::1]:80", "1.2.3.4"),
]
PRIVATE = [
    *("casemock:8080", "mock", "host.docker.internal:8080", "casemock.shop.svc:8080", "my-laptop.local"),
    *("casemock.shop.svc.cluster.local:8080", "mock.test", "nas.home.arpa", "container.lan"),
]
PUBLIC = [
    *("evil.example", "evil.example:8080", "localhost.evil.example", "127.0.0.1.evil.example", "evil-localhost.com"),
    *("127.0.0.1.nip.io:8080", "localhost.localdomain.example.com", "casemock.dev", "1.2.3.4.example", "a.svc.com"),
    *("xlocalhost.com", "2130706433.example", "local.evil.com", "evil.com.", "[::1].evil.example", "", ":8080", "a..b"),
]


@pytest.mark.parametrize("host", ALWAYS)
@pytest.mark.parametrize("listens_on", ["127.0.0.1", "localhost", "::1", EVERYWHERE, "::"])
def test_names_and_addresses_that_are_always_served(host: str, listens_on: str) -> None:
    assert AllowedHosts(listens_on).allows(host)


@pytest.mark.parametrize("host", PRIVATE)
@pytest.mark.parametrize(
    ("listens_on", "expected"), [("127.0.0.1", False), ("localhost", False), (EVERYWHERE, True), ("10.0.0.7", True)]
)
def test_private_names_are_served_if_other_machines_can_connect(host: str, listens_on: str, *, expected: bool) -> None:
    assert AllowedHosts(listens_on).allows(host) is expected


@pytest.mark.parametrize("host", PUBLIC)
@pytest.mark.parametrize("listens_on", ["127.0.0.1", EVERYWHERE])
def test_public_names_are_not_served(host: str, listens_on: str) -> None:
    assert not AllowedHosts(listens_on).allows(host)
    assert not AllowedHosts(listens_on).allows(host)  # as it is remembered


def test_the_name_that_the_server_listens_on() -> None:
    assert AllowedHosts("mock.example.com").allows("Mock.Example.com:8080")


@pytest.mark.parametrize(
    ("allowed", "host", "expected"),
    [
        ("mock.example.com", "mock.example.com:443", True),
        ("Mock.Example.Com", "mock.example.com", True),
        ("mock.example.com", "a.mock.example.com", False),
        ("*.example.com", "mock.example.com:80", True),
        ("*.example.com", "a.b.example.com", True),
        ("*.example.com", "example.com", False),
        ("*.example.com", "evilexample.com", False),
        ("*", "evil.example", True),
    ],
)
def test_names_of_the_user(allowed: str, host: str, *, expected: bool) -> None:
    assert AllowedHosts("127.0.0.1", [allowed]).allows(host) is expected


def test_remembered_hosts_are_bounded() -> None:
    hosts = AllowedHosts("127.0.0.1")
    for number in range(1000):
        hosts.allows(f"{number}.example")
    hosts.allows("a" * 100_000)
    assert len(hosts._known) <= 100
    assert max(map(len, hosts._known)) < 300


def served(*hosts: str, method: str = "GET", target: str = "/pets", **settings: Any) -> Reply:
    app = create_app(document({"/pets": {"get": {"responses": {"200": response({"const": "fine"})}}}}), **settings)
    app.check_hosts()
    return Client(app)(method, target, headers=[("host", host) for host in hosts])


@pytest.mark.parametrize(
    "target", ["/pets", "/nowhere", "/__mock__/", "/__mock__/openapi.json", "/__mock__/admin/health"]
)
def test_unknown_hosts_are_misdirected(target: str) -> None:
    reply = served("evil.example:8080", target=target)
    assert reply.status == 421
    assert reply.json["error"] == "host 'evil.example:8080' is not a name of this server"
    assert "--allow-host" in reply.json["hint"]
    assert not reply.header("access-control-allow-origin")


def test_a_preflight_to_an_unknown_host_is_misdirected() -> None:
    assert served("evil.example", method="OPTIONS").status == 421


def test_known_hosts_are_served() -> None:
    assert served("localhost:8080").json == "fine"
    assert served("mock.example", allow_hosts=("mock.example",)).json == "fine"
    assert served("casemock:8080", host=EVERYWHERE).json == "fine"
    assert served().json == "fine"  # HTTP/1.0 without Host: not from a browser


def test_every_host_header_must_be_known() -> None:
    assert served("localhost", "evil.example").status == 421


def test_an_application_that_another_program_serves_leaves_it_to_that() -> None:
    app = create_app(document({"/pets": {"get": {"responses": {"200": response({"const": "fine"})}}}}))
    assert Client(app)("GET", "/pets", headers={"host": "test"}).json == "fine"


def test_hosts_are_printable_in_the_response() -> None:
    assert "\\x1b" not in served("evil\x1b[2Jexample.com").body.decode()
