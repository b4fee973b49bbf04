"""November 2026 in a small city, played by the product's own desk, with times to count by hand.

Offices work Monday to Friday, 07:30 to 16:00, and no day of this November is a holiday; 2 November
is a Monday. Deadlines: 3 hk to verify, 5 to follow up, 14 to settle, 10 for the PPID.

==  ============================  ==========================================================
A   28 Oct 09:00 lamp             DISHUB 28 Oct 10:00, progress 2 Nov 11:00, done 5 Nov 09:00,
                                  rated 5
B   30 Oct 09:00 rubbish          DLHKP 30 Oct 09:30, done 30 Oct 15:00; reopened 3 Nov 10:00,
                                  DLHKP never answers (due 10 Nov)
C   2 Nov 09:00 lamp              DISHUB 2 Nov 09:00, asks 3 Nov 08:00, answer 5 Nov 08:00,
                                  progress 6 Nov 09:00; settle was due 20 Nov, with the pause 24
D   3 Nov 09:00 lamp              DISHUB 3 Nov 09:00, handed to DLHKP 4 Nov 09:00, done
                                  10 Nov 09:00, rated 2, released
E   4 Nov 09:00 joke              marked as prank 4 Nov 15:00, its sender blocked 16 Nov
F   5 Nov 09:00 a suggestion      nobody verifies it
G   6 Nov 09:00 PPID              granted in part 13 Nov 09:00
H   9 Nov 20:00 fire              DAMKAR takes it 20:06, progress 20:30, done 10 Nov 08:00
I   10 Nov 09:00 rubbish          taken back the same day
J   11 Nov 09:00 lamp             merged into C at once
K   12 Nov 09:00 illegal levy     confidential; accuses KEC.KOTA; to be settled in 60 hk since
                                  10:00
L   2 Dec 09:00 rubbish           after the month
==  ============================  ==========================================================

The clocks are looked at three times only: 10, 11 and 30 November, 17:00.
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from gateway import orders
from gateway import setting as settings_of
from gateway.sweep import Sweep
from models import cases, reveals
from models import city as cities
from models.base import Store, Tx
from models.casework.case import Actor
from models.casework.orders import Order
from models.casework.sop import Sop
from tests.town import CITY_TOML, Town

ZONE = ZoneInfo("Asia/Jakarta")
SARI = Actor("staff:sari", "coordinator", "KOMINFO")
RULES = """
[[agency]]
code = "DISHUB"
name = "Dinas Perhubungan"
categories = ["pju"]
[[agency]]
code = "DLHKP"
name = "Dinas Lingkungan Hidup"
categories = ["sampah"]
[[agency]]
code = "DAMKAR"
name = "Pemadam Kebakaran"
[[agency]]
code = "INSPEKTORAT"
name = "Inspektorat"
[[agency]]
code = "KEC.KOTA"
name = "Kecamatan Kota"
kind = "area"
area = "35.71.01"
[emergency]
agencies = { "*" = "DAMKAR" }
[areas]
file = "wilayah.csv"
"""
AREAS = """\
code,kind,name,parent,aliases
35.71,kota,Kota Kediri,,
35.71.01,kecamatan,Kota,35.71,
35.71.01.1001,kelurahan,Semampir,35.71.01,
35.71.02,kecamatan,Mojoroto,35.71,
35.71.02.1001,kelurahan,Bujel,35.71.02,
"""
PHONE = "+62812340000"
WORDS = {
    "A": "lampu jalan mati di jl Veteran kelurahan Semampir sejak Senin",
    "B": "sampah menumpuk di jl Hasanudin kelurahan Bujel tidak diangkut",
    "C": "lampu jalan padam di jl Diponegoro kelurahan Semampir gelap sekali",
    "D": "lampu penerangan jalan rusak di jl Ahmad Yani kelurahan Bujel",
    "E": "lampu jalan di bulan mati semua tolong kirim tangga ke langit",
    "F": "SARAN tolong dibuat taman bermain anak di alun-alun kota",
    "G": "PPID minta salinan anggaran perbaikan jalan tahun 2025 untuk skripsi saya",
    "H": "KEBAKARAN rumah di jl Pattimura kelurahan Semampir api besar tolong!!",
    "I": "sampah berserakan di depan pasar Bandar kelurahan Bujel",
    "J": "lampu jalan mati juga di jl Diponegoro kelurahan Semampir",
    "K": "pungli pembuatan ktp di kecamatan kota dimintai 200 ribu",
    "L": "sampah belum diangkut di jl Imam Bonjol kelurahan Bujel",
}


@dataclass
class November:
    """The town, and the numbers of its tickets by their letters."""

    town: Town
    numbers: dict[str, int] = field(default_factory=dict)

    @property
    def sop(self) -> Sop:
        """The city's rules."""
        return self.town.desk.setting.sop

    def at(self, local: str) -> "November":
        """Let it be *local* time, as in ``11-02 09:00``."""
        self.town.now = moment(local)
        return self

    def sms(self, letter: str, text: str) -> None:
        """Let the reporter of *letter* write; ``#`` in *text* is the ticket's number."""
        number = f"{PHONE}{ord(letter):03d}"
        self.town.sms(number, text.replace("#", str(self.numbers.get(letter, ""))))
        self.town.work()

    def report(self, local: str, letter: str, **values: str) -> None:
        """Let *letter* be reported; the coordinator sets *values* where the words do not tell."""
        self.at(local).sms(letter, WORDS[letter])
        ((number,),) = self.town.rows("SELECT number FROM ticket ORDER BY id DESC LIMIT 1")
        self.numbers[letter] = number
        if values:
            self.do(local, letter, "set", values=tuple(values.items()))

    def do(self, local: str, letter: str, verb: str, by: str = "", **more: Any) -> None:
        """Let the coordinator, or an officer of agency *by*, carry out an order."""
        self.at(local)
        actor = Actor("officer:7", "officer", by, officer=7) if by else SARI
        setting, now = self.town.desk.setting, self.town.now
        wanted = Order(verb, **more)
        done = self.town.write(
            lambda tx: orders.order(tx, self.numbers[letter], wanted, actor, setting, now)
        )
        assert not done.refused, (letter, verb, done.refused, done.notes)
        self.town.work()

    def given(self, local: str, letter: str, agency: str) -> None:
        """Let the coordinator verify *letter* and assign it."""
        self.do(local, letter, "verify")
        self.do(local, letter, "assign", agency=agency)

    def sweep(self, local: str) -> None:
        """Let the clocks do what is due."""
        self.at(local)
        Sweep(self.town.office, lambda: self.town.desk.setting).tick()
        self.town.work()

    def merge(self, local: str, letter: str, into: str) -> None:
        """Let *letter* go on as part of *into*."""
        with self.town.store.reading() as tx:
            other = cases.by_number(tx, self.numbers[into])
        self.do(local, letter, "merge", into=other)


