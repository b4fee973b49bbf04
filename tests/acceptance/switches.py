"""Rules of the product that can be switched off in a test: each turns the row that needs it red."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import pytest

from gateway import effects
from models.casework import ladder, officer, sweep
from models.casework.case import Case
from models.casework.clocking import NOTICE, WATCH
from models.casework.effects import Alarmed, Decision, Taken
from models.casework.orders import carry_out
from models.casework.sop import CategoryRule, Sop
from models.casework.states import WORDS
from models.casework.turn import Turn, reply
from models.redaction import cut

Off = Callable[[pytest.MonkeyPatch], None]


@dataclass(frozen=True, slots=True)
class Switch:
    """One rule that can be taken away, and the row that cannot do without it."""

    name: str
    row: str
    off: Off


def _put(target: str, value: object) -> Off:
    """Return what puts *value* in the place of *target* (module.name, or module.Class.name)."""
    return lambda patch: patch.setattr(target, value)


def _each(*targets: str, value: object) -> Off:
    def off(patch: pytest.MonkeyPatch) -> None:
        for target in targets:
            patch.setattr(target, value)

    return off


def _nothing(*_given: object, **_named: object) -> tuple[()]:
    return ()


def _yes(*_given: object, **_named: object) -> bool:
    return True


def _no(*_given: object, **_named: object) -> bool:
    return False


def _act(clock: str) -> Off:
    """Return what lets the clock do nothing when *clock* wakes."""
    return lambda patch: patch.setitem(sweep._ACTS, clock, _nothing)


def _step(to: str) -> Off:
    """Return what leaves the step *to* of the ladder out."""
    address = ladder._address

    def without(step: Any, agency: str, case: Case) -> str:
        return "" if step.to == to else address(step, agency, case)

    return _put("models.casework.ladder._address", without)


def _category(**fields: object) -> Off:
    """Return what makes every category have *fields*."""
    rule = Sop.category

    def changed(self: Sop, code: str) -> CategoryRule:
        return replace(rule(self, code), **fields)  # type: ignore[arg-type]

    return _put("models.casework.sop.Sop.category", changed)


def _acknowledged(turn: Turn, *_given: object, **_named: object) -> object:
    return reply("TERIMA")


def _rings_once(case: Case, fact: sweep.AlarmFact, *_given: object) -> Decision:
    return Decision("alarm", (Alarmed(0, fact.number, None),), case)


def _untouched(text: str, *_given: object) -> str:
    return text


def _not_for_the_public(text: str, audience: str = "search") -> str:
    return text if audience == "public" else cut(text, audience)


def _at_once(turn: Turn, act: str, case: Case) -> Decision:
    order = officer._order(act, turn.reading.body, case, turn.reading.agency, turn.facts.into)
    done = carry_out(order, case, turn.facts.actor, turn.sop, turn.now)
    return officer._answered(done, act, case)


SWITCHES = (
    Switch("a coordinator's work screen", "A1", _put("models.worklist.sections", _nothing)),
    Switch("counting what says nothing", "A2", _put(
        "models.casework.abuse.ghost", lambda *_given: Decision("ticket"))),
    Switch("the alarm of the officers", "A5", _put(
        "models.casework.emergencies.raise_alarm", _nothing)),
    Switch("the answer that says 112", "A5", _put(
        "models.casework.report._acknowledge", _acknowledged)),
    Switch("TERIMA ends the alarm", "A5", lambda patch: patch.setitem(
        effects._WRITERS, Taken, _nothing)),
    Switch("the duty roster", "A9", _put(
        "gateway.recipients.on_duty", lambda found, *_given: tuple(one.id for one in found))),
    Switch("the next of the roster", "A9", _put("models.casework.sweep.alarm", _rings_once)),
    Switch("the agency of a category", "A7", _put(
        "models.casework.routing._by_category", _nothing)),
    Switch("news for the reporter", "A7", _put("models.casework.orders_assign.news", _nothing)),
    Switch("masking of the reporter's number", "A8", _put(
        "console.ticket_rows.masked", lambda store, sealed: store.keys.open_number(bytes(sealed)))),
    Switch("redaction for officers", "A8", _put("gateway.wording.cut", _untouched)),
    Switch("redaction of the copy", "A10", _put("models.redaction.cut", _not_for_the_public)),
    Switch("the refusal of an empty SELESAI", "A11", _put(
        "models.casework.orders_task.says", _yes)),
    Switch("closing after silence", "A11", _act("close")),
    Switch("the watch list", "A11", _act(WATCH)),
    Switch("the warning of ghosts", "A12", _put("models.casework.abuse.WARNED_AT", 99)),
    Switch("strikes", "A12", _put("models.cases.strikes", lambda *_given, **_named: 0)),
    Switch("the block", "A12", _put("models.casework.abuse.blocked", _no)),
    Switch("a threat is no prank", "A12", _put("models.casework.orders_case.threatens", _no)),
    Switch("ratings", "A13", _put(
        "models.casework.dialogue.rated", lambda _turn, case, _score: Decision("rated", (), case))),
    Switch("misspelt keywords", "B1", _put("parser.grammar.Grammar.meant", lambda *_given: "")),
    Switch("a SIM without keyword", "B2", _put("gateway.setting.Setting.requires", _yes)),
    Switch("the hotline of a category", "B3", _category(contact="")),
    Switch("the tracking id of SP4N-LAPOR", "B4", _put(
        "models.casework.orders_case._allowed", lambda name, _value: name != "lapor_id")),
    Switch("the law's deadline", "B5", _put(
        "models.casework.clocking._end_of", lambda *_given: "settle")),
    Switch("how a request ended", "B5", _put(
        "models.casework.orders_task.OUTCOMES", ("", "granted", "partly", "refused"))),
    Switch("agencies that help", "B6", _put(
        "models.casework.report.forward", _nothing)),
    Switch("the class of a term", "C5", _put("models.casework.clocking.reckoned", _nothing)),
    Switch("news of long-term matters", "C5", _act(NOTICE)),
    Switch("back to the coordinator", "C3", _put(
        "models.casework.orders_task.forward_again", _nothing)),
    Switch("the head hears of it", "C6", _step("head")),
    Switch("the assistant hears of it", "C6", _step("assistant")),
    Switch("the mayor hears of it", "C6", _step("mayor")),
    Switch("confidential categories", "C8", _put(
        "models.casework.report.level", lambda *_given: "biasa")),
    Switch("who is accused", "C8", _put("models.casework.report.accused", _nothing)),
    Switch("the accused gets nothing", "C8", _put(
        "models.casework.orders_assign._unfit", lambda *_given: "")),
    Switch("verified before it is assigned", "D3", _put(
        "models.casework.orders_assign._too_early", lambda *_given: "")),
    Switch("the note of the check", "D3", _put("models.casework.orders_case.note", _nothing)),
    Switch("routing by area", "D4", _put("models.casework.routing._by_area", _nothing)),
    Switch("officers hand up and down", "D4", _put(
        "models.casework.orders_assign._barred",
        lambda scene: "" if scene.actor.role == "coordinator" else "role")),
    Switch("the confidential line", "D6", _put(
        "models.casework.sop.Sop.confidentiality_on", lambda *_given: "biasa")),
    Switch("words both ways", "E1", _each(
        "models.casework.deeds.relay", "models.casework.orders_word.relay", value=_nothing)),
    Switch("deadlines wait for an answer", "E2", _put(
        "models.casework.clocking.pause", _nothing)),
    Switch("silence drops nothing", "E2", _act("answer")),
    Switch("two days to hand on", "E3", _put(
        "models.casework.clocking.opening", _nothing)),
    Switch("lateness is told", "E4", _put("models.casework.ladder.due_steps", _nothing)),
    Switch("follow-ups are told", "E5", _put("models.casework.orders_task.news", _nothing)),
    Switch("yellow for what is at work", "E8", lambda patch: patch.setitem(
        WORDS, "in_progress", WORDS["new"])),
    Switch("no code, no SELESAI", "P1", _put("models.casework.officer._ask_code", _at_once)),
    Switch("the second is told", "P2", _put(
        "models.casework.orders_task._meant", lambda scene: ("agency", scene.task()))),
    Switch("a task of one's own", "P3", _put(
        "models.casework.scene.Scene.stranger", lambda _self: "")),
    Switch("one command an SMS", "P7", _put("models.casework.officer._several", _no)),
    Switch("the reporters of a merged ticket", "P9", _put(
        "gateway.recipients._together", lambda _tx, case: (case.id,))),
    Switch("enumeration goes silent", "W2", _put("models.casework.citizen.MISSES_AN_HOUR", 99)),
    Switch("who wants no news gets none", "W4", _put("gateway.tell._wants", _yes)),
    Switch("silence where an answer endangers", "W5", _put(
        "models.casework.report.quiet", _no)),
    Switch("joining what is alike", "W6", _put("models.casework.incidents.join", _nothing)),
)  # fmt: skip
"""What each switch takes away."""
