"""Coordinators and agencies at the terminal: who may do what, and what each is told."""

import json
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cityhall import KENTONGAN
from tests.deskhand import OFFICERS, REPORTER, DeskHand, enlist, staffed

ORDER_KEYS = "number verb outcome refused notes state agency due by at"


@pytest.fixture
def hand(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Iterator[DeskHand]:
    yield staffed(tmp_path / "hall", monkeypatch, capsys.readouterr)


def test_a_report_goes_from_new_to_closed_by_two_people(hand: DeskHand) -> None:
    number = hand.report("lampu mati di Jl Veteran depan SD 3")
    assert hand.ok("sari", "ticket", "verify", number, "dicek RT").out.startswith(
        f"ticket {number}: verified, until "
    )
    assert "DISHUB" in hand.ok("sari", "ticket", "assign", number, "--suggested").out
    assert hand.ok("tono", "ticket", "accept", number).out.startswith(f"ticket {number}: accepted")
    hand.ok("tono", "ticket", "progress", number, "regu A berangkat")
    assert hand.ok("tono", "ticket", "done", number, "lampu diganti").out == (
        f"ticket {number}: done\n"
    )
    hand.ok("sari", "ticket", "close", number)
    assert hand.ok("sari", "ticket", "show", number, "--json").row["state"] == "closed"
    assert hand.texts(number)[0] == "TERIMA"
    assert {"DISPOSISI", "PROSES", "SELESAI", "TUTUP_OK"} <= set(hand.texts(number))
    assert [verb for verb in hand.events(number) if verb != "stopped"] == [
        "opened", "verified", "assigned", "accepted", "progressed", "done", "closed",
    ]  # fmt: skip


def test_every_order_prints_one_object_with_stable_keys(hand: DeskHand) -> None:
    number = hand.assigned()
    done = hand.ok("tono", "ticket", "progress", number, "dikerjakan", "--json").row
    assert " ".join(done) == ORDER_KEYS
    assert (done["outcome"], done["refused"], done["agency"]) == ("progressed", "", "DISHUB")
    told = hand("tono", "ticket", "verify", number, "--json")
    assert (told.code, told.row["refused"], " ".join(told.row)) == (1, "role", ORDER_KEYS)
    new = hand.ok("sari", "ticket", "new", "--channel", "wa", "sampah menumpuk", "--json").row
    assert " ".join(new) == f"{ORDER_KEYS} channel"


@pytest.mark.parametrize(
    "words",
    [
        ["ticket", "verify", "N"],
        ["ticket", "note", "N", "x"],
        ["ticket", "new", "--channel", "wa", "jalan lubang"],
        ["officer", "add", "081234567890", "DISHUB", "--name", "Budi"],
        ["officer", "end", "1", "--yes"],
        ["incident", "split", "N"],
        ["call", "tally", "ghost"],
        ["staff", "add", "rini", "--role", "admin"],
    ],
)
@pytest.mark.parametrize("who", ["orang", "joni"])
def test_who_is_not_of_the_staff_and_a_viewer_only_read(
    hand: DeskHand, who: str, words: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    number = hand.report()
    before = hand.sql("SELECT COUNT(*) FROM event")
    monkeypatch.setattr("console.desk._owns", lambda *_: False)
    told = hand(who, *(number if word == "N" else word for word in words))
    assert (told.code, told.out) == (1, "")
    assert told.err.startswith(f"kentongan: {who}: ")
    assert hand.sql("SELECT COUNT(*) FROM event") == before
    assert hand(who, "ticket", "show", number).code == 0


def test_until_there_is_an_admin_the_owner_says_who_acts(
    hand: DeskHand, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert hand("sari", "staff", "add", "x", "--role", "viewer").code == 0  # as the owner's user
    monkeypatch.setattr("console.desk._owns", lambda *_: False)
    refused = hand("sari", "staff", "add", "y", "--role", "viewer")
    assert (refused.code, refused.err) == (
        1, "kentongan: sari: coordinator; this is for admin\n",
    )  # fmt: skip
    monkeypatch.undo()
    hand.patch = monkeypatch
    hand.ok("root", "staff", "add", "rini", "--role", "admin")
    assert hand("root", "staff", "add", "z", "--role", "viewer").code == 1
    hand.ok("rini", "staff", "end", "x")
    hand.ok("rini", "staff", "end", "rini")
    hand.ok("root", "staff", "add", "z", "--role", "viewer")
    rows = hand.ok("joni", "staff", "list", "--all", "--json").rows
    assert " ".join(rows[0]) == "login role agency officer created_at until_at"
    assert {row["login"]: row["until_at"] is None for row in rows} == {
        "joni": True, "rini": False, "sari": True, "tono": True, "wati": True, "x": False,
        "z": True,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["add", "x y", "--role", "viewer"], 2, "'x y' is not a login"),
        (["add", "x", "--role", "agency"], 2, "--agency belongs to --role agency"),
        (["add", "x", "--role", "viewer", "--agency", "DISHUB"], 2, "--agency belongs to"),
        (["add", "x", "--role", "agency", "--agency", "DISHUP"], 1, "did you mean DISHUB?"),
        (["add", "x", "--role", "king"], 2, "'king' is not one of"),
        (["add", "sari", "--role", "coordinator"], 1, "sari: has this role already"),
        (["end", "nobody"], 1, "nobody: not of the staff"),
        (["nonsense"], 2, "nonsense"),
    ],
)
def test_staff_is_told_what_is_wrong(
    hand: DeskHand, words: list[str], code: int, said: str
) -> None:
    told = hand("root", "staff", *words)
    assert (told.code, told.err.count("\n")) == (code, 1), told
    assert said in told.err


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["frobnicate", "N"], 2, "no such command 'frobnicate'; one of list, search"),
        (["verify"], 2, "Missing argument 'NUMBER'"),
        (["verify", "1234"], 1, "ticket 1234: not found"),
        (["verify", "x"], 1, "ticket x: not found"),
        (["reject", "N", "milik PLN"], 2, "this needs --yes where nobody can be asked"),
        (["archive", "N", "--reason", "boring", "--yes"], 2, "'boring' is not one of"),
        (["merge", "N", "1234567", "--yes"], 1, "ticket 1234567: not found"),
        (["merge", "N", "N", "--yes"], 1, "it is so already"),
        (["assign", "N"], 2, "which agency? name it or give --suggested; proposed: DISHUB (cat"),
        (["assign", "N", "DISHUBB"], 1, "agency 'DISHUBB': unknown; did you mean DISHUB?"),
        (["assign", "N", "DISHUB"], 1, "not verified yet"),
        (["progress", "N", "x"], 1, "no such agency or task"),
        (["done", "N"], 1, "a text is needed"),
        (["close", "N"], 1, "is new; possible from: done"),
        (["resume", "N"], 1, "is new"),
        (["answer", "N", "x"], 1, "is new"),
        (["set", "N"], 1, "not a value of its own: nothing to set"),
        (["set", "N", "--grade", "huge"], 1, "not a value of its own: --grade"),
        (["set", "N", "--area", "Atlantis"], 1, "area 'Atlantis': unknown"),
        (["set", "N", "--urgency", "x"], 2, "'x' is not one of"),
        (["extend", "N", "x"], 1, "is new"),
        (["watch", "N", "2020-01-01"], 1, "a day to come is needed"),
        (["list", "--area", "Atlantis"], 1, "area 'Atlantis': unknown"),
        (["list", "--agency", "X"], 1, "agency 'X': unknown"),
        (["list", "--since", "tomorrow"], 1, "'tomorrow' is not a day such as 2026-11-22"),
        (["list", "--channel", "fax"], 2, "'fax' is not one of"),
        (["search", "??"], 1, "'??': no letter or digit to search for"),
        (["new", "x"], 2, "--channel: one of wa, web, phone, ig, walk_in"),
        (["new", "--channel", "wa", "..."], 2, "the report has no words"),
        (["new", "--channel", "wa", "x", "--number", "budi"], 1, "--number: not a phone number"),
    ],
)
def test_a_coordinator_is_told_in_one_line_what_is_wrong(
    hand: DeskHand, words: list[str], code: int, said: str
) -> None:
    number = hand.report()
    told = hand("sari", "ticket", *(number if word == "N" else word for word in words))
    assert (told.code, told.out, told.err.count("\n")) == (code, "", 1), told
    assert said in told.err
    assert hand.ok("sari", "ticket", "show", number, "--json").row["state"] == "new"


