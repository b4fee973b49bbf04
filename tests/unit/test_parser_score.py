"""The score of a file of cases counts what it asserts, each key once, and nothing else."""

import json
from pathlib import Path
from typing import Any

import pytest

import cli
from console.cases import Cities, city_folder, context_of, read_all, read_cases, text_of
from console.score import agrees, answer, judge, parts, total
from models.actions import Action
from models.errors import ConfigError, KentonganError
from parser.reading import Place, Reading, TicketRef

CASE: dict[str, Any] = {
    "id": "x1", "text": "SURGA lampu mati", "city": "kediri", "channel": "1708", "role": "warga",
}  # fmt: skip
GOT = answer(
    Reading(
        "aduan", keyword="SURGA", match="exact", body="lampu mati di jl Kawi ", category="pju",
        flags=("ghost",), tickets=(TicketRef("1234566", check_ok=True),),
        places=(Place("street", "jl Kawi", 14, 21, "Jl Kawi"),),
    ),
    Action("create_ticket", "TERIMA", "aduan", flags=("ghost", "duplikat_lain")),
)  # fmt: skip


@pytest.mark.parametrize(
    ("key", "wanted", "right"),
    [
        ("intent", "aduan", True), ("intent", "cek", False),
        ("keyword", "SURGA", True), ("keyword", None, False),
        ("subtype", None, True), ("score", None, True), ("score", 3, False),
        ("body", " lampu mati di jl Kawi", True), ("body", "lampu mati", False),
        ("category", "pju", True), ("category", None, False),
        ("flags", ["duplikat_lain"], True), ("flags", [], True), ("flags", ["kasar"], False),
        ("location", ["Jl. Kawi"], True), ("location", ["Kaw"], False),
        ("location", ["jl Kawi", "Betet"], False),
        ("location_canon", ["Jl Kawi"], True),
        ("ticket", "1234566", True), ("tickets", ["1234566"], True),
        ("action", "create_ticket", True), ("template", None, False),
        ("no_such_key", "x", False),
    ],
)  # fmt: skip
def test_key_is_right_when_it_says_what_is_wanted(key: str, wanted: object, right: bool) -> None:
    (check,) = judge({**CASE, "expect": {key: wanted}}, GOT)
    assert (check.case, check.key, check.right) == ("x1", key, right)


def test_place_that_is_a_plain_word_must_not_be_within_another() -> None:
    assert not agrees("location_not", ["kawi"], ["jl Kawi"])
    assert agrees("location_not", ["kaw"], ["jl Kawi"])


def test_long_stretch_of_text_is_no_place_that_was_found() -> None:
    whole = "lampu mati di jl Kawi depan toko roti sejak lama"
    assert not agrees("location", ["jl Kawi"], [whole])
    assert agrees("location", ["jl Kawi"], ["di jl Kawi depan toko"])


def test_only_what_is_asserted_counts_and_each_key_once() -> None:
    case = {**CASE, "expect": {"intent": "cek", "flags": ["ghost", "duplikat_lain"]}}
    checks = judge(case, GOT)
    assert (total(checks).right, total(checks).keys) == (1, 2)
    assert {part.field: part.share for part in parts(checks)} == {"intent": 0.0, "flags": 1.0}
    assert judge({**CASE, "expect": {}}, GOT) == []
    assert total([]).share == 1.0


@pytest.mark.parametrize("inside", [True, False])
def test_several_intents_may_be_right_and_some_values_must_not_come(inside: bool) -> None:
    more = {"accept_intent": ["aduan", "aspirasi"], "never": {"intent": ["cek", "aduan"]}}
    expect = {"intent": "aspirasi", **(more if inside else {})}
    checks = judge({**CASE, "expect": expect, **({} if inside else more)}, GOT)
    assert [(check.key, check.right) for check in checks] == [("intent", True), ("never", False)]
    (only,) = judge({**CASE, "accept_intent": ["cek"]}, GOT)
    assert (only.key, only.right) == ("intent", False)


