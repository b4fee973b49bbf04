"""Tables of our own sentences: what they are about, how urgent, what kind, what is wished."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parser import accused, categories, types, urgency, wishes
from parser.lexicon import MAX_TERM, fold, table
from parser.reading import Why
from parser.stem import stems
from parser.tokens import split

DATA = Path(__file__).parent.parent / "data"


def _table(name: str) -> list[tuple[str, str]]:
    return list(_rows((DATA / name).read_text(encoding="utf-8")))


def _rows(text: str) -> Iterator[tuple[str, str]]:
    wanted = ""
    for line in text.splitlines():
        if line.startswith("["):
            wanted = line.strip("[]")
        elif line and not line.startswith("#"):
            yield wanted, line


ABOUT, URGENT, KINDS = _table("about.txt"), _table("urgent.txt"), _table("kinds.txt")


@pytest.mark.parametrize(("wanted", "text"), ABOUT, ids=lambda v: v[:40])
def test_category_of_our_sentences(wanted: str, text: str) -> None:
    assert categories.of(split(text)) == wanted


@pytest.mark.parametrize(("wanted", "text"), URGENT, ids=lambda v: v[:40])
def test_urgency_of_our_sentences(wanted: str, text: str) -> None:
    assert urgency.of(text, split(text)) == wanted


@pytest.mark.parametrize(("wanted", "text"), KINDS, ids=lambda v: v[:40])
def test_kind_of_our_sentences(wanted: str, text: str) -> None:
    intent, _, subtype = wanted.partition("/")
    assert types.of(split(text)) == (intent, subtype)


def test_every_category_of_the_domain_has_words() -> None:
    assert set(table("categories")) == {
        "pju", "jalan", "sampah", "air", "drainase", "pohon", "taman", "adminduk", "bansos",
        "kesehatan", "pendidikan", "pasar", "parkir", "lalin", "ketertiban", "keamanan", "hewan",
        "sosial", "perumahan", "lingkungan", "pajak", "perizinan", "listrik",
        "pelayanan_kelurahan", "pungli", "aparatur", "kekerasan", "kebakaran", "kecelakaan",
        "medis", "bencana", "lainnya",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("lampu mati di depan pasar", "pju"),
        ("sampah menumpuk dekat puskesmas", "sampah"),
        ("jalan rusak sebelah kantor dukcapil", "jalan"),
        ("air PDAM mati di sekitar terminal", "air"),
        ("banjir karena got mampet", "drainase"),
        ("banjir bandang di lereng", "bencana"),
        ("jalan gelap lampu mati", "pju"),
        ("minta pungutan KTP di kelurahan", "pungli"),
        ("Jl Pahlawan gelap", "pju"),
        ("jalan Kartini macet", "lalin"),
        ("Jl Merdeka rusak", "jalan"),
    ],
)
def test_thing_counts_more_than_the_place(text: str, wanted: str) -> None:
    assert categories.of(split(text)) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("lampu jalan mati dan sampah menumpuk di gang 3", True),
        ("jalan berlubang, lampu mati, got mampet di RT 2", True),
        ("KTP belum jadi, jalan depan rumah rusak", True),
        ("lampu mati dan gelap di gang 3", False),
        ("banjir karena got mampet", False),
        ("jalan rusak dan berlubang", False),
        ("sampah menumpuk dan bau", False),
    ],
)
def test_two_problems_are_told_from_one(text: str, wanted: bool) -> None:
    assert bool(categories.several(split(text))) is wanted


@pytest.mark.parametrize(
    ("text", "flags"),
    [
        ("jgn sebut nama saya pak, lurah jarang masuk", {"rahasia", "anonim"}),
        ("tolong identitas saya dirahasiakan", {"rahasia"}),
        ("jangan kasih tau pak rw kalau saya yang lapor", {"rahasia"}),
        ("ojo ngomong pak lurah yo", {"rahasia"}),
        ("ulah dibejakeun ka pak RT", {"rahasia"}),
        ("anonim, ada judi di warung itu", {"anonim"}),
        ("jangan balas sms ini suami saya suka pegang hp", {"jangan_balas"}),
        ("tidak usah dibalas, dia cek hp saya", {"jangan_balas"}),
        ("ada bom di balai kota", {"ancaman"}),
        ("awas besok saya bakar kantor lurah", {"ancaman"}),
        ("katanya kadis korupsi", {"tanpa_bukti"}),
        ("info dari grup sebelah air beracun sebarkan", {"curiga_hoaks"}),
        ("banjir diskon di toko itu bikin macet", {"idiom"}),
        ("lampu mati di gang 2", set()),
        ("rumah makan itu tidak punya izin", set()),
    ],
)
def test_wishes_are_heard(text: str, flags: set[str]) -> None:
    assert set(wishes.of(split(text))) == flags


@pytest.mark.parametrize(
    ("text", "flags"),
    [
        ("pak lurah minta uang 50 ribu", {"aparatur", "dituduh:lurah"}),
        ("bansos dipotong pak RT", {"aparatur", "dituduh:rt"}),
        ("ketua RW pilih kasih bagi sembako", {"aparatur", "dituduh:rw"}),
        ("oknum dishub pungli ke sopir", {"aparatur", "dituduh:dishub"}),
        ("guru SD menampar murid", {"aparatur", "dituduh:sekolah"}),
        ("polisi minta uang damai", {"aparatur", "dituduh:polisi", "bukan_kewenangan"}),
        ("petugas puskesmas jutek", {"aparatur", "dituduh:puskesmas"}),
        ("PNS keluyuran di mall", {"aparatur", "dituduh:asn"}),
        ("sinyal indosat hilang", {"bukan_kewenangan"}),
        ("lampu mati di RT 3 RW 2", set()),
        ("jalan rusak depan kantor kelurahan", set()),
        ("pak lurah tolong jalan diperbaiki", set()),
        ("ada bandar judi di Kel Kemasan", set()),
    ],
)
def test_accused_are_found(text: str, flags: set[str]) -> None:
    assert set(accused.of(split(text))) == flags


@pytest.mark.parametrize(
    ("word", "root"),
    [
        ("memperbaiki", "baik"), ("penutupan", "tutup"), ("menyapukan", "sapu"),
        ("mengirim", "kirim"), ("menulis", "tulis"), ("ketertiban", "tertib"),
        ("perumahan", "rumah"), ("sampahnya", "sampah"), ("lubang2", "lubang"),
        ("batumpuak", "tumpuak"), ("ngangkut", "angkut"), ("digawekno", "gawe"),
        ("seharusnya", "harus"), ("terpeleset", "peleset"), ("berantakan", "antakan"),
    ],
)  # fmt: skip
def test_stems_hold_the_root(word: str, root: str) -> None:
    assert root in stems(word)
    assert stems(word)[0] == word


@pytest.mark.parametrize(
    ("word", "folded"),
    [
        ("uwuh", "sampah"), ("pejah", "mati"), ("pareum", "mati"), ("dipukul", "pukul"),
        ("memukul", "pukul"), ("tersumabt", "mampet"), ("selokn", "selokan"),
        ("kebanjiran", "banjir"),
        ("tetangga", "tetangga"), ("enjing", "enjing"),
    ],
)  # fmt: skip
def test_words_fold_to_what_rules_know(word: str, folded: str) -> None:
    assert fold(word) == folded


_PIECES = [text for _, text in (*ABOUT, *URGENT, *KINDS)]


@settings(deadline=None, max_examples=200)
@given(st.one_of(st.text(max_size=300), st.lists(st.sampled_from(_PIECES)).map(" dan ".join)))
def test_nothing_is_raised_and_words_are_known(text: str) -> None:
    tokens = split(text)
    why: list[Why] = []
    assert types.of(tokens, why)[0] in {"aduan", "aspirasi", "permintaan_info", "terima_kasih"}
    assert categories.of(tokens, why) in table("categories")
    assert urgency.of(text, tokens, why) in {"darurat", "tinggi", "biasa"}
    assert all(isinstance(flag, str) for flag in (*wishes.of(tokens), *accused.of(tokens)))
    assert isinstance(categories.several(tokens), tuple)


def test_long_texts_take_no_longer_than_their_first_words() -> None:
    text = "lubang " * 20_000 + "x" * 20_000
    tokens = split(text)
    started = time.perf_counter()
    assert categories.of(tokens) == "jalan"
    assert urgency.of(text, tokens) == "biasa"
    assert time.perf_counter() - started < 5  # of a mistake, not of the machine


def test_why_names_the_words() -> None:
    why: list[Why] = []
    categories.of(split("sampah menumpuk"), why)
    assert why == [Why("category", "sampah: sampah tumpuk")]


def test_no_term_is_longer_than_can_be_found() -> None:
    for name in ("categories", "types", "urgency", "wishes", "accused"):
        for rules in table(name).values():
            for text in rules.values():
                assert all(len(term.split()) <= MAX_TERM + 1 for term in text.split(","))


@pytest.mark.parametrize(
    "text",
    [
        "RSUD nolak pasien kecelakaan karena tidak bawa KTP",
        "stop operasi truk sampah bocor di Jl Kawi airnya berceceran",
    ],
)
def test_what_says_nothing_behind_a_mark_changes_no_category(text: str) -> None:
    assert categories.of(split(f"{text}, begitulah")) == categories.of(split(text))
