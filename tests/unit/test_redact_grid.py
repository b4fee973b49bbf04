"""Numbers and addresses in each way of writing and frame: none is left, nothing else is cut."""

import random
import re
import unicodedata
from collections.abc import Callable
from functools import partial

import pytest

from models.redaction import cut
from parser.reader import parse
from parser.reading import Vocabulary
from parser.redact import find

WORDS = ("nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan")
LAPAN = ("kosong", *WORDS[1:8], "lapan", "sembilan")
Writer = Callable[[str], str]
EACH = 6  # turns of each combination


def _digits(dice: random.Random, count: int) -> str:
    return "".join(dice.choices("0123456789", k=count))


def _grouped(digits: str, size: int, mark: str) -> str:
    return mark.join(digits[at : at + size] for at in range(0, len(digits), size))


def _said(digits: str, words: tuple[str, ...] = WORDS, mark: str = " ") -> str:
    return mark.join(words[int(digit)] for digit in digits)


def _doubled(digits: str) -> str:
    return re.sub(
        r"dobel (\w+) \1\b", r"dobel \1", re.sub(r"\b(\w+) \1\b", r"dobel \1", _said(digits))
    )


PHONES: dict[str, Writer] = {
    "plain": str,
    **{f"4 by {mark!r}": partial(_grouped, size=4, mark=mark) for mark in
       (" ", ".", "-", "/", "_", ", ", "\n", "\t", "~", "–", "\u200b", "\u00a0", " strip ")},
    **{f"{size} by blank": partial(_grouped, size=size, mark=" ") for size in (1, 2, 3)},
    "+62": lambda m: "+62" + m[1:],
    "+62 parted": lambda m: "+62 " + _grouped(m[1:], 4, "-"),
    "(+62)": lambda m: "(+62) " + m[1:],
    "0062": lambda m: "0062" + m[1:],
    "brackets": lambda m: f"({m[:4]}) {m[4:]}",
    "full width": lambda m: "".join(chr(0xFF10 + int(c)) for c in m),
    "O for 0": lambda m: m.replace("0", "O"),
    "l for 1": lambda m: m.replace("1", "l"),
    "spelled": _said,
    "lapan": lambda m: _said(m, LAPAN),
    "glued": lambda m: _said(m, mark=""),
    "half": lambda m: f"{m[:4]} {_said(m[4:])}",
    "doubled": lambda m: _doubled(m[:3] + m[3:7] * 2),
    "emoji": lambda m: "📞" + m,
    "stars": lambda m: f"*{m}*",
}  # fmt: skip
CALLS = (
    "lampu mati, hubungi {} segera", "jalan rusak. {}", "{} lampu mati", "no hp {}, tolong",
    "got mampet ({}) sudah lama", "nomor saya {} trims", "(1/2) {} jalan rusak",
    "RT 003 ({}) banjir",
)  # fmt: skip
NIKS: dict[str, Writer] = {
    "plain": str,
    **{f"{size} by {mark!r}": partial(_grouped, size=size, mark=mark)
       for size in (2, 4, 8) for mark in (" ", ".", "-", "\n") if size > 2 or mark != "\n"},
    "6 6 4": lambda n: f"{n[:6]} {n[6:12]} {n[12:]}",
    "spelled": _said,
}  # fmt: skip
SHOWN = ("NIK {} belum aktif", "KK {} tidak terdaftar", "{} kok bansos tidak cair", "no kk: {}")
MAILS = (
    "{0}@{1}.com", "{0} @ {1}.com", "{0}(at){1}.com", "{0} at {1}.co.id", "{0} at {1} titik com",
    "{0} at {1} dot co dot id", "{0}@{1} dot com", "{0} keong {1}.com", "{0}@{1},com",
    "{0}@{1} . com", "siti titik {0} at {1}.com", "{0}(at)students.uin.ac.id",
    "{0} at kota titik go titik id",
)  # fmt: skip
BANKS = (
    "BCA", "BRI", "bni", "Mandiri", "Bank Jatim", "Bank Nagari", "SeaBank", "Jago", "Muamalat",
    "Panin", "Jenius", "rek Bank Sulteng", "norek", "rekening:", "tf ke BSI", "VA",
)  # fmt: skip
WALLETS = ("dana", "gopay", "OVO ke", "shopeepay", "spay", "LinkAja:")
PLATES = (
    "motor {0} {1} {2}", "mobil {0}{1}{2}", "truk {0}-{1}-{2}", "nopol: {0} {1} {2}",
    "ada yang ngebut {0} {1} {2}", "avanza hitam {0} {1} {2}", "bus {0}.{1}.{2}",
)  # fmt: skip
SECRETS = (
    "PIN {}", "kode OTP: {}", "kode verifikasi {}", "pin saya {}", "pin atm saya {}", "otpnya {}",
    "kode otp adalah {}",
)  # fmt: skip
THERE = ("{} sudah seminggu", "tolong {} ditindak", "jalan rusak, {}")


