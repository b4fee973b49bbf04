"""Who sees what of a report, over all roles, levels and fields."""

from itertools import product
from typing import get_args

import pytest

from models.casework import visibility
from models.casework.visibility import (
    FIELDS,
    LEVELS,
    ROLES,
    Field,
    Level,
    Role,
    audience,
    opened,
    shown,
)

# One line a role and level: c clear, m masked, r redacted, - hidden; the fields in FIELDS' order:
# number name text address plate category area agency deadline notes result attachments original
SEEN = """
viewer           biasa    m-r--ccccrr--
viewer           anonim   --r--ccccrr--
viewer           rahasia  --------c----
admin            biasa    m-r--ccccrr--
admin            anonim   --r--ccccrr--
admin            rahasia  --------c----
coordinator      biasa    m-rccccccrrc-
coordinator      anonim   --r--ccccrrc-
coordinator      rahasia  -----cccc----
coordinator_sms  biasa    --rccccccrr--
coordinator_sms  anonim   --r--ccccrr--
coordinator_sms  rahasia  -----c-cc----
agency           biasa    --rccccccrrc-
agency           anonim   --r--ccccrrc-
agency           rahasia  -------cc----
officer          biasa    --rccccccrr--
officer          anonim   --r--ccccrr--
officer          rahasia  -------cc----
head             biasa    --rccccccrr--
head             anonim   --r--ccccrr--
head             rahasia  -------cc----
assistant        biasa    --r--ccccrr--
assistant        anonim   --r--ccccrr--
assistant        rahasia  -------cc----
mayor            biasa    --r--ccccrr--
mayor            anonim   --r--ccccrr--
mayor            rahasia  -------cc----
accused          biasa    -------------
accused          anonim   -------------
accused          rahasia  -------------
reporter         biasa    -----cccc-r--
reporter         anonim   -----cccc-r--
reporter         rahasia  --------c----
public           biasa    -----cccc----
public           anonim   -----cccc----
public           rahasia  -------------
"""
SIGHTS = {"c": "clear", "m": "masked", "r": "redacted", "-": "hidden"}
ROWS = {
    (role, level): marks
    for role, level, marks in (line.split() for line in SEEN.split("\n") if line)
}
OF_AGENCIES = ("agency", "officer", "head")
CELLS = list(product(ROLES, LEVELS, FIELDS))


def test_the_table_names_every_role_and_level() -> None:
    assert set(ROWS) == set(product(ROLES, LEVELS))
    assert {len(marks) for marks in ROWS.values()} == {len(FIELDS)} == {13}


@pytest.mark.parametrize(("role", "level"), list(ROWS))
def test_each_role_sees_what_the_table_says(role: Role, level: Level) -> None:
    seen = [shown(field, level, role, own_agency=True) for field in FIELDS]
    assert seen == [SIGHTS[mark] for mark in ROWS[role, level]]


@pytest.mark.parametrize("role", OF_AGENCIES)
@pytest.mark.parametrize("level", LEVELS)
def test_another_agency_sees_nothing(role: Role, level: Level) -> None:
    for field, handler in product(FIELDS, (False, True)):
        assert shown(field, level, role, handler=handler) == "hidden"
        assert opened(field, level, role, handler=handler) == "hidden"


@pytest.mark.parametrize("role", OF_AGENCIES)
def test_the_handler_of_a_secret_report_knows_number_category_and_deadline(role: Role) -> None:
    seen = {
        field for field in FIELDS
        if shown(field, "rahasia", role, own_agency=True, handler=True) != "hidden"
    }  # fmt: skip
    assert seen == {"category", "agency", "deadline"}


def test_the_handler_reads_a_secret_report_at_a_terminal_and_that_is_logged() -> None:
    at = {"own_agency": True, "handler": True}
    assert opened("text", "rahasia", "agency", **at) == "redacted"
    assert opened("address", "rahasia", "agency", **at) == "clear"
    assert opened("number", "rahasia", "agency", **at) == "hidden"
    assert opened("original", "rahasia", "agency", **at) == "hidden"
    for role in ("officer", "head"):
        assert opened("text", "rahasia", role, **at) == "hidden"


@pytest.mark.parametrize(("role", "level", "field"), CELLS)
def test_only_coordinator_and_admin_open_more_by_a_logged_act(
    role: Role, level: Level, field: Field
) -> None:
    before = shown(field, level, role, own_agency=True)
    after = opened(field, level, role, own_agency=True)
    assert after == ("clear" if role in {"coordinator", "admin"} else before)


@pytest.mark.parametrize(("role", "level", "field"), CELLS)
def test_nobody_sees_a_number_or_an_original_by_looking(
    role: Role, level: Level, field: Field
) -> None:
    for own, handler, released in product((False, True), repeat=3):
        sight = shown(
            field, level, role, own_agency=own, handler=handler, released=released
        )  # fmt: skip
        if field in {"number", "name", "original"}:
            assert sight in {"hidden", "masked"}
        if field in {"text", "notes", "result"}:
            assert sight in {"hidden", "redacted"}
        if level == "rahasia" and field not in {"category", "area", "agency", "deadline"}:
            assert sight == "hidden"


def test_the_public_reads_a_text_that_was_released_and_never_a_secret_one() -> None:
    assert shown("text", "biasa", "public", released=True) == "redacted"
    assert shown("plate", "biasa", "public", released=True) == "hidden"
    assert shown("text", "anonim", "public", released=True) == "redacted"
    assert {shown(field, "rahasia", "public", released=True) for field in FIELDS} == {"hidden"}


@pytest.mark.parametrize(
    ("role", "level", "wanted"),
    [
        ("officer", "biasa", "officer"),
        ("head", "biasa", "officer"),
        ("agency", "biasa", "officer"),
        ("coordinator", "biasa", "officer"),
        ("coordinator_sms", "biasa", "officer"),
        ("assistant", "biasa", "public"),
        ("mayor", "biasa", "public"),
        ("viewer", "biasa", "public"),
        ("admin", "biasa", "public"),
        ("officer", "anonim", "public"),
        ("coordinator", "anonim", "public"),
        ("officer", "rahasia", ""),
        ("coordinator", "rahasia", ""),
        ("coordinator_sms", "rahasia", ""),
        ("reporter", "biasa", ""),
        ("accused", "biasa", ""),
        ("public", "biasa", ""),
    ],
)
def test_a_text_is_cut_for_who_reads_it(role: Role, level: Level, wanted: str) -> None:
    assert audience(level, role, own_agency=True) == wanted


def test_another_agencys_text_is_not_cut_but_hidden() -> None:
    assert audience("biasa", "officer") == ""
    assert audience("biasa", "public", released=True) == "public"


def test_an_unknown_word_shows_nothing_or_is_an_error() -> None:
    assert set(ROLES) == set(get_args(visibility.Role))
    with pytest.raises(ValueError, match="not in"):
        shown("phone", "biasa", "viewer")  # type: ignore[arg-type]
    assert shown("text", "geheim", "viewer") == "hidden"  # type: ignore[arg-type]