def moment(local: str) -> datetime:
    """Return the UTC time of ``11-02 09:00`` (2026) in Kediri."""
    return datetime.fromisoformat(f"2026-{local}").replace(tzinfo=ZONE).astimezone(UTC)


def begin(store: Store, folder: Path) -> November:
    """Return the town before anything has happened."""
    town = Town(store, folder, moment("10-28 08:00"))
    (folder / "wilayah.csv").write_text(AREAS)
    (folder / "city.toml").write_text(CITY_TOML + RULES)
    town.office.city = cities.load(folder / "city.toml")
    town.desk.setting = settings_of.setting(town.office.settings, town.office.city)
    return November(town)


def play(story: November) -> November:
    """Let all happen that the table tells, and some noise that makes no ticket."""
    _october(story)
    _first_week(story)
    _second_week(story)
    _noise(story)
    story.sweep("11-30 17:00")
    story.at("11-30 18:00").town.write(_revealed)
    story.report("12-02 09:00", "L")
    return story


def _october(story: November) -> None:
    story.report("10-28 09:00", "A")
    story.given("10-28 10:00", "A", "DISHUB")
    story.report("10-30 09:00", "B")
    story.given("10-30 09:30", "B", "DLHKP")
    story.do("10-30 15:00", "B", "done", by="DLHKP", text="sudah diangkut")