def test_another_agencys_ticket_reads_like_none_and_the_try_is_kept(hand: DeskHand) -> None:
    number = hand.assigned()
    for words in (["show"], ["progress"], ["done"], ["note"], ["copy"], ["verify"]):
        told = hand("wati", "ticket", *words, number, *(["x"] if len(words[0]) == 4 else []))
        if words[0] in {"show", "copy"}:
            told = hand("wati", "ticket", *words, number)
        none = hand("wati", "ticket", *words, "1234566")
        assert (told.code, told.out) == (1, "")
        assert told.err == f"kentongan: ticket {number}: not found among those of DLHKP\n"
        assert none.err == told.err.replace(number, "1234566")
    assert hand.ok("wati", "ticket", "list", "--json").rows == []
    assert hand.ok("wati", "ticket", "search", "lampu", "--json").rows == []
    assert hand("wati", "ticket", "list", "--agency", "DISHUB").code == 1
    assert hand.events(number).count("refused") >= 3


def test_the_second_of_two_is_told_what_the_first_did(hand: DeskHand) -> None:
    number = hand.assigned()
    hand.ok("tono", "ticket", "done", number, "lampu diganti")
    hand.wait(minutes=5)
    told = hand("sari", "ticket", "done", number, "lampu sudah diganti")
    assert told.err == (
        f"kentongan: ticket {number}: is done already; by staff:tono at 23-11 09:00;"
        " possible from: new, waiting for answer, verified, assigned, in progress\n"
    )
    late = hand("sari", "ticket", "done", number, "x", "--json").row
    assert (late["refused"], late["by"], late["state"]) == ("state", "staff:tono", "done")
    assert hand.texts(number).count("SELESAI") == 1


