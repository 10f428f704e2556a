"""Paths that no operation has: what of them is an id."""

from __future__ import annotations

import pytest

from contracts.consumption.strangers import guessed_template


@pytest.mark.parametrize(
    ("path", "template"),
    [
        ("/people/7", "/people/{id}"),
        ("/people/3c90c3cc-0d44-4b50-8888-000000000008/tags", "/people/{id}/tags"),
        ("/people/ann@example.com", "/people/{id}"),
        ("/files/a1b2", "/files/{id}"),
        ("/orders/o-9", "/orders/{id}"),
        ("/files/…", "/files/{id}"),
        ("/files/" + "x" * 33, "/files/{id}"),
        ("/v1/people", "/v1/people"),
        ("/api/v2/people", "/api/v2/people"),
        ("/2/people", "/2/people"),
        ("/health", "/health"),
        ("/oauth2/token", "/oauth2/token"),
        ("/", "/"),
        ("//7", "//{id}"),
    ],
)
def test_guessed_templates(path: str, template: str) -> None:
    assert guessed_template(path) == template