def _first_week(story: November) -> None:
    story.report("11-02 09:00", "C")
    story.given("11-02 09:00", "C", "DISHUB")
    story.do("11-02 11:00", "A", "progress", by="DISHUB", text="regu berangkat")
    story.report("11-03 09:00", "D")
    story.given("11-03 09:00", "D", "DISHUB")
    story.do("11-03 08:00", "C", "ask", by="DISHUB", text="tiang nomor berapa")
    story.at("11-03 10:00").sms("B", "BUKA # belum diangkut semua")
    story.do("11-04 09:00", "D", "assign", agency="DLHKP")
    story.report("11-04 09:00", "E")
    story.do("11-04 15:00", "E", "prank", text="tidak ada")
    story.do("11-05 09:00", "A", "done", by="DISHUB", text="lampu diganti")
    story.at("11-05 08:00").sms("C", "TAMBAH # tiang 17 dekat warung")
    story.report("11-05 09:00", "F")
    story.at("11-05 12:00").sms("A", "NILAI # 5")
    story.do("11-06 09:00", "C", "progress", by="DISHUB", text="menunggu suku cadang")
    story.report("11-06 09:00", "G")


def _second_week(story: November) -> None:
    story.report("11-09 20:00", "H")
    story.do("11-09 20:06", "H", "accept", by="DAMKAR")
    story.do("11-09 20:30", "H", "progress", by="DAMKAR", text="dua unit di lokasi")
    story.do("11-10 08:00", "H", "done", by="DAMKAR", text="api padam")
    story.do("11-10 09:00", "D", "done", by="DLHKP", text="lampu diganti oleh regu B")
    story.do("11-10 10:00", "D", "release")
    story.at("11-10 10:00").sms("D", "NILAI # 2")
    story.report("11-10 09:00", "I")
    story.at("11-10 11:00").sms("I", "BATAL #")
    story.sweep("11-10 17:00")
    story.report("11-11 09:00", "J")
    story.merge("11-11 09:30", "J", "C")
    story.sweep("11-11 17:00")
    story.report("11-12 09:00", "K")
    partly = (("outcome", "partly"),)
    story.do("11-12 10:00", "K", "set", values=(("grade", "field_check"),))
    reason = "hanya ringkasan, rincian dikecualikan"
    story.do("11-13 09:00", "G", "done", text=reason, values=partly)


def _revealed(tx: Tx) -> None:
    """Let Sari have looked at a reporter's number twice, and at an original once."""
    for shown in ("number", "original", "number"):
        reveals.log(tx, shown, actor=SARI.label, reason="telepon balik", now=moment("11-30 18:00"))


def _noise(story: November) -> None:
    """Send two ghosts, spam, a machine's text, CEK, one of two parts, and what a block stops."""
    story.do("11-16 08:00", "E", "block", text="iseng")
    story.at("11-16 08:30").sms("E", "lampu jalan mati juga di jl Mars nomor 1")
    story.at("11-16 09:00").sms("X", "")
    story.at("11-16 09:05").sms("X", "..")
    story.at("11-16 10:00").sms("Y", "Selamat! Anda menang undian 100jt klik bit.ly/x pin 7")
    story.at("11-16 11:00").sms("F", "CEK #")
    town = story.town
    town.sms("TELKOMSEL", "Sisa pulsa Anda Rp 12.000 berlaku s.d. 30-12-2026")
    town.work()
    town.offer(*town.parts(f"{PHONE}090", "lubang " * 40)[:1])
