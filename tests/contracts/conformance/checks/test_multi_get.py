"""Servers that return other items than requested, or in another order."""

from __future__ import annotations

import pytest

from contracts.conformance.checks import multi_get
from tests.contracts.conformance.checks.notes import Notes, answer, document, rules


def _several(change):
    class Several(Notes):
        def several(self, ids):
            reply = super().several(ids)
            return answer({"notes": change(reply.json["notes"])}) if reply.is_success else reply

    return Several


class Passing(Notes):
    def several(self, ids):
        return super().several([one for one in ids if one in self.notes] or ids)


class Doubling(Notes):
    def several(self, ids):
        reply = super().several(ids)
        return answer({"notes": [self.shown(self.notes[one]) for one in ids]}) if reply.is_success else reply


@pytest.mark.parametrize(
    ("server", "part"),
    [
        (_several(lambda notes: notes[:1]), "missing"),
        (_several(lambda notes: [notes[0], *notes]), "twice"),
        (_several(lambda notes: notes[::-1]), "order"),
        (_several(lambda notes: [*notes, {**notes[0], "id": "n777"}] if notes[1:] else notes), "unasked"),
        (_several(lambda notes: [{**one, "title": f"{len(notes)}"} for one in notes]), "differs"),
        (Doubling, "repeated"),
    ],
)
def test_multi_get_errors(server, part):
    assert rules(multi_get.CHECK, server()) == [f"multi-get/{part}"]


def test_a_nonexistent_id_fails_the_request():
    tree = document()
    schema = tree["paths"]["/several/{ids}"]["get"]["parameters"][0]["schema"]
    schema["pattern"] = schema["pattern"].replace("n[0-9]{3}", "(n[0-9]{3}|404)")
    assert rules(multi_get.CHECK, Passing(), tree) == ["multi-get/unknown"]
    assert rules(multi_get.CHECK, Notes(), tree) == []
