"""The properties of an object agree, for many objects."""

from __future__ import annotations

from itertools import pairwise

import pytest

from contracts.generation.language import language
from contracts.generation.sample_data import FILE_KINDS

TEXT = {"type": "string"}
WHOLE = {"type": "integer"}
TIME = {"type": "string", "format": "date-time"}


def thing(**properties):
    return {"type": "object", "properties": properties, "required": list(properties)}


FILE = thing(
    id=TEXT | {"description": "File ID (ULID with f_ prefix)"},
    url={"type": "string", "format": "uri", "example": "https://media.serverops.gg/p_01HZ.../screenshot.png"},
    key=TEXT,
    size=WHOLE,
    content_type=TEXT,
    sha256=TEXT,
    original_name=TEXT,
    tags={"type": "array", "items": TEXT},
    folder=TEXT,
    created_at=TIME,
    updated_at=TIME,
)
CASE = thing(
    id=TEXT,
    title=TEXT,
    description=TEXT,
    status={"enum": ["open", "closed", "archived"]},
    attachments={"type": "array", "items": {"$ref": "#/components/schemas/File"}},
    created_at=TIME,
    updated_at=TIME,
)


@pytest.fixture(scope="module")
def cases(values):
    return values({"$ref": "#/components/schemas/Case"}, 300, Case=CASE, File=FILE)


@pytest.fixture(scope="module")
def files(cases):
    return [file for case in cases for file in case["attachments"]]


def test_dates_are_in_order(cases):
    for case in cases:
        assert case["created_at"] <= case["updated_at"]
        for file in case["attachments"]:
            assert case["created_at"] <= file["created_at"] <= file["updated_at"] <= case["updated_at"]


def test_url_key_and_name_agree(files):
    for file in files:
        assert file["key"].endswith(f"/{file['original_name']}")
        assert file["url"] == f"https://media.serverops.gg/{file['key']}"


def test_type_folder_and_size_match_the_name(files):
    for file in files:
        extension = file["original_name"].rpartition(".")[2]
        kinds = [kind for kind in FILE_KINDS if kind.extension == extension]
        assert file["content_type"] == kinds[0].content_type
        assert file["folder"] in {kind.folder for kind in kinds}
        assert min(kind.sizes[0] for kind in kinds) <= file["size"] <= max(kind.sizes[1] for kind in kinds)


def test_files_differ(files):
    assert len({file["id"] for file in files}) == len({file["sha256"] for file in files}) == len(files)
    assert len({file["url"] for file in files}) > len(files) * 0.99


def test_titles_and_descriptions_are_about_the_same_incident(cases):
    shapes = {
        template.title.partition("{")[0].strip() or template.title.rpartition("}")[2].strip()
        for template in language("en_US").incidents
    }
    for case in cases:
        assert any(shape.strip().lower() in case["title"].lower() for shape in shapes)
        hosts = {word for word in case["title"].split() if "-" in word and word[-1].isdigit() and word[0].islower()}
        assert all(host in case["description"] for host in hosts)


def test_ten_cases_are_about_different_incidents(cases):
    for start in range(0, 300, 10):
        assert len({case["title"] for case in cases[start : start + 10]}) >= 9
    assert len({case["description"] for case in cases}) > 200


def test_attachments_are_few(cases):
    assert {len(case["attachments"]) for case in cases} == {0, 1, 2, 3}


def test_properties_of_a_person_agree(values):
    node = thing(first_name=TEXT, lastName=TEXT, name=TEXT, email={"type": "string", "format": "email"}, username=TEXT)
    for person in values(node, 100):
        assert person["name"] == f"{person['first_name']} {person['lastName']}"
        assert person["email"].startswith(person["first_name"].lower())


def test_two_people_are_different(values):
    node = thing(sender_name=TEXT, sender_email=TEXT, recipient_name=TEXT, recipient_email=TEXT)
    found = values(node, 60)
    for mail in found:
        for role in ("sender", "recipient"):
            assert mail[f"{role}_email"].startswith(mail[f"{role}_name"].split()[0].lower())
    assert sum(mail["sender_email"] == mail["recipient_email"] for mail in found) < 5


def test_properties_with_other_constraints_do_not_affect_the_others(values):
    node = thing(first_name=TEXT, last_name=TEXT, email={"type": "string", "pattern": r"^[a-z]{5}@corp\.test$"})
    assert all(person["email"].endswith("@corp.test") for person in values(node))


def test_a_truncated_title_matches_its_description(values):
    node = thing(title={"type": "string", "maxLength": 24}, description=TEXT)
    found = values({"$ref": "#/components/schemas/Ticket"}, 60, Ticket=node)
    assert len({item["title"] for item in found}) > 20


def test_slugs_match_their_titles(values):
    node = {"$ref": "#/components/schemas/Product"}
    for item in values(node, 20, Product=thing(name=TEXT, slug=TEXT, price={"type": "number"})):
        assert item["slug"].split("-")[0] == item["name"].split()[0].split("-")[0].lower().strip(":,")


def test_sums_add_up(values):
    for bill in values(thing(subtotal={"type": "number"}, tax={"type": "number"}, total={"type": "number"}), 60):
        assert round(bill["subtotal"] + bill["tax"], 2) == bill["total"]


def test_pairs_of_dates_are_in_order(values):
    names = ["opened_at", "acknowledged_at", "resolved_at", "last_modified", "due_date"]
    for item in values(thing(**dict.fromkeys(names, TIME)), 100):
        assert all(first <= second for first, second in pairwise(item[name] for name in names))


def test_an_open_case_has_no_end_date(values):
    node = thing(status={"enum": ["OPEN", "RESOLVED"]}, resolved_at={"type": ["string", "null"], "format": "date-time"})
    node["properties"]["closed_at"] = TIME
    found = values(node, 100)
    assert all(item["resolved_at"] is None and "closed_at" not in item for item in found if item["status"] == "OPEN")
    assert any(item["resolved_at"] for item in found if item["status"] == "RESOLVED")


def test_addresses_with_coordinates_are_real_towns(values):
    node = thing(city=TEXT, country_code=TEXT, latitude={"type": "number"}, longitude={"type": "number"})
    found = values(node, 60)
    assert all(-90 <= item["latitude"] <= 90 and -180 <= item["longitude"] <= 180 for item in found)
    assert len({item["country_code"] for item in found}) > 3
