"""curl commands become the requests that curl sends."""

from __future__ import annotations

import pytest

from benchmarks.processes import BenchmarkError
from benchmarks.suite.curl import BOUNDARY, parse_curl

URL = "http://localhost:4010/pets"


def test_defaults():
    request = parse_curl(f"curl -i {URL}")
    assert (request.method, request.target, request.body) == ("GET", "/pets", b"")
    assert (request.header("host"), request.header("accept")) == ("localhost:4010", "*/*")


@pytest.mark.parametrize(
    ("command", "method"),
    [
        (f"curl -X DELETE {URL}", "DELETE"),
        (f"curl -sIXGET {URL}", "GET"),
        (f"curl --head {URL}", "HEAD"),
        (f"curl --request PUT --url {URL}", "PUT"),
        (f"curl {URL} -d a=b", "POST"),
    ],
)
def test_method(command, method):
    assert parse_curl(command).method == method


@pytest.mark.parametrize(
    ("word", "target"),
    [
        ("/pets?a=1&b=2", "/pets?a=1"),  # the shell ends the command at &
        ("/pets?a=1\\&b=2", "/pets?a=1&b=2"),
        ("/pets\\?a\\=b", "/pets?a=b"),
        ("/pets?apiKey=foo", "/pets?apiKey=foo"),
        ("//pets", "//pets"),
        ("", "/"),
        ("/a%20b", "/a%20b"),
    ],
)
def test_target(word, target):
    assert parse_curl(f"curl -i http://localhost:4010{word}").target == target


def test_quoted_url():
    assert parse_curl('curl "http://localhost:4010/pets?a=1&b=2"').target == "/pets?a=1&b=2"


def test_headers_replace_and_remove():
    request = parse_curl(f"curl {URL} -H \"accept: text/plain\" -H 'X-A: b c' -H User-Agent:")
    assert request.header("accept") == "text/plain"
    assert request.header("x-a") == "b c"
    assert request.header("user-agent") is None


def test_cookie():
    assert parse_curl(f'curl {URL} --cookie "a=b"').header("cookie") == "a=b"


@pytest.mark.parametrize(
    ("option", "body"),
    [
        ('--data "a=1&b=2"', b"a=1&b=2"),
        ("--data-urlencode 'a=x y&z'", b"a=x+y%26z"),
        ("--data-urlencode a/b", b"a%2Fb"),
        ("-d '{\"a\": {}}'", b'{"a": {}}'),
        ('-d "{\\"a\\":0}"', b'{"a":0}'),
        ("-d a=1 -d b=2", b"a=1&b=2"),
        ('--data "a=:/?#[]@!$&\'()*+,;"', b"a=:/?#[]@!$&'()*+,;"),
    ],
)
def test_data(option, body):
    request = parse_curl(f"curl -X POST {URL} {option}")
    assert request.body == body
    assert request.header("content-type") == "application/x-www-form-urlencoded"


def test_content_type_of_data():
    request = parse_curl(f'curl {URL} -H "Content-Type: application/json" -d {{}}')
    assert (request.header("content-type"), request.body) == ("application/json", b"{}")


def test_form():
    request = parse_curl(f'curl {URL} -H "Content-Type: multipart/form-data" -F "id=1" -F "status=a b"')
    assert request.header("content-type") == f"multipart/form-data; boundary={BOUNDARY}"
    assert b'name="status"\r\n\r\na b\r\n' in request.body
    assert request.body.endswith(f"--{BOUNDARY}--\r\n".encode())


@pytest.mark.parametrize("command", [f"curl --upload-file x {URL}", "curl -i"])
def test_unusable_command(command):
    with pytest.raises(BenchmarkError):
        parse_curl(command)
