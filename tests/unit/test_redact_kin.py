"""Whose house, child or wife it is: cut where a small place would know who is meant."""

import pytest

from parser.redact import redact


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("suami memukul, rumah Sri di gang mawar", "suami memukul, rumah [nama] di gang mawar"),
        ("rumah sri sering ribut", "rumah [nama] sering ribut"),
        ("keluarga pak darto belum dapat", "keluarga pak [nama] belum dapat"),
        ("anak Budi Santoso dipukul guru", "anak [nama] dipukul guru"),
        ("ISTRI JOKO MINTA TOLONG", "ISTRI [nama] MINTA TOLONG"),
        ("bpk. yanto minta uang", "bpk. [nama] minta uang"),
        ("rumah pak haji slamet bocor", "rumah pak haji [nama] bocor"),
    ],
)
@pytest.mark.parametrize("audience", ["public", "search"])
def test_whose_it_is_is_cut_for_those_who_must_not_know(
    text: str, wanted: str, audience: str
) -> None:
    assert redact(text, audience)[0] == wanted


@pytest.mark.parametrize(
    "text",
    [
        "rumah saya banjir", "rumah warga rusak", "Rumah Sakit Umum penuh", "anak SD jatuh",
        "pak lurah tidak di kantor", "rumah di tepi kali", "keluarga miskin", "anak kecil di rumah",
        "istri saya sakit", "di rumah. Sampah menumpuk",
    ],
)  # fmt: skip
def test_plain_words_behind_house_and_child_stay(text: str) -> None:
    assert redact(text, "public")[0] == text


def test_an_officer_of_a_plain_report_reads_where_it_is() -> None:
    assert redact("pohon depan rumah sri tumbang", "officer")[0] == "pohon depan rumah sri tumbang"


def test_what_is_cut_once_stays_so() -> None:
    once = redact("rumah sri, anak Budi", "public")[0]
    assert redact(once, "public")[0] == once