def test_of_two_processes_at_once_one_acts_and_one_is_told(hand: DeskHand) -> None:
    number = hand.assigned()
    running = [
        subprocess.Popen(
            [*KENTONGAN, "--language", "en", "ticket", "done", number, f"hasil {who}"],
            cwd=hand.hall.folder,
            env=hand.hall.environ({"SUDO_USER": who}),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for who in ("sari", "tono")
    ]
    ends = [(*child.communicate(timeout=60), child.returncode) for child in running]
    (won,) = [out for out, _err, code in ends if code == 0]
    (lost,) = [err for _out, err, code in ends if code == 1]
    assert won == f"ticket {number}: done\n"
    assert re.match(rf"kentongan: ticket {number}: is done already; by staff:(sari|tono) at ", lost)
    assert hand.texts(number).count("SELESAI") == 1


def test_nothing_of_a_closed_ticket_changes(hand: DeskHand) -> None:
    number = hand.report()
    hand.ok("sari", "ticket", "archive", number, "--reason", "test", "--yes")
    for words in (
        ["verify", number], ["assign", number, "DISHUB"], ["progress", number, "x"],
        ["hold", number], ["mark-prank", number, "--yes"], ["cancel", number, "--yes"],
        ["archive", number, "--reason", "test", "--yes"], ["reject", number, "x", "--yes"],
    ):  # fmt: skip
        told = hand("sari", "ticket", *words)
        assert (told.code, "archived" in told.err) == (1, True), told
    hand.ok("sari", "ticket", "note", number, "tetap boleh dicatat")
    hand.ok("sari", "ticket", "reopen", number)


def test_a_list_from_standard_input_is_worked_off_to_its_end(hand: DeskHand) -> None:
    first, second = hand.report(), hand.report("sampah menumpuk di pasar")
    listed = hand.ok("sari", "ticket", "list", "--state", "new", "--json").out
    assert len(listed.splitlines()) == 2
    told = hand("sari", "ticket", "verify", "-", given=f"{listed}\n1234566 x\n{{bad\n")
    assert told.code == 1
    assert told.out.splitlines()[0].startswith(f"ticket {second}: verified")
    assert told.out.splitlines()[1].startswith(f"ticket {first}: verified")
    assert told.err.splitlines() == [
        "kentongan: ticket 1234566: not found",
        "kentongan: ticket {bad: not found",
    ]
    words = ("ticket", "archive", "-", "--reason", "test", "--json")
    assert hand("sari", *words, given=first).code == 2
    rows = hand("sari", *words, "--yes", given=f"{first}\n9\n").rows
    assert [row["refused"] for row in rows] == ["", "not_found"]
    assert hand("sari", "ticket", "note", "-", "-", given="1").code == 2


def test_text_can_come_from_standard_input(hand: DeskHand) -> None:
    words = ("ticket", "new", "--channel", "web", "-", "--json")
    number = str(
        hand.ok("sari", *words, given="pohon tumbang di Mojoroto\nbesar sekali\n").row["number"]
    )
    shown = hand.ok("sari", "ticket", "show", number, "--json").row
    assert (shown["category"], shown["channel"], shown["area"]) == (
        "pohon", "web", "35.71.01.1011",
    )  # fmt: skip
    hand.ok("sari", "ticket", "note", number, "-", given="baris satu\nbaris dua\n")
    events = hand.ok("sari", "ticket", "show", number, "--json").row["events"]
    assert events[-1]["notes"] == [{"kind": "officer", "text": "baris satu\nbaris dua"}]


def test_what_is_solved_already_is_one_command(hand: DeskHand) -> None:
    words = ("ticket", "new", "--channel", "walk_in", "KTP hilang", "--number", REPORTER)
    told = hand.ok("sari", *words, "--done", "diarahkan ke Dukcapil", "--lapor-id", "L1", "--json")
    number = str(told.row["number"])
    assert told.row["state"] == "done"
    assert hand.texts(number) == ["SELESAI"]
    shown = hand.ok("sari", "ticket", "show", number, "--json").row
    assert (shown["lapor_id"], shown["contact"]) == ("L1", "+62812******88")


def test_a_report_that_cannot_be_ended_is_not_opened_either(hand: DeskHand) -> None:
    words = ("ticket", "new", "--channel", "web", "minta data anggaran", "--type")
    told = hand("sari", *words, "permintaan_info", "--done", "sudah dijawab")
    assert (told.code, "--outcome says how it ended" in told.err) == (1, True)
    told = hand("tono", "ticket", "new", "--channel", "web", "lampu mati", "--done", "x")
    assert told.code == 1
    assert hand.sql("SELECT COUNT(*) FROM ticket") == [(0,)]
    hand.ok("sari", *words, "permintaan_info", "--done", "sudah", "--outcome", "granted")
    hand.ok("tono", "ticket", "new", "--channel", "walk_in", "lampu mati")


def test_secret_reports_are_numbers_only(hand: DeskHand) -> None:
    number = hand.report("lurah minta uang lima juta untuk surat", "--confidentiality", "rahasia")
    words = ["uang", "juta", "lurah"]
    for who in ("sari", "tono", "joni", "orang"):
        for command in (["ticket", "list"], ["ticket", "show", number], ["work"],
                        ["ticket", "list", "--json"], ["ticket", "show", number, "--json"],
                        ["ticket", "search", "uang"], ["outbox", "list"]):  # fmt: skip
            told = hand(who, *command)
            assert not [word for word in words if word in told.out], (who, command)
            assert "+62" not in told.out or command[0] == "outbox"
    assert hand("sari", "ticket", "copy", number).err == (
        f"kentongan: ticket {number}: secret (rahasia): it cannot be shared\n"
    )
    row = hand.ok("joni", "ticket", "list", "--json").row
    assert (row["category"], row["area"], row["contact"]) == ("", "", None)
    assert hand.ok("sari", "ticket", "list", "--json").row["category"] == "pungli"


def test_no_number_or_name_of_a_reporter_is_ever_printed(hand: DeskHand) -> None:
    text = "lampu mati, nama saya Budi Hartono hub 081299998888 NIK 3571010101800001 di Jl Veteran"
    number = hand.assigned(text)
    hand.ok("tono", "ticket", "progress", number, "sudah telepon 081299998888")
    outputs = [
        hand(who, *words).out
        for who in ("sari", "tono", "joni", "orang")
        for words in (
            ["ticket", "list"], ["ticket", "list", "--json"], ["ticket", "show", number],
            ["ticket", "show", number, "--json"], ["ticket", "copy", number], ["work"],
            ["work", "--json"], ["officer", "list", "--json"], ["outbox", "list", "--json"],
            ["ticket", "search", "lampu"],
        )
    ]  # fmt: skip
    said = "".join(outputs)
    assert "lampu mati" in said
    for secret in ("99998888", "3571010101800001", "Hartono", "1299998"):
        assert secret not in said
    assert "+62812******88" not in hand("tono", "ticket", "show", number).out
    assert "+62812******88" in hand("sari", "ticket", "show", number).out


def test_the_address_is_for_who_works_on_it(hand: DeskHand) -> None:
    number = hand.assigned("lampu mati di Jl Veteran No 12 RT 2 RW 3")
    assert "No 12" in hand("tono", "ticket", "show", number).out
    assert "No 12" in hand("sari", "ticket", "show", number).out
    for who, words in (("joni", "show"), ("orang", "show"), ("sari", "copy"), ("tono", "copy")):
        assert "No 12" not in hand(who, "ticket", words, number).out


def test_text_to_copy_is_a_block_without_personal_data(hand: DeskHand) -> None:
    number = hand.assigned("lampu mati di Bandar Lor hub 081299998888")
    assert hand.ok("tono", "ticket", "copy", number).out == (
        f"Ticket: {number} (LAPOR MBAK WALI 112)\nState: assigned\nCategory: pju\n"
        "Area: Bandar Lor\nAgency: DISHUB, 30-11-2026 16:00\n"
        "Report: lampu mati di Bandar Lor hub [telepon]\n"
    )


def test_questions_and_answers_go_through_the_desk(hand: DeskHand) -> None:
    number = hand.assigned()
    hand.ok("tono", "ticket", "ask", number, "di depan toko apa?")
    shown = hand.ok("sari", "ticket", "show", number, "--json").row
    assert (shown["state"], shown["late"]) == ("held", False)
    assert all(one["paused_since"] for one in shown["clocks"] if one["name"] != "answer"
               and one["met_at"] is None)  # fmt: skip
    hand.ok("sari", "ticket", "answer", number, "depan Sumber Jaya")
    assert hand.ok("tono", "ticket", "show", number, "--json").row["state"] == "assigned"
    hand.ok("sari", "ticket", "hold", number)
    hand.ok("sari", "ticket", "resume", number)
    hand.ok("sari", "ticket", "tell", number, "petugas datang besok")
    assert {"TANYA", "LENGKAPI", "KABAR"} <= set(hand.texts(number))


def test_agencies_are_named_by_any_spelling_and_help_each_other(hand: DeskHand) -> None:
    number = hand.report()
    hand.ok("sari", "ticket", "verify", number)
    told = hand.ok(
        "sari", "ticket", "assign", number, "dishub", "--support", "dlhkp,PUPR", "--note", "segera",
        "--json",
    )  # fmt: skip
    assert told.row["agency"] == "DISHUB"
    row = hand.ok("wati", "ticket", "list", "--json").row
    assert (row["agency"], row["support"]) == ("DISHUB", ["DLHKP", "PUPR"])
    waits = hand.ok("tono", "ticket", "done", number, "bagian kami beres")
    assert waits.out.endswith(", DLHKP, PUPR work on it still\n")
    told = hand("sari", "ticket", "assign", number, "DLHKP", "--support", "DINSOS,,", "--json")
    assert told.row["agency"] == "DLHKP"


def test_an_agency_hands_back_and_the_coordinator_ends_what_is_not_ours(hand: DeskHand) -> None:
    number = hand.assigned()
    hand.ok("tono", "ticket", "return", number, "jalan provinsi")
    shown = hand.ok("sari", "ticket", "show", number, "--json").row
    assert (shown["state"], shown["agency"], shown["tasks"][0]["state"]) == (
        "verified", "", "returned",
    )  # fmt: skip
    hand.ok("sari", "ticket", "reject", number, "milik provinsi", "--yes")
    assert hand.texts(number)[-1] == "TOLAK"
    assert "seen" not in hand("tono", "ticket", "show", number).err


def test_two_tickets_become_one(hand: DeskHand) -> None:
    first, second = hand.report(), hand.report("lampu padam Jl Veteran")
    hand.ok("sari", "ticket", "merge", second, first, "--yes")
    shown = hand.ok("sari", "ticket", "show", second, "--json").row
    assert (shown["state"], shown["merged_into"]) == ("merged", int(first))
    told = hand("sari", "ticket", "merge", first, second, "--yes")
    assert "the other one was merged into this one" in told.err


def test_fields_are_set_all_or_none(hand: DeskHand) -> None:
    number = hand.report()
    hand.ok(
        "sari", "ticket", "set", number, "--category", "jalan", "--area", "Bandar Lor", "--grade",
        "field_check", "--term", "long", "--lapor-id", "LAPOR-77", "--silent",
    )  # fmt: skip
    shown = hand.ok("sari", "ticket", "show", number, "--json").row
    assert [shown[key] for key in ("category", "area", "grade", "term", "lapor_id")] == [
        "jalan", "35.71.01.1001", "field_check", "long", "LAPOR-77",
    ]  # fmt: skip
    told = hand("sari", "ticket", "set", number, "--category", "pju", "--grade", "huge")
    assert told.code == 1
    assert hand.ok("sari", "ticket", "show", number, "--json").row["category"] == "jalan"
    assert "nothing is ever sent back" in hand("sari", "ticket", "tell", number, "halo").err
    needs = hand("sari", "ticket", "set", number, "--confidentiality", "biasa")
    assert (needs.code, "--yes" in needs.err) == (2, True)
    hand.ok("sari", "ticket", "set", number, "--no-silent", "--confidentiality", "rahasia")


def test_a_prank_is_marked_and_its_sender_blocked_and_unblocked(hand: DeskHand) -> None:
    number = hand.report()
    hand.ok("sari", "ticket", "mark-prank", number, "tidak ada", "--yes")
    assert hand.texts(number)[-1] == "PRANK"
    assert hand("sari", "ticket", "block", number).code == 2
    hand.ok("sari", "ticket", "block", number, "--yes")
    assert hand.sql("SELECT COUNT(*) FROM contact WHERE blocked_until IS NOT NULL") == [(1,)]
    hand.ok("sari", "ticket", "unblock", number)
    assert hand.sql("SELECT COUNT(*) FROM contact WHERE blocked_until IS NOT NULL") == [(0,)]
    silent = hand.report("lampu mati lagi")
    hand.ok("sari", "ticket", "release", silent, "--yes")
    hand.ok("sari", "ticket", "cancel", silent, "--yes")


# ---------------------------------------------------------------- lists


def numbers(hand: DeskHand, who: str, *words: str) -> set[str]:
    return {str(row["number"]) for row in hand.ok(who, "ticket", *words, "--json").rows}


def test_lists_are_narrowed_by_every_filter(hand: DeskHand) -> None:
    lamp = hand.assigned("lampu mati di Bandar Lor")
    hand.wait(days=3)
    rubbish = str(
        hand.ok("sari", "ticket", "new", "--channel", "wa", "sampah di Pojok", "--json").row[
            "number"
        ]
    )
    fire = str(
        hand.ok("sari", "ticket", "new", "--channel", "ig", "tolong kebakaran rumah", "--json").row[
            "number"
        ]
    )
    everything = {lamp, rubbish, fire}
    for words, found in (
        ([], everything),
        (["--state", "assigned"], {lamp}),
        (["--state", "assigned", "--state", "new"], everything),
        (["--state", "open"], everything),
        (["--agency", "dishub"], {lamp}),
        (["--area", "Bandar Lor"], {lamp}),
        (["--area", "Mojoroto"], everything - {fire}),
        (["--category", "sampah"], {rubbish}),
        (["--urgency", "darurat"], {fire}),
        (["--channel", "wa"], {rubbish}),
        (["--since", "2026-11-24"], {rubbish, fire}),
        (["--since", "1d"], {rubbish, fire}),
        (["--until", "2026-11-25"], {lamp}),
        (["--since", "today", "--until", "today"], {rubbish, fire}),
        (["--mine"], {rubbish, fire}),
        (["--mine", "--state", "assigned"], set()),
        (["--late"], set()),
        (["--limit", "1"], {fire}),
        (["--after", rubbish], {lamp}),
    ):
        if words[1:] == ["Mojoroto"]:
            continue  # a kecamatan and a kelurahan are called so: both are meant
        assert numbers(hand, "sari", "list", *words) == found, words
    assert numbers(hand, "sari", "list", "--area", "35.71.01") == {lamp, rubbish}
    assert numbers(hand, "sari", "search", "lampu", "bandar") == {lamp}
    assert numbers(hand, "sari", "search", "samp*", "--channel", "wa") == {rubbish}
    assert numbers(hand, "sari", "search", "lampu", "sampah") == set()
    assert numbers(hand, "tono", "list", "--mine") == {lamp}
    hand.wait(days=30)
    assert lamp in numbers(hand, "sari", "list", "--late")
    assert numbers(hand, "tono", "list", "--late") == {lamp}


def test_the_work_screen_says_what_waits_for_whom(hand: DeskHand) -> None:
    def counts(who: str) -> dict[str, int]:
        rows = hand.ok(who, "work", "--json").rows
        assert [" ".join(row) for row in rows] == ["section count rows"] * len(rows)
        return {row["section"]: row["count"] for row in rows if row["count"]}

    assert counts("sari") == {}
    assert hand.ok("sari", "work").out.endswith("\nNothing waits for you.\n")
    number = hand.report()
    assert counts("sari") == {"unverified": 1}
    hand.ok("sari", "ticket", "verify", number)
    assert counts("sari") == {"to_assign": 1}
    assert counts("tono") == {}
    hand.ok("sari", "ticket", "assign", number, "DISHUB")
    assert (counts("sari"), counts("tono"), counts("wati")) == ({}, {"to_accept": 1}, {})
    hand.ok("tono", "ticket", "accept", number)
    assert counts("tono") == {"at_work": 1}
    hand.ok("tono", "ticket", "ask", number, "di mana?")
    assert counts("tono") == {"at_work": 1, "waiting": 1}
    hand.ok("sari", "ticket", "answer", number, "di situ")
    hand.wait(days=30)
    assert (counts("sari"), counts("tono")) == ({"late": 1}, {"late": 1, "at_work": 1})
    hand.ok("sari", "ticket", "set", number, "--review", "similar")
    assert counts("sari") == {"late": 1, "proposals": 1}
    hand.ok("sari", "ticket", "set", number, "--review", "unread")
    assert counts("sari") == {"late": 1, "unread": 1}
    screen = hand.ok("sari", "work").out
    assert "── Late (1)" in screen
    assert "nothing: alarms nobody took, to verify" in screen


def test_a_long_section_says_how_to_see_the_rest(hand: DeskHand) -> None:
    for text in ("lampu mati", "sampah", "jalan lubang"):
        hand.report(text)
    screen = hand.ok("sari", "work", "--limit", "2").out
    assert "── To verify (3)" in screen
    assert "more: kentongan ticket list --state new" in screen


# ---------------------------------------------------------------- people


def test_an_officer_comes_serves_moves_and_leaves(hand: DeskHand) -> None:
    enlist(hand)
    budi = hand.ids["budi"]
    told = hand.ok("sari", "officer", "duty", budi, "sen-jum 07:30-16:00", "sab 08:00-12:00")
    assert told.out == (
        f"officer {budi}: officer, DISHUB, duty sen-jum 07:30-16:00; sab 08:00-12:00\n"
    )
    row = next(r for r in hand.ok("sari", "officer", "list", "--json").rows if r["id"] == int(budi))
    assert " ".join(row) == ("id agency role name contact duty on_duty tasks created_at until_at")
    assert (row["name"], row["contact"], row["on_duty"]) == ("budi", "+62812******90", True)
    assert hand.ok("orang", "officer", "list", "--json").rows[0]["name"] is None
    assert {r["agency"] for r in hand.ok("wati", "officer", "list", "--json").rows} == {"DLHKP"}
    assert hand("wati", "officer", "show", budi).code == 1
    moved = hand.ok("sari", "officer", "move", budi, "DLHKP", "--role", "head")
    assert "head, DLHKP, duty sen-jum" in moved.out
    assert hand("sari", "officer", "show", budi, "--json").row["until_at"] is not None
    hand.ok("sari", "officer", "duty", moved.out.split()[1].rstrip(":"), "--clear")
    assert len(hand.ok("sari", "officer", "list", "--json").rows) == 3
    assert len(hand.ok("sari", "officer", "list", "--all", "--json").rows) == 4


def test_open_tasks_of_who_leaves_go_to_a_colleague(hand: DeskHand) -> None:
    enlist(hand)
    budi, ani, joko = (hand.ids[name] for name in ("budi", "ani", "joko"))
    number = hand.assigned()
    hand.sql("UPDATE assignment SET state = 'accepted', accepted_by = ?", int(budi), change=True)
    assert hand.ok("sari", "officer", "show", budi, "--json").row["tickets"] == [int(number)]
    told = hand("sari", "officer", "end", budi, "--yes")
    assert told.err == f"kentongan: officer {budi}: has 1 open tasks; --to ID or --leave\n"
    wrong = hand("sari", "officer", "end", budi, "--to", joko, "--yes")
    assert f"officer {joko}: no colleague of DISHUB" in wrong.err
    hand.ok("sari", "officer", "end", budi, "--to", ani, "--yes")
    assert hand.sql("SELECT accepted_by, state FROM assignment") == [(int(ani), "accepted")]
    assert "handed_over" in hand.events(number)
    assert hand.texts(number).count("P_BARU") >= 2
    back = hand("sari", "officer", "hand-over", ani, budi, "--yes")
    assert back.err == f"kentongan: officer {budi}: not found\n"
    hand.ok("sari", "officer", "end", ani, "--leave", "--yes")
    assert hand.sql("SELECT COUNT(*) FROM officer WHERE until_at IS NULL") == [(1,)]


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["add", "08123", "DISHUB", "--name", "x"], 1, "not an Indonesian mobile number"),
        (["add", "+6598765432", "DISHUB", "--name", "x"], 1, "not an Indonesian mobile number"),
        (["add", "081234567899", "--name", "x"], 2, "officer and head need an AGENCY"),
        (["add", "081234567899", "DISHUB", "--role", "mayor", "--name", "x"], 2, "other roles"),
        (["add", "081234567899", "DISHUB", "--name", ""], 2, "--name: 1 to 60 characters"),
        (["add", "081234567899", "DISHUB", "--name", "x", "--duty", "x"], 2, "is not like 'sen-j"),
        (["add", OFFICERS["budi"], "DLHKP", "--name", "x"], 1, "NUMBER: is officer 1 (DISHUB) al"),
        (["duty", "99", "sen-jum 07:30-16:00"], 1, "officer 99: not found"),
        (["duty", "1", "foo 07:30-16:00"], 2, "'foo' is not a day"),
        (["end", "1"], 2, "this needs --yes"),
        (["end", "99", "--yes"], 1, "officer 99: not found"),
        (["move", "1", "DISHUB"], 1, "officer 1: is that already"),
        (["hand-over", "1", "1", "--yes"], 1, "officer 1: no colleague of DISHUB"),
        (["show", "x"], 2, "'x' is not a valid integer"),
    ],
)
def test_officers_are_refused_in_one_line_without_their_number(
    hand: DeskHand, words: list[str], code: int, said: str
) -> None:
    enlist(hand)
    told = hand("sari", "officer", *words)
    assert (told.code, told.err.count("\n")) == (code, 1), told
    assert said in told.err
    assert OFFICERS["budi"][4:] not in told.err.replace("such as 081234567890", "")