def _left(text: str, frame: str, kinds: str) -> bool:
    """Tell whether *text* is not *frame* with one find of *kinds*, marks beside it apart."""
    frame = frame.replace("RT 003", "[alamat]")
    plain = re.sub(r"[^\w\[\]]", "", text)
    one = re.escape(re.sub(r"[^\w{}\[\]]", "", frame)).replace(r"\{\}", rf"\[(?:{kinds})\]")
    return re.fullmatch(one, plain) is None


def _mobile(dice: random.Random) -> str:
    return "08" + dice.choice("1235789") + _digits(dice, dice.choice([8, 9]))


def test_every_phone_is_cut_and_nothing_else() -> None:
    dice = random.Random(1)
    wrong = [
        (name, text)
        for name, write in PHONES.items()
        for frame in CALLS
        for _turn in range(EACH)
        if _left(text := cut(frame.format(write(_mobile(dice)))), frame, "telepon|rekening")
    ]
    assert wrong == []


def test_every_nik_and_kk_is_cut_and_nothing_else() -> None:
    dice = random.Random(2)
    wrong = []
    for name, write in NIKS.items():
        for frame in SHOWN:
            for _turn in range(EACH):
                born = f"{dice.randint(1, 28) + dice.choice([0, 40]):02}{dice.randint(1, 12):02}"
                nik = dice.choice(["357101", "727101", "137502"]) + born + _digits(dice, 6)
                if _left(text := cut(frame.format(write(nik))), frame, "nik|kk|rekening"):
                    wrong.append((name, text))
    assert wrong == []


def test_every_address_is_cut_and_nothing_else() -> None:
    wrong = []
    for mail in MAILS:
        for frame in (
            "kirim ke {} ya",
            "email saya {}",
            "{} itu alamat saya",
            "balas ke {}, trims",
        ):
            for name in ("budi", "siti.aminah", "joko_88", "rahma-dewi"):
                for host in ("gmail", "yahoo", "ymail", "hotmail"):
                    text = cut(frame.format(mail.format(name, host)))
                    wrong += [text] if _left(text, frame, "email") else []
    assert wrong == []


def _in_account(dice: random.Random, name: str) -> tuple[str, str]:
    digits = dice.choice("12345679") + _digits(dice, dice.choice([9, 12, 14]))
    return f"{name} {{}}", _grouped(digits, *dice.choice([(20, ""), (4, " "), (5, "-"), (3, ".")]))


def test_every_account_is_cut_and_nothing_else() -> None:
    dice = random.Random(4)
    told = [_in_account(dice, bank) for bank in BANKS for _turn in range(5 * EACH)]
    told += [(f"{wallet} {{}}", _mobile(dice)) for wallet in WALLETS for _turn in range(EACH)]
    wrong = [
        text
        for said, digits in told
        for there in THERE
        if _left(text := cut((frame := there.format(said)).format(digits)), frame, "rekening")
    ]
    assert wrong == []


def test_every_plate_and_pin_is_cut_and_nothing_else() -> None:
    dice = random.Random(5)
    wrong = []
    for plate in PLATES:
        vehicle, _blank, shape = plate.partition(" {0}")
        for area in ("AG", "B", "DN", "BA", "L", "D", "KH"):
            number = ("{0}" + shape).format(
                area, dice.randint(1000, 9999), dice.choice(["XX", "QR"])
            )
            for there in THERE:
                frame = there.format(f"{vehicle} {{}}")
                text = cut(frame.format(number))
                wrong += [text] if _left(text, frame, "plat") else []
    for secret in SECRETS:
        for there in THERE:
            frame = there.format(secret)
            text = cut(frame.format(dice.choice([_digits(dice, 6), "316-918", "4821"])))
            wrong += [text] if _left(text, frame, "pin") else []
    assert wrong == []


