"""The checker finds each fault that a gateway can have, and nothing in a clean run."""

import ast
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from tests import checker
from tests.checker import Limits, check

ONE, TWO = "+6281234567890", "+6281234567891"


@dataclass
class Run:
    """A clean run of two complaints, one of two parts; tests break it."""

    truth: list[dict[str, Any]] = field(default_factory=list)
    tickets: list[dict[str, Any]] = field(default_factory=list)
    inbox: list[dict[str, Any]] = field(default_factory=list)
    outbox: list[dict[str, Any]] = field(default_factory=list)

    def offer(self, name: str, sender: str, text: str, parts: int = 1) -> None:
        self.tell("offered", id=name, text=text, parts=parts, **{"from": sender})
        for part in range(1, parts + 1):
            slot = len(self.truth)
            for fact in ("stored", "read", "deleted"):
                self.tell(fact, id=name, part=part, slot=slot)

    def tell(self, fact: str, **fields: object) -> None:
        self.truth.append({"fact": fact, "t": float(len(self.truth)), **fields})

    def reply(self, number: str, text: str) -> None:
        self.tell("mt", to=number, text=text, parts=1, seq=len(self.truth), pdu="", reference=1)

    def ticket(self, number: int, text: str) -> None:
        self.tickets.append({"number": number, "text": text, "state": "new"})

    def forget(self, fact: str, name: str) -> None:
        self.truth = [
            f for f in self.truth if not (f["fact"] == fact and f.get("id", f.get("to")) == name)
        ]


@pytest.fixture
def run() -> Run:
    made = Run()
    made.offer("m1", ONE, "SURGA lampu mati uji000001x")
    made.offer("m2", TWO, "SURGA jalan rusak uji000002x " + "panjang " * 20, parts=2)
    made.ticket(1000009, "lampu mati uji000001x")
    made.ticket(1000018, "jalan rusak UJI000002X")
    made.reply(ONE, "laporan diterima, no tiket 1000009.")
    made.reply(TWO, "laporan diterima, no tiket 1000018.")
    made.inbox = [{"id": 1, "state": "done", "ticket": 1000009}]
    made.outbox = [{"id": 1, "state": "sent", "ticket": 1000009}]
    return made


def result(run: Run, limits: Limits | None = None) -> checker.Report:
    limits = limits or Limits()
    return check(run.truth, run.tickets, run.inbox, run.outbox, limits)


def test_clean_run_breaks_nothing(run: Run) -> None:
    report = result(run, Limits(settled=True))
    assert report.violations() == []
    assert (report.offered, report.complete, report.tickets, report.replies) == (2, 2, 2, 2)
    assert report.replies_per_ticket == {"1": 2}


def lose(run: Run) -> None:
    run.tickets.pop()
    run.inbox.clear()


def leave_on_sim(run: Run) -> None:
    run.forget("deleted", "m1")
    run.tickets.pop(0)
    run.inbox.clear()
    run.outbox.clear()


def delete_unread(run: Run) -> None:
    run.forget("read", "m1")


def make_two_tickets(run: Run) -> None:
    run.ticket(1000027, "lampu mati uji000001x")
    run.reply(ONE, "laporan diterima, no tiket 1000027.")


def make_two_of_a_copy(run: Run) -> None:
    run.tell("duplicated", id="m1", part=1)
    make_two_tickets(run)


def invent_ticket(run: Run) -> None:
    run.ticket(1000027, "uji999999x")


def name_no_ticket(run: Run) -> None:
    run.outbox.append({"id": 2, "state": "sent", "ticket": 7777777})


def reply_twice(run: Run) -> None:
    run.reply(ONE, "laporan diterima, no tiket 1000009.")


def reply_never(run: Run) -> None:
    run.forget("mt", ONE)


def reply_to_another(run: Run) -> None:
    reply_never(run)
    run.reply(TWO, "laporan diterima, no tiket 1000009.")