def test_an_agencys_readiness_is_on_one_screen(hand: DeskHand) -> None:
    enlist(hand)
    hand.assigned()
    rows = hand.ok("sari", "agency", "list", "--json").rows
    keys = "code name kind area officers heads on_duty open late categories problems"
    assert [" ".join(row) for row in rows] == [keys] * len(rows)
    known = {row["code"]: row for row in rows}
    assert (known["DISHUB"]["officers"], known["DISHUB"]["open"]) == (2, 1)
    assert known["DISHUB"]["problems"] == ["no_head", "no_duty"]
    assert known["PUPR"]["problems"] == ["no_officer"]
    assert "kebakaran" in known[""]["categories"]
    shown = hand.ok("tono", "agency", "show", "dishub", "--json").row
    assert [one["name"] for one in shown["people"]] == ["budi", "ani"]
    assert "no head" in hand.ok("sari", "agency", "show", "DISHUB").out
    assert "\nno agency gets: adminduk, " in hand.ok("sari", "agency", "list").out
    assert hand("sari", "agency", "show", "X").code == 1


def test_areas_show_what_is_open_in_them(hand: DeskHand) -> None:
    hand.report("lampu mati di Bandar Lor")
    rows = hand.ok("sari", "area", "list", "--json").rows
    assert " ".join(rows[0]) == "code kind name parent own agency open"
    assert {row["name"]: row["open"] for row in rows if row["open"]} == {"Bandar Lor": 1}
    assert "luar" in {
        row["kind"] for row in hand.ok("sari", "area", "list", "--all", "--json").rows
    }
    shown = hand.ok("sari", "area", "show", "35.71.01", "--json").row
    assert (shown["open"], shown["categories"]) == (1, {"pju": 1})
    assert "Bandar Lor" in shown["inside"] or "35.71.01.1001" in shown["inside"]
    assert "Open tickets by category" in hand.ok("sari", "area", "show", "Bandar Lor").out
    assert hand.ok("tono", "area", "show", "Bandar Lor", "--json").row["open"] == 0
    assert hand("sari", "area", "show", "Atlantis").code == 1
    assert "which of" in hand("sari", "area", "show", "Mojoroto").err


