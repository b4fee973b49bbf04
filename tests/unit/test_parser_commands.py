"""A command is the whole message or a word with a ticket number; all else is a report."""

import pytest

from parser import TicketRef, Vocabulary, parse
from parser.tickets import check_ok

WORDS = Vocabulary.of({"SURGA": []})
GOOD = next(f"483920{digit}" for digit in range(10) if check_ok(f"483920{digit}"))
BAD = next(f"483920{digit}" for digit in range(10) if not check_ok(f"483920{digit}"))
EIGHT = next(f"1000000{digit}" for digit in range(10) if check_ok(f"1000000{digit}"))
NINE = next(f"10000000{digit}" for digit in range(10) if check_ok(f"10000000{digit}"))


@pytest.mark.parametrize(
    "written",
    [
        "CEK {}", "cek {}", "CEK#{}", "CEK-{}", "cek:{}", "CEK*{}", "CEK no {}", "cek no. {}",
        "cek nomor tiket {}", "CK {}", "Cekk {}", "STATUS {}", "status laporan {}", "CEK spasi {}",
        "SURGA CEK {}", "surga spasi cek spasi {}", "LAPOR CEK {}", "{}", "#{}", "no {}",
        "tiket {}", " {} ", "CEK {}.", "pagi min, cek {}", "CEK{}", "cek\n{}", "CEK {} gimana pak",
    ],
)  # fmt: skip
@pytest.mark.parametrize("digits", [GOOD, EIGHT, NINE])
def test_status_is_asked(written: str, digits: str) -> None:
    reading = parse(written.format(digits), WORDS, keyword_required=False)
    assert reading.intent == "cek"
    assert reading.tickets == (TicketRef(digits, check_ok=True),)


@pytest.mark.parametrize(
    "typed",
    [
        f"{GOOD[:2]} {GOOD[2:4]} {GOOD[4:]}", f"{GOOD[:3]}-{GOOD[3:]}", f"{GOOD[:4]} - {GOOD[4:]}",
        GOOD.replace("0", "O"), GOOD.replace("0", "o"),
    ],
)  # fmt: skip
def test_number_is_read_as_people_type_it(typed: str) -> None:
    assert parse(f"CEK {typed}", WORDS).tickets == (TicketRef(GOOD, check_ok=True),)


def test_letter_l_stands_for_one() -> None:
    assert parse(f"CEK l{EIGHT[1:]}", WORDS).tickets[0].digits == EIGHT
    assert parse(f"CEK I{EIGHT[1:]}", WORDS).tickets[0].digits == EIGHT


@pytest.mark.parametrize("text", ["CEK", "cek.", "cek pak", "cek laporan saya", "status dong min"])
def test_status_of_the_latest_is_asked_without_a_number(text: str) -> None:
    reading = parse(text, WORDS)
    assert (reading.intent, reading.tickets, reading.flags) == ("cek", (), ())


@pytest.mark.parametrize(
    "text", ["STATUS -1", "STATUS ١٢٣", "CEK 12", "cek 123.", "STATUS " + "9" * 500, "cek ٤٨٣٩٢٠٦"]
)
def test_what_is_no_number_is_told(text: str) -> None:
    reading = parse(text, WORDS)
    assert (reading.intent, reading.tickets, reading.flags) == ("cek", (), ("nomor_rusak",))


@pytest.mark.parametrize("text", [f"CEK {BAD}", "STATUS 2611-000124 (bad check)", "cek 000000"])
def test_wrong_number_is_for_the_desk_to_refuse(text: str) -> None:
    reading = parse(text, WORDS)
    assert reading.intent == "cek"
    assert [ref.check_ok for ref in reading.tickets] == [False]