ALIKE = (
    "Rp 1.500.000.000", "rp 25000000", "sebesar 2.750.000", "150 juta", "22-11-2026",
    "22/11/2026", "22.11.2026 08.15", "22 11 2026", "2026-11-22", "22112026", "07:30:15",
    "08.00 - 16.00", "1x24 jam", "2024 2025 2026", "TA 2025/2026", "1.250 warga", "12 x 3 meter",
    "60 km/jam", "220 volt 1300 watt", "UU 27/2022", "pasal 27 ayat 3",
    "PP 12 tahun 2019 pasal 4", "tiang no 123", "gardu KDR 112", "no tiang B12", "bus nomor 12",
    "koridor 4", "KA 170", "tiket 4839206", "no 1234566", "112", "1708", "call center 14045",
    "SMPN 12", "kelas 12 IPA 3", "satu dua tiga", "kosong dua tahun", "dobel dua kali",
    "a 100 kg", "L 300", "F 16", "AC 2 PK", "bd 2000 an", "b 3000 an", "5 6 7 8", "100-200-300",
    "-7.8166, 112.0114", "-0.8917, 119.8707", "nilai 8.5", "PM 2.5",
)  # fmt: skip


@pytest.mark.parametrize("alike", ALIKE)
def test_what_is_nobodys_number_stays(alike: str) -> None:
    for frame in (
        "got mampet {} di pasar",
        "kata petugas {} kok belum",
        "{} lampu mati",
        "pak, {}?",
    ):
        for text in (frame.format(alike), frame.format(alike).upper()):
            assert "[" not in cut(text)


def _kc(text: str) -> str:
    return unicodedata.normalize("NFKC", text)


def test_what_is_cut_once_stays_so_for_everybody() -> None:
    dice = random.Random(6)
    for write in PHONES.values():
        for frame in CALLS:
            text = frame.format(write(_mobile(dice)))
            for audience in ("search", "officer", "public"):
                once = cut(text, audience)
                assert cut(once, audience) == once
                plain = frame.replace("RT 003", "[alamat]" if audience != "officer" else "RT 003")
                assert sum(map(str.isdigit, _kc(once))) == sum(map(str.isdigit, plain))


SPANNED = {
    "telepon": "0812-3456-7801", "nik": "3571015508850003", "email": "budi.s@gmail.com",
    "plat": "AG 1234 XY", "rekening": "rek BRI 003401000123456", "nama": "pak Sutrisno",
}  # fmt: skip
WRAPPED = (
    "{}", "SURGA {}", "surga spasi {}", "Surga – {}", "ass wr wb, {}", "Fwd: {}", "📞 {} 🙏",
    "*{}*",
    "lampu\u200b mati {}", "[22/11 08.15] Budi: {}", "SURGA#{}", "(1/2) {}", "S U R G A {}", "“{}”",
    "cek 1234566 {}", "TAMBAH 1234566 {}", "ＳＵＲＧＡ {}", "{}\u0007", "nuwun sewu, {}",
)  # fmt: skip


def test_flags_and_places_are_right_however_a_text_is_wrapped() -> None:
    city = Vocabulary.of({"SURGA": []})
    for wrapper in WRAPPED:
        for frame in ("lampu mati, {} ya", "{} jalan rusak", "got mampet di pasar {}", "{}"):
            for kind, secret in SPANNED.items():
                reading = parse(wrapper.format(frame.format(secret)), city)
                found = {span.kind: reading.body[span.start : span.end] for span in reading.spans}
                assert found.get(kind, "-") in secret, (wrapper, frame, kind)
                flags = {flag[4:] for flag in reading.flags if flag.startswith("pii:")}
                assert flags == found.keys() - {"pin"}
                assert reading.spans == find(reading.body)
