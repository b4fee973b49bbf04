"""What a word is said of: feared, avoided, asked, past or beside the subject."""

import pytest

from parser import categories, types, urgency, wishes
from parser.tokens import split


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("got depan rumah penuh, padahal kami taat bayar pajak", "drainase"),
        ("listrik sering padam sejak gempa", "listrik"),
        ("jalan Anggrek rusak dilewati truk", "jalan"),
        ("di jalan Anggrek lampu rusak", "pju"),
        ("sering kecelakaan karena jalan licin", "jalan"),
        ("kecelakaan di simpang empat", "kecelakaan"),
        ("oknum minta 200 ribu supaya KTP dan KK cepat jadi di dukcapil", "pungli"),
        ("tetangga bakar sampah plastik", "sampah"),
        ("kontrakan terbakar", "kebakaran"),
        ("siang bolong truk parkir sembarangan", "parkir"),
    ],
)
def test_subject_is_what_is_wrong(text: str, wanted: str) -> None:
    assert categories.of(split(text)) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("truk menabrak kios, sopirnya belum bisa keluar", "darurat"),
        ("takut ada ular masuk rumah", "biasa"),
        ("ular masuk rumah, anak-anak ketakutan", "darurat"),
        ("tetangga membakar jerami", "biasa"),
        ("besi penutup got di depan TK hilang", "tinggi"),
    ],
)
def test_what_is_feared_is_no_alarm(text: str, wanted: str) -> None:
    assert urgency.of(text, split(text)) == wanted


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("mohon dibuatkan saluran supaya tidak banjir", "aspirasi"),
        ("mohon saluran diperbaiki supaya tidak banjir", "aduan"),
        ("kapan jalan ini diperbaiki?", "aduan"),
        ("kapan perbaikan jalan dimulai?", "permintaan_info"),
        ("kenapa kami tidak pernah dilayani?", "aduan"),
        ("kantor camat sabtu buka?", "permintaan_info"),
        ("tetangga membangun kandang besar", "aduan"),
    ],
)
def test_kind_goes_by_what_is_asked(text: str, intent: str) -> None:
    assert types.of(split(text), asked="?" in text)[0] == intent


def test_who_asks_whom_to_call_tells_of_what_befell_him() -> None:
    asked = ("permintaan_info", "")
    assert types.settled(asked, "medis", "darurat", split("kakek roboh, telepon siapa")) == (
        "aduan",
        "",
    )
    assert types.settled(asked, "medis", "darurat", split("benar ada yg roboh di pasar")) == asked
    assert types.settled(asked, "medis", "biasa", split("telepon siapa")) == asked


def test_nobody_wishes_for_a_bribe() -> None:
    assert types.settled(("aspirasi", ""), "pungli", "biasa") == ("aduan", "")
    assert types.settled(("aspirasi", ""), "taman", "biasa") == ("aspirasi", "")
    assert types.settled(("aspirasi", "kritik"), "pungli", "biasa") == ("aspirasi", "kritik")


@pytest.mark.parametrize(
    ("text", "flags"),
    [
        ("data kami jangan ikut dicantumkan", ("rahasia",)),
        ("ojo nganti dikandakno pak RW", ("rahasia",)),
        ("jangan buang sampah di sini", ()),
    ],
)
def test_silence_is_asked_in_many_words(text: str, flags: tuple[str, ...]) -> None:
    assert wishes.of(split(text)) == flags