@pytest.mark.parametrize(
    ("text", "intent", "body"),
    [
        (f"TAMBAH {GOOD} tiang kedua juga", "tambah", "tiang kedua juga"),
        (f"tmbh#{GOOD}#tiang kedua juga", "tambah", "tiang kedua juga"),
        (f"INFO {GOOD}: 2 tiang", "tambah", "2 tiang"),
        (f"lanjut no {GOOD} tiang kedua juga", "tambah", "tiang kedua juga"),
        (f"TAMBAH {GOOD} 2 tiang", "tambah", "2 tiang"),
        (f"SURGA tambah {GOOD} tiang", "tambah", "tiang"),
        (f"TAMBAH {BAD} tiang kedua di depan rumah pak haji", "tambah",
         "tiang kedua di depan rumah pak haji"),
        (f"BATAL {GOOD}", "batal", ""),
        (f"batalkan {GOOD} sudah baik", "batal", "sudah baik"),
        (f"BUKA {GOOD}", "buka", ""),
        (f"belum {GOOD} masih mati", "buka", "masih mati"),
        (f"NILAI {GOOD} 4", "nilai", "4"),
        (f"rating {GOOD} 9", "nilai", "9"),
        ("BANTUAN", "bantuan", ""), ("help", "bantuan", ""), ("?", "bantuan", ""),
        ("cara lapor gimana", "bantuan", ""), ("format sms", "bantuan", ""),
        ("MENU", "bantuan", ""), ("info format", "bantuan", ""), ("SURGA bantuan", "bantuan", ""),
        ("STOP", "stop", ""), ("stop.", "stop", ""), ("UNREG SURGA", "stop", ""),
        ("berhenti", "stop", ""), ("MULAI", "mulai", ""), ("HAPUS DATA SAYA", "hapus_data", ""),
        ("hapus data", "hapus_data", ""), ("PRIVASI", "privasi", ""),
    ],
)  # fmt: skip
def test_command_is_read(text: str, intent: str, body: str) -> None:
    reading = parse(text, WORDS)
    assert (reading.intent, reading.body) == (intent, body)


@pytest.mark.parametrize(
    "text",
    [
        "cek dong pak selokan di gang mawar", "status tanah kami belum jelas",
        "tambah lampu di gang mawar", "info jalan putus di gang mawar",
        "batalkan proyek itu", "buka lapak di trotoar", "belum ada lampu di gang mawar",
        "nilai rapor anak saya salah", "bantuan sosial belum cair", "cara mengurus kartu keluarga",
        "stop pungli di pasar", "mulai kapan diperbaiki", "hapus coretan di tembok sekolah",
        "cek 20000 rupiah saya hilang di kantor kelurahan", "info 15000 warga kena banjir besar",
        "TAMBAH +628123", "format kartu keluarga saya salah", "berhenti di lampu merah ditilang",
        f"tiang nomor {GOOD} roboh", "menu makan siang di sekolah basi",
    ],
)  # fmt: skip
def test_report_is_not_swallowed_by_a_command_word(text: str) -> None:
    reading = parse(text, WORDS)
    assert reading.intent in {"aduan", "aspirasi", "permintaan_info"}
    assert reading.body == text


@pytest.mark.parametrize("text", ["081234567890", "5", "1234", BAD, "12 34", "0812-3456-7890"])
def test_bare_figures_are_a_ticket_only_with_a_right_check_digit(text: str) -> None:
    assert parse(text, WORDS).intent == "tidak_jelas"


@pytest.mark.parametrize("text", ["112", "DARURAT", "panik!"])
def test_bare_call_for_help_is_urgent_and_not_blank(text: str) -> None:
    reading = parse(text, WORDS)
    assert (reading.intent, reading.urgency, reading.blank) == ("aduan", "darurat", False)


@pytest.mark.parametrize(
    ("text", "urgency"),
    [
        ("kebakaran di gang mawar", "darurat"), ("SURGA ada orang tenggelam", "darurat"),
        ("rumah kebakaran bulan lalu belum dibantu", "biasa"), ("simulasi kebakaran", "biasa"),
        ("ada maling sekarang di rumah", "darurat"), ("dulu sering ada maling", "biasa"),
        ("lampu mati", "biasa"),
    ],
)  # fmt: skip
def test_emergency_is_told_from_history(text: str, urgency: str) -> None:
    assert parse(text, WORDS).urgency == urgency


@pytest.mark.parametrize(
    ("text", "flag"),
    [
        ("SURGA RAHASIA pak kades minta uang", "rahasia"),
        ("pak kades minta uang, jgn sebut nama saya", "rahasia"),
        ("ANONIM pak kades minta uang", "anonim"),
        ("suami saya memukul, jangan dibalas", "jangan_balas"),
    ],
)
def test_wish_to_be_hidden_is_heard(text: str, flag: str) -> None:
    assert flag in parse(text, WORDS).flags


@pytest.mark.parametrize(
    "text",
    ["Pulsa Anda tidak cukup", "Terima kasih, pesan Anda telah kami terima", "Kode OTP 1234"],
)
def test_machine_is_not_taken_for_a_citizen(text: str) -> None:
    assert parse(text, WORDS).intent == "mesin"
    assert parse(f"SURGA {text}", WORDS).intent in {"aduan", "terima_kasih"}
