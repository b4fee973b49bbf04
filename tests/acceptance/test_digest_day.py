"""A day in Kediri as its mayor reads it: each number of SMS and e-mail is held to what was sent."""

import re
import shlex
import subprocess
from collections.abc import Iterator
from datetime import datetime
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

from gateway.digests.child import DigestRunner
from gateway.mail.sender import MailSender
from tests.acceptance.beginnings import Beginnings
from tests.acceptance.cases import city_scripts
from tests.acceptance.stage import Stage
from tests.mailpeer import Post, mail_server

KOMINFO, BAPPEDA = "kominfo@example.go.id", "bappeda@example.go.id"
DAY: tuple[tuple[str, str, str], ...] = (
    ("08:00", "budi", "Lampu jalan mati di Jl Veteran depan SMAN 1, sudah 3 malam gelap sekali"),
    ("08:10", "siti", "sampah menumpuk di jl Hasanudin kelurahan Bandar Lor tidak diangkut"),
    ("08:20", "joko", "SARAN tolong dibuat taman bermain anak di alun-alun kota"),
    ("08:30", "ratna", "PPID minta salinan anggaran perbaikan jalan tahun 2025"),
    ("08:40", "usil", "lampu jalan di bulan mati semua tolong kirim tangga ke langit"),
    ("08:50", "hantu", ""),
    ("08:55", "hantu", ".."),
    ("09:00", "iseng", "Selamat! Anda menang undian 100jt klik bit.ly/x pin 7"),
    ("09:05", "TELKOMSEL", "Sisa pulsa Anda Rp 12.000 berlaku s.d. 30-12-2026"),
    ("10:00", "toni", "KEBAKARAN rumah di jl Pattimura kelurahan Semampir api besar tolong!!"),
    ("10:04", "dodi", "TERIMA {toni}"),
    ("11:00", "budi", "CEK {budi}"),
)  # fmt: skip
"""Twelve SMS: three complaints (one an emergency), a suggestion, a question, a joke, two empty
ones, spam, a machine's, and two commands."""


def play(stage: Stage) -> dict[str, int]:
    """Let the day happen; return the numbers of the tickets by who reported them."""
    numbers: dict[str, int] = {}
    for at, who, text in DAY:
        stage.until(datetime.fromisoformat(f"2026-11-23 {at}").replace(tzinfo=stage.calendar.zone))
        stage.town.sms(_phone(stage, who), text.format(**numbers), line=stage.first_line)
        stage.town.work()
        for (number,) in stage.town.rows("SELECT number FROM ticket ORDER BY id DESC LIMIT 1"):
            if number not in numbers.values():
                numbers[who] = number
    for who, command in (
        ("sari", f"verify {numbers['budi']} --yes"),
        ("sari", f"assign {numbers['budi']} DISHUB --yes"),
        ("agus", f"done {numbers['budi']} 'tiga lampu diganti' --yes"),
        ("sari", f"mark-prank {numbers['usil']} 'tidak ada' --yes"),
        ("sari", f"done {numbers['toni']} 'api padam' --yes"),
    ):
        code, printed = stage.type(who, f"kentongan ticket {command}", ())
        assert code == 0, printed
    return numbers


def _phone(stage: Stage, who: str) -> str:
    return stage.script.phones[who][0] if who in stage.script.phones else who


class House:
    """The daemon's part: the runner, whose children are commands on the stage, and the mail."""

    def __init__(self, stage: Stage, post: Post) -> None:
        self.stage, self.town, self.post = stage, stage.town, post
        self.seconds = 0.0
        self.runner = DigestRunner(
            self.town.office, lambda: self.town.desk.setting, lambda: self.seconds, self._start
        )
        self.sender = MailSender(self.town.office)

    def _start(self, words: list[str]) -> "subprocess.Popen[bytes]":
        code, printed = self.stage.type("sari", shlex.join(["kentongan", *words]), ())
        assert code == 0, printed
        return subprocess.Popen(["true"])

    def until(self, local: str) -> None:
        """Let time go by, and then the house do what is due."""
        zone = self.stage.calendar.zone
        self.stage.until(datetime.fromisoformat(local).replace(tzinfo=zone))
        for _tick in range(8):
            self.runner.tick()
            if self.runner._work is not None:
                self.runner._work.process.wait(10)
        self.sender.look()


