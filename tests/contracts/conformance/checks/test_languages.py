"""Servers that support one language only."""

from __future__ import annotations

import re

import pytest

from contracts.conformance.checks import languages
from contracts.messages import Response
from tests.contracts.conformance.checks.notes import Notes, document, rules


def _spoken():
    tree = document()
    header = {"name": "Accept-Language", "in": "header", "schema": {"enum": ["en-GB", "en-US", "pl-PL", "de-DE"]}}
    tree["paths"]["/notes/{id}"]["get"]["parameters"].append(header)
    return tree


class Speaking(Notes):
    speaks = re.compile("en|pl|de")

    def send(self, request, *, fresh=False):
        reply = super().send(request)
        asked = request.header("accept-language") or "en-GB"
        language = asked if self.speaks.match(asked) else "en-GB"
        return Response(reply.status, (*reply.headers, ("content-language", language)), reply.body)


class English(Speaking):
    speaks = re.compile("en")


class NoGerman(Speaking):
    speaks = re.compile("en|pl")


@pytest.mark.parametrize(("server", "told"), [(Speaking, []), (English, ["languages"]), (NoGerman, []), (Notes, [])])
def test_languages(server, told):
    assert rules(languages.CHECK, server(), _spoken()) == told