def test_parts_are_joined_in_their_order_and_a_gap_is_told() -> None:
    rows = [{"ref": 7, "seq": 3, "of": 3, "text": "c"}, {"ref": 7, "seq": 1, "of": 3, "text": "a"}]
    assert text_of({"text": "ignored", "parts": rows}) == ("a [...] c", "2")
    assert context_of({"parts": rows}).missing == "2"


def test_context_holds_all_that_a_case_says_of_its_sender() -> None:
    known = {"pending": "nilai", "last_ticket": "1234566", "last_ticket_age_h": 3,
             "same_text_ticket": "1234566"}  # fmt: skip
    context = context_of({**CASE, "ctx": known, "role": "petugas", "sender": "+6281200000001"})
    assert (context.role, context.keyword_required, context.person) == ("petugas", True, True)
    assert (context.pending, context.last_ticket_age_h) == ("nilai", 3.0)
    assert context.last_ticket == context.same_text_ticket == "1234566"
    assert not context_of({**CASE, "sender": "TELKOMSEL"}).person
    assert not context_of({**CASE, "sender": "3636"}).person


def test_row_of_another_sender_is_told_of_the_same_problem_before_it() -> None:
    first = {**CASE, "text": "SURGA lampu mati di jl Merbabu kel Bujel", "id": "1"}
    second = {**first, "text": "surga lampu jalan padam jl Merbabu", "id": "2"}
    cities = Cities(city_folder(None))
    told = {"sender": "+6281999990001"}
    alone = [action.name for _c, _r, action in read_all([first, second], cities)]
    known = [action.name for _c, _r, action in read_all([first, {**second, **told}], cities)]
    assert (alone[1], known[1]) == ("create_ticket", "create_ticket_link")


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("{", "line 2"), ("[]", "needs a text or parts"), ('{"id": "1"}', "needs a text or parts"),
        ('{"text": "x", "expect": []}', "expect"), ('{"text": "x", "ctx": 3}', "ctx"),
    ],
)  # fmt: skip
def test_wrong_file_is_named_with_its_line(tmp_path: Path, line: str, fault: str) -> None:
    path = tmp_path / "cases.jsonl"
    path.write_text(f"{json.dumps({**CASE, 'expect': {}})}\n{line}\n")
    with pytest.raises(KentonganError, match=fault):
        read_cases(path)


def test_unknown_city_and_folder_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="nowhere"):
        city_folder(tmp_path / "nowhere")
    with pytest.raises(ConfigError, match="atlantis"):
        Cities(city_folder(None)).vocabulary("atlantis")


def test_command_prints_the_score_and_fails_below_the_least(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "cases.jsonl"
    rows = [{**CASE, "expect": {"keyword": "SURGA", "intent": "aduan", "match": "fuzzy"}}]
    path.write_text("".join(f"{json.dumps(row)}\n" for row in rows))
    assert cli.run(["parse", "--score", str(path), "--json"]) == 1
    *fields, whole, wrong = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert {row["field"]: row["right"] for row in fields} == {"keyword": 1, "intent": 1, "match": 0}
    assert (whole["right"], whole["keys"]) == (2, 3)
    assert wrong == {"id": "x1", "key": "match", "wanted": "fuzzy", "got": "exact"}
    assert cli.run(["parse", "--score", str(path), "--min", "0.6"]) == 0


def test_command_reads_a_text_for_a_city_without_any_configuration(
    capsys: pytest.CaptureFixture[str],
) -> None:
    city = city_folder(None) / "palu" / "city.toml"
    call = ["parse", "PALU jalan rusak di Tondo", "--city", str(city), "--channel", "1708"]
    assert cli.run([*call, "--json"]) == 0
    row = json.loads(capsys.readouterr().out)
    assert (row["intent"], row["keyword"], row["action"]) == ("aduan", "PALU", "create_ticket")
    assert cli.run(call) == 0
    assert "jalan rusak di Tondo" in capsys.readouterr().out
    assert cli.run(["parse"]) == 2
    assert cli.run(["parse", "x", "--score", "y"]) == 2
