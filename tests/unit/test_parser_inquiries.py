"""What is said of one's own report without its number: asked, taken back, or told anew."""

import pytest

from models.actions import Context
from models.suggest import suggest
from parser import inquiries, types
from parser.reader import parse
from parser.reading import Vocabulary
from parser.tokens import split

CITY = Vocabulary.of({"SURGA": []})
LATELY = Context(last_ticket="1234566", last_ticket_age_h=40)
JUST_NOW = Context(last_ticket="1234566", last_ticket_age_h=0.4)


def said(text: str, context: Context = LATELY) -> tuple[str, str]:
    """Return intent and action of *text*."""
    action = suggest(parse(text, CITY), context)
    return action.intent, action.name


@pytest.mark.parametrize(
    "text",
    [
        "wingi aku lapor lampu mati, wis diproses durung yo",
        "kamari abdi lapor soal runtah, tos ditindaklanjuti teu acan",
        "patang ambo lapor jalan balubang, alah dikarajoan alun",
        "kemarin sa lapor lampu mati, so dikerja belum kah",
        "mau tanya nasib laporan saya yang pohon mau tumbang",
        "sampe sekarang blm ada petugas kesini, laporan saya gimana pak",
        "terus yang kemarin gimana",
        "yg kmrn udah beres blm pak",
    ],
)
def test_a_question_about_the_own_report_is_answered_with_its_state(text: str) -> None:
    assert said(text) == ("cek", "reply_status_latest")


@pytest.mark.parametrize(
    "text",
    [
        "laporan saya tidak pernah ditindaklanjuti",
        "lampu yang kemarin saya lapor masih mati pak",
        "sampah yg sa lapor minggu lalu tambah banyak",
        "saya sudah bolak balik lapor soal sampah, tidak ada hasilnya",
    ],
)
def test_that_nothing_was_done_with_it_is_a_complaint(text: str) -> None:
    assert said(text) == ("aduan", "create_or_reopen")


@pytest.mark.parametrize(
    "text",
    [
        "menyambung laporan saya, kapan pun petugas boleh datang ke rumah",
        "laporan saya ke pak RT kapan ditanggapi, got Jl Kawi mampet",
        "sa lapor ini jalan rusak, kapan mo perbaiki",
        "yang kemarin banjir belum surut pak, Kel Bandar Lor",
        "tolong hapus mural jorok di tembok sekolah yang saya lewati tadi",
        "bansos saya dicabut, laporan ke kelurahan tidak ditanggapi",
        "gak jadi diangkut sampahnya, saya tunggu dari pagi",
        "paspor saya hilang lapor kemana",
    ],
)
@pytest.mark.parametrize("context", [LATELY, JUST_NOW])
def test_news_and_what_others_were_told_stay_reports(text: str, context: Context) -> None:
    assert said(text, context)[0] in {"aduan", "aspirasi", "permintaan_info", "tambah"}


@pytest.mark.parametrize(
    "text",
    [
        "ralat pak, ga jadi lapor, ternyata sudah dibersihkan",
        "mangga abaikeun we laporan abdi nu tadi, tos aya nu menerkeun",
        "sa batalkan sa pe laporan tadi e",
        "ndak sido mas, udah beres",
    ],
)
def test_a_report_just_made_is_taken_back_in_any_words(text: str) -> None:
    assert said(text, JUST_NOW)[0] == "batal"


@pytest.mark.parametrize(
    "text", ["saya dipaksa membatalkan laporan 1234566", "disuruh lurah cabut laporan 1234566"]
)
def test_nobody_s_report_is_taken_back_for_him(text: str) -> None:
    assert said(text)[1] != "cancel"


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("kapan laporan saya ditindak", True),
        ("kapan lampu ditindak", False),
        ("apakah laporan saya sudah sampai ke PLN", True),
    ],
)
def test_only_one_s_own_report_is_asked_about(text: str, wanted: bool) -> None:
    assert bool(inquiries.reminds(split(text))) is wanted


def test_what_stands_behind_thanks_is_the_report() -> None:
    found = parse("makasih sampahnya sudah diangkut, tinggal lampunya mati di Jl Kawi", CITY)
    assert (found.intent, found.category) == ("aduan", "pju")
    assert "multi_masalah" not in found.flags


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("akhirnya Jl Kawi mulus juga, makasih pak", True),
        ("jalan yang dulu rusak sekarang sudah mulus, terima kasih", True),
        ("akhirnya jalan Kawi mulus, tapi gotnya mampet, makasih", False),
        ("dulu rusak sekarang tambah rusak, terima kasih", False),
    ],
)
def test_thanks_for_what_was_mended_are_no_report(text: str, wanted: bool) -> None:
    assert types.relieved(split(text)) is wanted