def test_reports_of_one_thing_are_joined_split_and_ended_together(hand: DeskHand) -> None:
    one, two, three = (hand.report(f"lampu mati {n} Jl Veteran") for n in range(3))
    assert "name OTHER" in hand("sari", "incident", "join", two).err
    hand.ok("sari", "incident", "join", two, one)
    hand.ok("sari", "incident", "join", three, one)
    assert "it is so already" in hand("sari", "incident", "join", three, one).err
    row = hand.ok("sari", "incident", "list", "--json").row
    assert " ".join(row) == "id state category area tickets created_at closed_at"
    assert row["tickets"] == 3
    hand.ok("sari", "incident", "split", three)
    shown = hand.ok("sari", "incident", "show", str(row["id"]), "--json").row
    assert set(map(str, shown["numbers"])) == {one, two}
    assert hand("tono", "incident", "close", str(row["id"])).code == 1
    assert hand("sari", "incident", "close", "1", "--done", "menyala").code == 2
    told = hand.ok("sari", "incident", "close", str(row["id"]), "--done", "menyala", "--yes")
    assert told.out == "incident 1: closed\n2 tickets done\n"
    assert [hand.texts(number).count("SELESAI") for number in (one, two, three)] == [1, 0, 0]
    assert "is closed already" in hand("sari", "incident", "close", "1").err
    assert hand.ok("sari", "incident", "list", "--json").rows == []
    assert "incident 9: not found" in hand("sari", "incident", "show", "9").err


