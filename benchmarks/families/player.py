"""Play a family: create → get → list → update → get → delete → get, and compare what the responses say."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from benchmarks.families.bodies import chosen_media
from benchmarks.families.client import NO_JSON, Client, Reply, if_match, is_gone, is_marked_deleted
from benchmarks.families.find import Family
from benchmarks.families.identity import Created, candidates, contradiction, natural_keys, weak_candidates
from benchmarks.families.items import (
    Level,
    Mismatch,
    Names,
    body_mismatches,
    display,
    is_id,
    levels,
    listed_levels,
    plain,
    same_id,
)
from benchmarks.families.listing import NOT_JSON, Found, documents_list, find_created
from benchmarks.families.pages import list_items, pages
from benchmarks.families.results import FamilyResult, Outcome, StepRecorder
from benchmarks.families.updates import Update, UpdateBuilder, lost_values
from benchmarks.families.values import list_filters, parent_values, sends_id
from contracts.conformance.assertions.item_fields import response_schema
from contracts.conformance.request_builder import OMITTED, Values
from contracts.errors import CasemockError
from contracts.spec.model import Operation

CREATE_ATTEMPTS = 4
"""Number of bodies that are tried to create an item."""


class StopError(Exception):
    """The remaining steps cannot be played."""


class Player:
    """Plays one family.

    :param others: lists of other collections, whose responses a creation must not change.
    """

    def __init__(self, client: Client, family: Family, others: Sequence[Operation] = ()) -> None:
        self.client, self.family, self._others = client, family, others
        self._names = Names(family.paths.parameter, family.paths.collection)
        self._item_schema = response_schema(family.read)
        self._names.narrow(self._item_schema)
        self._steps = StepRecorder()
        self._parents: Values = {}

    def play(self) -> FamilyResult:
        """Play all steps and return the result."""
        try:
            self._play()
        except StopError:
            pass
        except CasemockError as error:
            self._steps.put(self._steps.following(), Outcome.FAILED, f"{type(error).__name__}: {error}")
        return FamilyResult(self.family.paths.collection, self.family.summary, self._steps.ordered())

    def _play(self) -> None:
        self._parents = parent_values(self.client, self.family)
        others = [self._snapshot(other) for other in self._others]
        created = self._create()
        if others != [self._snapshot(other) for other in self._others]:
            self._steps.put("others", Outcome.WRONG, f"POST changed GET {self._others[0].path}")
        item = self._check_read(created)
        second = self._second(created)
        if isinstance(second, Reply):
            item, second = second, None
        listed = self._check_list(created, item)
        self._check_update(created, item)
        self._check_delete(created, listed)
        self._check_second(second)

    # ------------------------------------------------------------------ requests

    def _snapshot(self, operation: Operation) -> bytes:
        return self.client.send(operation, {}).response.body

    def _at(self, identifier: Any) -> Values:
        return {**self._parents, ("path", self.family.paths.parameter): identifier}

    def _read(self, created: Created) -> Reply:
        return self.client.send(self.family.read, self._at(created.identifier))

    def _item(self, reply: Reply) -> list[Level]:
        return levels(reply.json, self._item_schema, self._names)

    # ------------------------------------------------------------------ create

    def _create(self) -> Created:
        before = self._listed_ids()
        reply, body = self._post(range(CREATE_ATTEMPTS))
        if not reply.response.is_success:
            self._steps.put("create", Outcome.FAILED, f"expected 2xx, got {reply}")
            raise StopError
        found = candidates(self.family, self._names, reply, body)
        found = found or [Created(reply, body, one, "") for one in sorted(self._listed_ids() - before)][:2]
        found = found or weak_candidates(self.family, self._names, reply, body)
        if not found:
            self._steps.put("create", Outcome.FAILED, self._no_id(reply))
            raise StopError
        documented = self.family.create.response(reply.status) is not None
        outcome = Outcome.OK if documented else Outcome.FAILED
        self._steps.put("create", outcome, "" if documented else f"expected a documented status, got {reply.status}")
        if wrong := contradiction(self.family, self._names, reply):
            self._steps.put("create", Outcome.WRONG, wrong)
        return next(filter(self._confirms, found), found[0])

    def _post(self, numbers: Sequence[int]) -> tuple[Reply, Any]:
        """Send POST with different bodies until one succeeds; return the last response and body."""
        create = self.family.create
        bodies = list(self.client.bodies(create, CREATE_ATTEMPTS)) or [OMITTED]
        for number in numbers:
            body = self._with_parents(bodies[number % len(bodies)])
            reply = self.client.send(create, self._parents, body, chosen_media(create))
            if reply.response.is_success:
                break
        return reply, body

    def _with_parents(self, body: Any) -> Any:
        """Return the body with the ids of the path, where it has the same names with values of the same type."""
        if not isinstance(body, dict):
            return body
        ids = {name: value for (location, name), value in self._parents.items() if location == "path"}
        return {**body, **{name: ids[name] for name in ids.keys() & body.keys() if type(ids[name]) is type(body[name])}}

    def _confirms(self, created: Created) -> bool:
        """Whether GET returns the item under this id."""
        reply = self._read(created)
        return reply.response.is_success and not self._unlike_sent(created, reply)

    def _unlike_sent(self, created: Created, reply: Reply) -> list[Mismatch]:
        """Return the values that were sent and are not in the item.

        They are not compared if a list was sent and one item was returned.
        """
        media = chosen_media(self.family.create)
        several = [one for one in levels(created.reply.json, None, self._names) if 0 in one.path]
        if isinstance(created.body, list) and not several:
            return []
        sent = levels(created.body, media.schema if media else None, self._names)
        return body_mismatches(sent, self._item(reply), self._unchecked(created))

    def _unchecked(self, created: Created) -> frozenset[str]:
        """Return the names that are not compared: of the id, and of parameters, which the path determines."""
        return frozenset({created.field, *self._names.strict, "id", *(name for _, name in self._parents)})

    def _no_id(self, reply: Reply) -> str:
        success = self.family.create.success
        location = any(one.name.lower() == "location" for one in (success.headers if success else ()))
        known = location or self._names.documented(response_schema(self.family.create))
        body = "no JSON" if reply.json is NO_JSON else display(reply.json)
        return f"no id in the response, which {'documents' if known else 'does not document'} one: {body}"

    def _listed_ids(self) -> set[str]:
        """Return the ids on the first page of the list."""
        if self.family.list is None:
            return set()
        items = list_items(next(pages(self.client, self.family.list, self._parents)).json)
        objects = [level.value for item in items for level in levels(item, None, self._names)]
        found = {str(pair[1]) for value in objects for pair in self._names.candidates(value)[:1]}
        return found | {str(item) for item in items if is_id(item)}

    # ------------------------------------------------------------------ get

    def _check_read(self, created: Created) -> Reply:
        reply = self._read(created)
        if not reply.response.is_success:
            self._steps.put("get", Outcome.FAILED, f"expected 2xx for {display(created.identifier)}, got {reply}")
            raise StopError
        if other := self._other_id(created, reply):
            self._steps.put("get", Outcome.WRONG, other)
            raise StopError
        self._steps.compared("get", self._unlike_sent(created, reply), Outcome.FAILED)
        return reply

    def _other_id(self, created: Created, reply: Reply) -> str:
        """Return a message if GET returned another item; ``""`` otherwise."""
        for level in self._item(reply):
            for name, value in self._names.candidates(level.value)[:1]:
                if name == created.field or plain(name) in self._names.strict:
                    same = same_id(value, created.identifier)
                    return "" if same else f"expected {name} {display(created.identifier)}, got {display(value)}"
        return ""

    # ------------------------------------------------------------------ list

    def _check_list(self, created: Created, item: Reply) -> bool:
        """Check that the list has the item, with the values of GET; return whether it has the item."""
        if self.family.list is None:
            return False
        if not documents_list(response_schema(self.family.list), self._item_schema, self._names):
            self._steps.put("list", Outcome.SKIPPED, "the document describes one item")
            return False
        found, detail = self._find(self.family.list, created)
        if found is None:
            self._steps.put("list", Outcome.SKIPPED if detail == NOT_JSON else Outcome.FAILED, detail)
            return False
        got = levels(*found, self._names)
        own = listed_levels(self._item(item), got, created.identifier, self._names)
        mismatches = body_mismatches(own, got, frozenset(), listed=True) if got else []
        self._steps.compared("list", mismatches, Outcome.WRONG, "unlike GET by id: ")
        return True

    def _find(self, operation: Operation, created: Created) -> tuple[Found | None, str]:
        matching = list_filters(operation, self.family, self._names, created)
        return find_created(self.client, operation, created, {**self._parents, **matching}, self._names)

    # ------------------------------------------------------------------ update

    def _check_update(self, created: Created, item: Reply) -> None:
        operation = self.family.update
        if operation is None:
            return None
        keys = natural_keys(self._item(item), created.identifier, self._names)
        skip = self._unchecked(created) | keys.keys()
        builder = UpdateBuilder(self.client, operation, self._names, self._item(item), skip)
        update = builder.build({**self._ids(created), **{plain(name): value for name, value in keys.items()}})
        if update is None or operation.success is None:
            return self._steps.put(
                "update", Outcome.SKIPPED, "no body that can be sent" if operation.success else NO_SUCCESS
            )
        values = {**self._at(created.identifier), **if_match(operation, item)}
        reply = self.client.send(operation, values, update.body, update.media)
        if not reply.response.is_success:
            return self._steps.put("update", Outcome.FAILED, f"{operation.method}: expected 2xx, got {reply}")
        self._steps.put("update", Outcome.OK)
        return self._check_updated(created, item, update)

    def _ids(self, created: Created) -> dict[str, Any]:
        """Return the ids that the body of an update repeats, by plain name."""
        ids = {plain(name): value for (location, name), value in self._parents.items() if location == "path"}
        own = (*self._names.strict, plain(created.field)) if created.field else self._names.strict
        return {**ids, **dict.fromkeys(own, created.identifier)}

    def _check_updated(self, created: Created, item: Reply, update: Update) -> None:
        reply = self._read(created)
        wrong = self._other_id(created, reply) if reply.response.is_success else f"expected 2xx, got {reply}"
        if wrong:
            return self._steps.put("get updated", Outcome.WRONG, wrong)
        if not update.changes:
            return self._steps.put("get updated", Outcome.SKIPPED, "no property that GET shows")
        kept = body_mismatches(update.levels, self._item(reply), self._unchecked(created))
        self._steps.compared("get updated", kept, Outcome.FAILED)
        method = self.family.update.method if self.family.update else ""
        lost = list(lost_values(update, self._item(item), self._item(reply))) if method == "PATCH" and not kept else []
        if lost:
            self._steps.put("get updated", Outcome.FAILED, lost[0])
        return None

    # ------------------------------------------------------------------ delete

    def _check_delete(self, created: Created, listed: bool) -> None:
        operation = self.family.delete
        if operation is None:
            return
        values = {**self._at(created.identifier), **if_match(operation, self._read(created))}
        body = next(self.client.bodies(operation, 1), OMITTED)
        reply = self.client.send(operation, values, body, chosen_media(operation))
        after = self._read(created)
        if reply.response.is_success and operation.success is not None:
            self._steps.put("delete", Outcome.OK)
            self._check_deleted(created, listed, after)
        elif not after.response.is_success:
            expected = f"DELETE: {reply}" if operation.success else f"{NO_SUCCESS}, DELETE: {reply}"
            self._steps.put("delete", Outcome.WRONG, f"{expected}, but the item is deleted: GET {after}")
        elif operation.success is None:
            self._steps.put("delete", Outcome.SKIPPED, NO_SUCCESS)
        else:
            self._steps.put("delete", Outcome.FAILED, f"expected 2xx, got {reply}")

    def _check_deleted(self, created: Created, listed: bool, after: Reply) -> None:
        marked = is_marked_deleted(after)
        gone = marked or is_gone(after, self.family.read)
        self._steps.put(
            "get deleted", Outcome.OK if gone else Outcome.FAILED, "" if gone else f"expected 404, got {after}"
        )
        still = self._find(self.family.list, created)[0] if self.family.list else None
        if self.family.list is None or not (listed or still):
            return
        if gone and still and not marked:
            self._steps.put("list deleted", Outcome.WRONG, "the list has the deleted item")
        elif not gone and not still:
            self._steps.put("list deleted", Outcome.WRONG, "the list does not have the item, but GET returns it")
        else:
            self._steps.put("list deleted", Outcome.OK)

    # ------------------------------------------------------------------ another item

    def _second(self, created: Created) -> tuple[Created, bytes] | Reply | None:
        """Create a second item; return it with the body of GET, or ``None`` if there is none to compare.

        If the client chose the same id again, POST may have replaced the first item: return the response to GET.
        """
        reply, body = self._post((2, 3, 1))
        found = candidates(self.family, self._names, reply, body) if reply.response.is_success else []
        second = next((one for one in found if one.field == created.field), None)
        if second is None:
            return None
        if same_id(second.identifier, created.identifier):
            if sends_id(body, second.identifier, self._names):
                again = self._read(created)
                return again if again.response.is_success else None
            self._steps.put(
                "others", Outcome.WRONG, f"a second POST returned the id {display(second.identifier)} again"
            )
            return None
        read = self._read(second)
        return (second, read.response.body) if read.response.is_success else None

    def _check_second(self, second: tuple[Created, bytes] | None) -> None:
        if second is None:
            return
        same = self._read(second[0]).response.body == second[1]
        detail = f"the item {display(second[0].identifier)} changed with another one"
        self._steps.put("others", Outcome.OK if same else Outcome.WRONG, "" if same else detail)


NO_SUCCESS = "no success is documented"
