import pytest

from contracts.lint.urls import UNENCRYPTED, fault_of_url


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://example.com/a%20b?c=d#e", ""),
        ("/v1", ""),
        ("", ""),
        ("mailto:a@example.com", ""),
        ("https://exa mple.com", "contains a space"),
        ("https://example.com/<id>", "contains '<'"),
        ("https:///v1", "has no host"),
        ("https://example.com:http/", "is invalid"),
    ],
)
def test_what_is_wrong_with_an_address_is_told(url, expected):
    assert fault_of_url(url).startswith(expected)
    assert bool(fault_of_url(url)) is bool(expected)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("http://example.com", True),
        ("HTTP://example.com", True),
        ("https://example.com", False),
        ("http://localhost:8080", False),
        ("http://127.0.0.1/v1", False),
        ("http://mock.local/v1", False),
        ("http://local.example.com", True),
        ("/v1", False),
    ],
)
def test_only_other_machines_need_tls(url, expected):
    assert bool(UNENCRYPTED.match(url)) is expected