def test_a_proposal_is_taken_by_its_number_alone(hand: DeskHand) -> None:
    one, two = hand.report(), hand.report("lampu padam")
    hand.sql(
        "UPDATE ticket SET review = 'similar', linked_to = (SELECT id FROM ticket WHERE number = ?)"
        " WHERE number = ?", int(one), int(two), change=True,
    )  # fmt: skip
    row = next(r for r in hand.ok("sari", "work", "--json").rows if r["section"] == "proposals")
    assert [one["linked_to"] for one in row["rows"]] == [int(one)]
    hand.ok("sari", "incident", "join", two)
    shown = hand.ok("sari", "ticket", "show", two, "--json").row
    assert (shown["review"], shown["incident"]) == ("", 1)


def test_calls_are_counted_by_hand(hand: DeskHand) -> None:
    assert hand.ok("sari", "call", "tally").out == "2026-11-23: nothing was counted\n"
    hand.ok("sari", "call", "tally", "ghost", "12")
    row = hand.ok("tono", "call", "tally", "ghost", "--json", "--", "-2").row
    assert row == {"day": "2026-11-23", "channel": "112", "kind": "ghost", "count": 10}
    assert "ghost: there are only 10" in hand("sari", "call", "tally", "ghost", "--", "-11").err
    hand.ok("sari", "call", "tally", "valid", "--channel", "WA", "--day", "1d")
    assert hand.ok("orang", "call", "tally", "--day", "1d", "--json").row["kind"] == "valid"
    assert hand("sari", "call", "tally", "x").code == 2
    assert hand("sari", "call", "tally", "ghost", "--channel", "a b").code == 2


def test_json_of_lists_is_ascii_and_one_object_a_line(hand: DeskHand) -> None:
    hand.report("lampu “mati” 😀 di Jl Veteran")
    for words in (["ticket", "list"], ["work"], ["area", "list"], ["agency", "list"]):
        out = hand.ok("sari", *words, "--json").out
        assert out.isascii()
        assert all(isinstance(json.loads(line), dict) for line in out.splitlines())


def test_two_problems_in_one_report_go_to_both_agencies(hand: DeskHand) -> None:
    number = hand.report("Jl Veteran berlubang parah dan lampu jalan mati semua")
    hand.ok("sari", "ticket", "verify", number)
    told = hand.ok("sari", "ticket", "assign", number, "--suggested").out
    shown = hand.ok("sari", "ticket", "show", number, "--json").row
    assert (shown["category"], shown["agency"]) == ("jalan", "PUPR"), told
    assert shown["support"] == ["DISHUB"]
    assert [task["lead"] for task in shown["tasks"]] == [True, False]
