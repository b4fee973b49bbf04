"""What a message wants of its sender's last report, behind a keyword and without one."""

import pytest

from models.actions import Context
from models.continuing import heard
from models.suggest import suggest
from tests.unit.test_parser_metamorphic import read

LAST = {"last_ticket": "1234566", "last_ticket_age_h": 2.0}


def taken(text: str, channel: str, **known: object) -> tuple[str, str]:
    """Return intent and answer of *text*, as it is taken with what is *known*."""
    reading = read({"id": "on", "city": "kediri", "channel": channel, "role": "warga"}, text)
    context = Context(keyword_required=channel == "1708", **known)  # type: ignore[arg-type]
    found = heard(reading, context)
    added = suggest(reading, context).name == "append_latest"
    return "tambah" if added else found.intent, found.answer


@pytest.mark.parametrize(
    ("text", "channel", "pending", "intent", "answer"),
    [
        ("sampai mana laporan saya pak", "modem", "", "cek", ""),
        ("kok lama sekali", "modem", "lokasi", "cek", ""),
        ("SURGA sudah beres pak", "1708", "penutupan", "jawab", "ya"),
        ("SURGA 4", "1708", "nilai", "nilai", ""),
        ("SURGA ya", "modem", "penutupan", "jawab", "ya"),
        ("SURGA depan pasar", "1708", "lokasi", "jawab", ""),
        ("SURGA bagus sekali pelayanannya", "1708", "nilai", "nilai", "ya"),
        ("nanti saya cek dulu pak", "modem", "penutupan", "jawab", ""),
        ("tidak jadi pak, laporannya dibatalkan saja", "modem", "penutupan", "batal", ""),
        ("gak jadi pak", "modem", "penutupan", "batal", ""),
        ("maaf pak RT 5, bukan RT 3", "modem", "", "tambah", ""),
        ("belum ada kabar ya pak", "modem", "", "cek", ""),
        ("p", "modem", "", "kosong", ""),
    ],
)
def test_it_is_an_answer_or_of_the_last_report(
    text: str, channel: str, pending: str, intent: str, answer: str
) -> None:
    assert taken(text, channel, pending=pending, **LAST) == (intent, answer)


@pytest.mark.parametrize(
    ("text", "channel", "pending"),
    [
        ("SURGA", "1708", "penutupan"),
        ("SURGA lampu jalan mati di Jl Kawi", "1708", "penutupan"),
        ("SURGA jalan rusak di Jl Kawi", "modem", "lokasi"),
        ("jalan rusak di Jl Kawi", "modem", "nilai"),
        ("jalan rusak di Jl Kawi", "modem", ""),
    ],
)
def test_report_stays_one(text: str, channel: str, pending: str) -> None:
    assert taken(text, channel, pending=pending, **LAST)[0] == "aduan"


@pytest.mark.parametrize("text", ["sudah beres belum pak?", "sudah dikerjakan?"])
def test_question_whether_it_is_done_asks_for_the_state(text: str) -> None:
    row = {"id": "asked", "city": "kediri", "channel": "modem", "role": "warga"}
    context = Context(**LAST)  # type: ignore[arg-type]
    assert suggest(read(row, text), context).name.startswith("reply_status")