@pytest.mark.parametrize(
    ("harm", "found"),
    [
        (lose, ["lost"]),
        (leave_on_sim, ["lost"]),
        (delete_unread, ["deleted_unread"]),
        (make_two_tickets, ["duplicate_tickets"]),
        (make_two_of_a_copy, ["duplicate_tickets"]),
        (invent_ticket, ["ghosts"]),
        (name_no_ticket, ["dangling"]),
        (reply_twice, ["duplicate_replies"]),
        (reply_never, ["unanswered"]),
        (reply_to_another, ["unanswered"]),
    ],
)
def test_each_fault_is_found_and_named(
    run: Run, harm: Callable[[Run], None], found: list[str]
) -> None:
    harm(run)
    assert result(run).violations() == found


def test_lost_message_is_told_from_one_that_is_on_the_sim(run: Run) -> None:
    lose(run)
    assert [entry["where"] for entry in result(run).lost] == ["deleted by the host"]
    again = Run(run.truth, [], [], [])
    again.forget("deleted", "m1")
    assert {entry["id"]: entry["where"] for entry in result(again).lost} == {
        "m1": "on the SIM",
        "m2": "deleted by the host",
    }


def test_message_that_lacks_a_part_is_not_lost(run: Run) -> None:
    run.tickets.pop()
    run.truth = [f for f in run.truth if (f.get("id"), f.get("part")) != ("m2", 2)]
    report = result(run)
    assert (report.violations(), report.incomplete) == ([], ["uji000002x"])


def test_two_tickets_of_a_copied_message_can_be_allowed(run: Run) -> None:
    make_two_of_a_copy(run)
    report = result(run, Limits(copies=True))
    assert report.violations() == []
    assert len(report.copied) == 1


def test_kills_allow_so_many_copies_but_never_three_of_one(run: Run) -> None:
    reply_twice(run)
    assert result(run, Limits(kills=1)).violations() == []
    reply_twice(run)
    assert result(run, Limits(kills=5)).violations() == ["duplicate_replies"]


def test_tickets_beyond_the_budget_may_wait_for_their_answer(run: Run) -> None:
    for number in range(3, 25):
        run.offer(f"m{number}", ONE, f"SURGA uji{number:06d}x")
        run.ticket(2_000_000 + number, f"uji{number:06d}x")
        if number <= 21:
            run.reply(ONE, f"no tiket {2_000_000 + number}")
    assert result(run).violations() == []
    assert result(run, Limits(acks=21)).unanswered[0]["missing"] == 1


def test_open_rows_are_counted_and_refused_when_all_must_be_settled(run: Run) -> None:
    run.outbox.append({"id": 2, "state": "unknown", "ticket": 1000009})
    run.inbox.append({"id": 2, "state": "new", "ticket": None})
    assert result(run).waiting == 2
    assert result(run, Limits(settled=True)).unsettled == ["inbox 2: new", "outbox 2: unknown"]


@pytest.mark.parametrize("broken", [False, True])
def test_program_prints_json_and_exits_by_what_it_found(
    run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str], *, broken: bool
) -> None:
    if broken:
        lose(run)
    arguments = []
    for name in ("truth", "tickets", "inbox", "outbox"):
        path = tmp_path / name
        path.write_text("".join(json.dumps(row) + "\n" for row in getattr(run, name)))
        arguments += [f"--{name}", str(path)]
    with (tmp_path / "truth").open("a") as log:
        log.write('{"fact": "sto')  # the simulator was killed
    assert checker.main(arguments) == int(broken)
    shown = json.loads(capsys.readouterr().out)
    assert shown["ok"] is not broken
    assert shown["violations"] == (["lost"] if broken else [])


def test_damaged_line_in_the_middle_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "truth").write_text('{"fact": "sto\n{}\n')
    with pytest.raises(ValueError, match="Unterminated"):
        checker.read(tmp_path / "truth")


def test_checker_knows_nothing_of_the_product() -> None:
    tree = ast.parse(Path(checker.__file__).read_text(encoding="utf-8"))
    names = {
        (node.module or "") if isinstance(node, ast.ImportFrom) else node.names[0].name
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
    }
    ours = {"gateway", "models", "parser", "console", "cli", "tests"}
    assert not {name.split(".")[0] for name in names} & ours