@pytest.fixture
def house(tmp_path: Path, beginnings: Beginnings) -> Iterator[House]:
    with mail_server("none") as post:
        stage = beginnings.open(
            tmp_path, city_scripts()["kediri-112"],
            more=f"[mail]\nhost = 127.0.0.1\nport = {post.port}\nsecurity = none\n"
            "sender = lapor@example.go.id\n",
        )  # fmt: skip
        yield House(stage, post)
        stage.close()


def test_the_mayor_reads_the_day_and_the_city_its_week(house: House) -> None:
    house.until("2026-11-23 07:30")  # a new installation sends nothing of the time before it
    assert house.post.taken == []
    play(house.stage)
    received = house.town.count("inbox")
    assert received == len(DAY)
    house.until("2026-11-24 06:59")
    mayor = _phone(house.stage, "mbakwali")
    assert house.town.replies(mayor, line=house.stage.first_line) == []
    house.until("2026-11-24 07:00")
    house.town.work()
    (sms,) = house.town.replies(mayor, line=house.stage.first_line)
    assert sms == (
        f"LAPOR MBAK WALI 112 23-11-2026: SMS {received}, aduan 3, selesai 2, telat 0 "
        "(terbanyak -), darurat 1, iseng 3. Tepat waktu -"
    )
    (daily,) = house.post.to(KOMINFO)
    plain = daily.get_body(("plain",))
    assert plain is not None
    text = "\n".join(plain.get_content().splitlines())
    parts = dict(re.findall(r"^(Aduan|Aspirasi|Permintaan informasi|Perintah.*?|Kosong.*?|Iseng.*?"
                            r"|Spam|Mesin.*?)  +(\d+)$", text, re.MULTILINE))  # fmt: skip
    assert list(parts.values()) == ["3", "1", "1", "2", "2", "1", "1", "1"]
    assert sum(map(int, parts.values())) == received
    house.until("2026-11-24 18:00")
    assert len(house.town.replies(mayor, line=house.stage.first_line)) == 1
    assert len(house.post.to(KOMINFO)) == 1


def test_the_week_reaches_each_mailbox_once_with_its_numbers(house: House) -> None:
    house.until("2026-11-23 07:30")
    play(house.stage)
    house.until("2026-11-30 07:10")
    house.until("2026-11-30 12:00")
    for to in (KOMINFO, BAPPEDA):
        (weekly,) = [m for m in house.post.to(to) if "Mingguan" in m["Subject"]]
        assert weekly["Subject"] == "Laporan Mingguan Aduan Warga: 23 s.d. 29 November 2026"
        assert weekly["From"] == "LAPOR MBAK WALI 112 <lapor@example.go.id>"
    kinds = [part.get_content_type() for part in weekly.walk()]
    assert kinds.count("image/png") >= 1
    html = weekly.get_body(("html",))
    assert html is not None
    for part in weekly.walk():
        if part.get_content_type() == "image/png":
            assert f"cid:{part['Content-ID'].strip('<>')}" in html.get_content()
    (book,) = [part for part in weekly.walk() if part.get_filename("").endswith(".xlsx")]
    data = book.get_payload(decode=True)
    assert isinstance(data, bytes)
    sheets = openpyxl.load_workbook(BytesIO(data))
    cells = [
        [cell.value for cell in row]
        for sheet in sheets.worksheets
        for row in sheet.iter_rows()
        if sheet.title.startswith("Pekerjaan")
    ]
    dishub = next(row for row in cells if row[0] == "DISHUB")
    assert dishub[2:7] == [0, 1, 1, 0, 0]
    plain = weekly.get_body(("plain",))
    assert plain is not None
    assert f"dari {len(DAY)} SMS masuk kotor" in plain.get_content()
    assert "Masuk 6 laporan" in plain.get_content()
    for number in house.stage.script.phones["budi"]:
        assert number[3:] not in weekly.as_string()
