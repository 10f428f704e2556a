"""The mutation score: what counts, what kills, and what neither does."""

from __future__ import annotations

import pytest

import contracts
from contracts.messages import Request
from contracts.transports.application import AsgiTransport
from mockserver.judges.judge import Alarm, Judge
from mockserver.mutants.mutant import Mutant, always
from mockserver.mutants.registry import chosen_mutants
from mockserver.score import Control, Game, Options, play
from tests.mockserver.kit import document, response

SCHEMA = {"type": "object", "required": ["size"], "properties": {"size": {"type": "integer"}}}


def contract():
    thing = {"get": {"operationId": "thing", "responses": {"200": response(SCHEMA)}}}
    return contracts.load(document({"/thing": thing}))


def judging(*checks):
    """A judge that sends one request, and raises an alarm for each check that the answer does not pass."""

    def judge(app, subject):
        transport = AsgiTransport(app)
        reply = transport.send(Request("GET", subject.operations[0].path))
        transport.close()
        for name, passes in checks:
            if not passes(reply):
                yield Alarm(name, subject.operations[0].id)

    return Judge("toy", judge)


def played(judge, *ids):
    return list(play(contract(), Options(chosen_mutants(ids), (judge,))))


STATUS = ("status", lambda reply: reply.status == 200)
FUSSY = ("fussy", lambda reply: reply.header("x-never-sent") is not None)


def test_the_correct_server_is_judged_first():
    control, game = played(judging(STATUS), "status-success-other")
    assert isinstance(control, Control)
    assert (control.alarms, control.requests) == ((), 1)
    assert isinstance(game, Game)


def test_an_alarm_kills():
    _, game = played(judging(STATUS), "status-success-other")
    verdict = game.verdicts["toy"]
    assert (verdict.killed, verdict.check, verdict.operation, verdict.requests) == (True, "status", "thing", 1)
    assert game.witness.method == "GET"


def test_a_test_that_says_nothing_lets_it_live():
    _, game = played(judging(STATUS), "number-as-text")
    assert not game.verdicts["toy"].killed


def test_an_alarm_of_the_correct_server_too_kills_nobody():
    control, alive, dead = played(judging(FUSSY, STATUS), "number-as-text", "status-success-other")
    assert control.alarms == (Alarm("fussy", "thing"),)
    assert not alive.verdicts["toy"].killed
    assert dead.verdicts["toy"].check == "status"


def test_without_a_witness_it_is_not_applicable():
    _, no_operation, no_answer = played(judging(STATUS), "stale-read", "format-uuid")
    assert no_operation.witness is None
    assert no_answer.witness is None
    assert no_operation.verdicts == no_answer.verdicts == {}


def test_a_crash_of_the_mutant_is_no_kill():
    def begin():
        requests = []

        async def fault(call):
            requests.append(call)
            if call.request.header("x-judge"):
                raise ZeroDivisionError
            return type(await call.forward())(418)

        return fault

    def judge(app, subject):
        transport = AsgiTransport(app)
        try:
            transport.send(Request("GET", "/thing", (("x-judge", "1"),)))
        except contracts.errors.TransportError:
            yield Alarm("no-answer", "thing")
        finally:
            transport.close()

    mutant = Mutant("x", "x", "status", "x.", always, begin)
    games = play(contract(), Options((mutant,), (Judge("toy", judge),)))
    assert next(games).alarms == ()
    with pytest.raises(ZeroDivisionError):
        next(games)


def test_state_is_fresh_for_each():
    """The same mutant twice: the second is played as the first was."""
    mutants = chosen_mutants(["twentieth-crashes"])
    _, first, second = play(contract(), Options((*mutants, *mutants), (judging(STATUS),)))
    assert first.witness == second.witness
    assert first.verdicts == second.verdicts


def test_one_api_only():
    assert list(play(contract(), Options((), (judging(STATUS),), api="another"))) == []
