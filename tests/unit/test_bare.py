"""An answer is heard through the thanks, wishes and excuses around it."""

from itertools import product

import pytest

from parser.bare import bare
from tests.readings import checks

BEFORE = """terima kasih sebelumnya pak|makasih responnya|terima kasih sudah dibalas|
matur nuwun pak|
nuhun pak|tarimo kasih pak|alhamdulillah dibalas|maaf baru balas|mohon maaf baru baca sms|
maaf lama balasnya pak|pagi pak|waalaikumsalam|
semoga sehat selalu pak|salut sama kinerja pak wali"""
BEHIND = "terima kasih|makasih pak|matur nuwun|suwun|salam|mohon segera ya pak|ditunggu ya pak"
ANSWERS = {
    "lokasi": (
        "Jl Kawi gang 2|di RT 3 RW 2 Kel Bujel|depan pasar Bandar|alamat Jl Doho no 5",
        {"tambah", "jawab", "aduan"},
    ),
    "penutupan": ("sudah|sudah beres|belum|belum diperbaiki|masih mati|sampun|durung", {"jawab"}),
    "nilai": ("5|4|bagus sekali|kurang puas|2 karena lama", {"nilai"}),
}
ENOUGH = 0.96


def said(text: str) -> list[str]:
    return [one.strip() for one in text.replace("\n", " ").split("|")]


@pytest.mark.parametrize("asked", list(ANSWERS))
def test_courtesy_hides_no_answer(asked: str) -> None:
    answers, meant = said(ANSWERS[asked][0]), ANSWERS[asked][1]
    texts = [f.format(c, a) for f, c, a in product(("{}, {}", "{}. {}"), said(BEFORE), answers)]
    texts += [
        f.format(a, c) for f, c, a in product(("{}, {}", "{}. {}", "{} {}"), answers, said(BEHIND))
    ]
    cases = [
        {
            "id": str(number),
            "text": text,
            "expect": {"intent": "jawab"},
            "city": "kediri",
            "channel": "modem",
            "role": "warga",
            "ctx": {"last_ticket": "9981615", "pending": asked},
        }
        for number, text in enumerate(texts)
    ]
    wrong = [texts[int(one.case)] for one in checks(cases) if str(one.got) not in meant]
    assert len(wrong) <= (1 - ENOUGH) * len(texts), wrong


@pytest.mark.parametrize(
    ("body", "left"),
    [
        ("matur nuwun pak. Jl Kawi gang 2", "Jl Kawi gang 2"),
        ("nuhun pak alamat Jl Doho no 5", "alamat Jl Doho no 5"),
        ("sudah terima kasih pak wali semoga sehat", "sudah"),
        ("maaf baru balas. belum. terima kasih", "belum"),
        ("terima kasih", "terima kasih"),
        ("mantap", "mantap"),
        ("lampu mati di gang 3", "lampu mati di gang 3"),
        ("", ""),
    ],
)
def test_only_courtesy_is_left_out(body: str, left: str) -> None:
    assert bare(body) == left


def test_thanks_for_a_place_are_scored() -> None:
    case = {
        "id": "place",
        "text": "terima kasih pak, lampu di Jl Kawi sudah nyala, nilai 5",
        "expect": {"intent": "nilai", "score": 5, "action": "answer_pending"},
        "city": "kediri",
        "channel": "modem",
        "role": "warga",
        "ctx": {"last_ticket": "9981615", "pending": "nilai"},
    }
    assert all(one.right for one in checks([case]))
