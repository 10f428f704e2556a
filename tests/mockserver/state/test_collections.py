"""Collections: unwritten items, writes, new ids."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from contracts.generation.generate import Generators
from mockserver.http.messages import decode_json
from mockserver.state.clock import LogicalClock
from mockserver.state.collection import ATTEMPTS, INITIAL_ITEMS, Collection, is_missing
from mockserver.state.collections import Collections
from mockserver.state.stores.memory import MemoryStore
from mockserver.state.stores.open_store import open_store
from mockserver.state.stores.store import Store
from tests.mockserver.kit import load, path_parameter, response

MOMENT = {"type": "string", "format": "date-time"}
PET: dict[str, Any] = {
    "type": "object",
    "required": ["id", "name", "created_at", "updated_at"],
    "properties": {
        "id": {"type": "integer", "minimum": 1, "maximum": 100_000},
        "name": {"type": "string"},
        "created_at": MOMENT,
        "updated_at": MOMENT,
    },
}
REX = {"id": 7, "name": "Rex", "created_at": "2026-01-01T00:00:00Z", "updated_at": "2026-01-01T00:00:00Z"}


def world(item: Any = PET, *, store: Store | None = None, seed: int = 0, static: bool = False) -> Collections:
    """The collections of ``/pets/{id}`` and ``/pets/{id}/visits/{visit}`` with items of this schema."""
    read = {"get": {"responses": {"200": response(item, example=REX)}}}
    contract = load(
        {
            "/pets/{id}": {"parameters": [path_parameter("id")], **read},
            "/pets/{id}/visits/{visit}": {"parameters": [path_parameter("id"), path_parameter("visit")], **read},
        }
    )
    return Collections(contract.apis[0], Generators(seed=seed), store or MemoryStore(), LogicalClock(), static=static)


def pets(item: Any = PET, **more: Any) -> Collection:
    return world(item, **more).collection("/pets")


@pytest.mark.parametrize(
    "identifier", ["404", "missing-1", "my-unknown", "not-found", "not_found", "Nonexistent", "does not exist",
                   "00000000-0000-0000-0000-000000000000", "missing", "MISSING_7", "case.missing", "my missing",
                   "case-not.found", "non-existent.1", "NotFound", "x-does_not-exist",
                   "missing\r\nx"]
)  # fmt: skip
def test_ids_of_missing_items(identifier: str) -> None:
    assert is_missing(identifier)
    assert not pets().exists(identifier)


@pytest.mark.parametrize(
    "identifier", ["1", "4040", "00", "case-1", "found", "7a9c", "dismissing-3", "missingno", "a-missing-link",
                   "unknowns", "case-unknown2", "missing1", "404-1", "-missing-", "knot-found", ""]
)  # fmt: skip
def test_ids_of_existing_items(identifier: str) -> None:
    assert not is_missing(identifier)
    assert pets().exists(identifier)


def test_unwritten_items_are_reproducible() -> None:
    assert pets().read("7") == pets().read("7")
    assert pets().read("7")["id"] == 7


def test_ids_seeds_and_collections_give_different_items() -> None:
    names = {
        pets().read("7")["name"],
        pets().read("8")["name"],
        pets(seed=1).read("7")["name"],
        world().collection("/pets/{id}/visits", ["7"]).read("7")["name"],
        world().collection("/pets", (), "salt").read("7")["name"],
    }
    assert len(names) == 5


def test_reading_writes_nothing() -> None:
    store = MemoryStore()
    collection = pets(store=store)
    collection.read("7")
    collection.identifiers()
    collection.exists("7")
    assert store.keys("") == []


def test_read_after_update() -> None:
    collection = pets()
    before = collection.read("7")
    after = decode_json(collection.update("7", {"name": "Max", "id": 9, "created_at": "2000-01-01T00:00:00Z"}))
    assert after == {**before, "name": "Max", "updated_at": after["updated_at"]}
    assert after["updated_at"] > max(before["updated_at"], before["created_at"])
    assert collection.read("7") == after


@pytest.mark.parametrize("body", [{}, {"id": 9}, {"unknown": 1}, {"created_at": "2000-01-01T00:00:00Z"}])
def test_an_empty_update_writes_nothing(body: Any) -> None:
    store = MemoryStore()
    collection = pets(store=store)
    before = collection.read("7")
    assert decode_json(collection.update("7", body)) == before
    assert store.keys("") == []


def test_additional_properties_are_updated() -> None:
    collection = pets({**PET, "additionalProperties": {"type": "string"}})
    assert decode_json(collection.update("7", {"color": "red"}))["color"] == "red"
    assert collection.read("7")["color"] == "red"


def test_a_deleted_item_stays_deleted() -> None:
    collection = pets()
    listed = collection.identifiers()
    collection.delete(listed[0])
    assert not collection.exists(listed[0])
    assert collection.identifiers() == listed[1:]


def test_created_items_are_listed_last() -> None:
    collection = pets()
    own = collection.identifiers()
    assert len(own) == INITIAL_ITEMS
    created = [collection.create({"name": f"pet {number}"}) for number in range(3)]
    identifiers = [made[0] for made in created if made]
    assert collection.identifiers() == own + identifiers
    assert [collection.read(identifier) for identifier in identifiers] == [made[1] for made in created if made]


def test_a_new_item_was_last_changed_when_it_was_created() -> None:
    made = pets().create({"name": "Max"})
    assert made is not None
    assert made[1]["name"] == "Max"
    assert made[1]["created_at"] == made[1]["updated_at"]
    assert made[1]["id"] == int(made[0])


def test_a_client_can_set_the_id() -> None:
    collection = pets()
    made = collection.create({"id": 77, "name": "Max"})
    assert made is not None
    assert made[0] == "77"
    assert collection.create({"id": 77, "name": "Moritz"}) is None
    assert collection.read("77")["name"] == "Max"


def test_a_deleted_id_can_be_set_again_but_is_not_generated_again() -> None:
    collection = pets()
    first = collection.create({"name": "a"})
    assert first is not None
    collection.delete(first[0])
    second = collection.create({"name": "b"})
    assert second is not None
    assert second[0] != first[0]
    again = collection.create({"id": int(first[0]), "name": "c"})
    assert again is not None
    assert collection.read(first[0])["name"] == "c"


@pytest.mark.parametrize("given", ["abc", 0, -1, True, None, 1.5, [], {}])
def test_an_invalid_id_is_not_accepted(given: Any) -> None:
    collection = pets()
    made = collection.create({"id": given, "name": "Max"})
    assert made is not None
    assert made[1]["id"] == int(made[0])
    assert collection.read(made[0]) == made[1]


def test_a_read_only_id_is_not_accepted() -> None:
    item = {**PET, "properties": {**PET["properties"], "id": {"type": "string", "readOnly": True}}}
    made = pets(item).create({"id": "mine", "name": "Max"})
    assert made is not None
    assert made[0] != "mine"


def test_nothing_is_created_if_all_ids_are_in_use() -> None:
    few = {**PET, "properties": {**PET["properties"], "id": {"type": "integer", "minimum": 1, "maximum": 20}}}
    collection = pets(few)
    created = [collection.create({"name": "x"}) for _ in range(30)]
    made = [item[0] for item in created if item]
    assert len(set(made)) == len(made) < 20
    assert created[-1] is None
    assert len(collection.identifiers()) <= 20
    assert ATTEMPTS > 20


def test_items_without_an_id_are_numbered() -> None:
    collection = pets({"type": "object", "properties": {"color": {"type": "string"}}, "required": ["color"]})
    assert collection.identifiers() == ["1", "2", "3", "4", "5"]
    made = collection.create({"color": "red"})
    assert made == ("6", {"color": "red"})


def test_static_collections_return_the_documented_item() -> None:
    collection = pets(static=True)
    assert collection.read("8") == {**REX, "id": 8}
    assert collection.identifiers() == ["7"]


def test_static_collections_create_any_number_of_items() -> None:
    collection = pets(static=True)
    created = [collection.create({"name": f"pet {number}"}) for number in range(3)]
    identifiers = [made[0] for made in created if made]
    assert len(set(identifiers)) == 3
    assert collection.identifiers() == ["7", *identifiers]


def test_the_documented_item_is_not_changed() -> None:
    collection = pets(static=True)
    collection.update("8", {"name": "Max"})
    assert collection.read("9")["name"] == "Rex"
    assert REX["id"] == 7


def test_collections_with_unusual_ids_are_separate() -> None:
    made = world()
    odd = [(text,) for text in ("a", "a/visits/b", "a\0b", "a\x01created", "", "a%2Fvisits")]
    collections = [made.collection("/pets/{id}/visits", values) for values in odd]
    for number, collection in enumerate(collections):
        collection.update("1", {"name": f"visit {number}"})
    assert [collection.read("1")["name"] for collection in collections] == [f"visit {n}" for n in range(len(odd))]
    assert [len(collection.identifiers()) for collection in collections] == [INITIAL_ITEMS + 1] * len(odd)


def test_sqlite_and_memory_store_give_the_same_collections(tmp_path: Path) -> None:
    def play(store: Store) -> list[Any]:
        collection = pets(store=store)
        collection.update("7", {"name": "Max"})
        collection.delete(collection.identifiers()[1])
        created = [collection.create({"name": "é\0"}), collection.create({"id": 77, "name": "x"})]
        listed = [collection.read(identifier) for identifier in collection.identifiers()]
        store.close()
        return [created, listed]

    assert play(MemoryStore()) == play(open_store(f"sqlite:{tmp_path / 'world.sqlite'}"))
