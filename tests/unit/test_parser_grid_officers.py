"""What officers write of a ticket, in all usual forms: commands, sentences, and what is none."""

from collections.abc import Iterator
from random import Random

import pytest

from models.actions import Context
from models.suggest import suggest
from parser.damm import checksum
from parser.reading import Reading
from tests.unit.test_parser_metamorphic import read

ACTS = {
    "disposisi": "DISPOSISI disp dispo dispos disposisikan dispossi desposisi teruskan limpahkan",
    "terima": "TERIMA trm trima terma terim diterima",
    "proses": "PROSES pros prses tl tindak_lanjut porses prosess diproses",
    "selesai": "SELESAI sls slesai beres kelar rampung tuntas selsai sellesai done",
    "tolak": "TOLAK tlk tolk tollak ditolak kembalikan",
    "tanya": "TANYA tny tnya tanyakan tanyak",
    "catat": "CATAT ctt catt catatan cattat dicatat",
    "gabung": "GABUNG gbg gabungkan gabun digabung",
    "rahasia": "RAHASIA rhs rahsia rahasiakan rhasia",
    "prank": "PRANK prnk iseng parnk",
}
NOTES = {
    "disposisi": "|mohon segera|lubang di depan pasar|pelapor 081234567890|no 12 RT 3|tgl 25/11",
    "terima": "|segera kami cek|besok pagi dicek|regu B",
    "proses": "regu berangkat jam 9|material datang 25/11|anggaran Rp 2.500.000 diajukan\
|baru 50%",
    "selesai": "got dikeruk 30 m oleh regu B|diganti 2 lampu LED 40w tgl 22/11\
|aspal ditambal: 3 titik",
    "tolak": "bukan wewenang kami|milik PLN, hub 123|tanah pribadi warga RT 3",
    "tanya": "RT berapa pak?|sejak kapan mati|nomor tiang berapa|ukuran lubang 1 atau 2 meter",
    "catat": "menunggu material|pelapor tidak bisa dihubungi 081234567890\
|surat no 12 sudah dikirim",
    "gabung": "|satu lokasi",
    "rahasia": "|pelapor takut",
    "prank": "|sudah 3x|tidak ada kejadian",
}
AGENCIES = """dishub=DISHUB, dlhkp=DLHKP, PU=PUPR, Satpol PP=SATPOLPP, ke dinsos=DINSOS,
dinas perhubungan=DISHUB, bag hukum=BAG.HUKUM, dinas lingkungan hidup=DLHKP, dinas PU=PUPR,
kec. Mojoroto=KEC.MOJOROTO, kecamatan pesantren=KEC.PESANTREN, kpd kepala dinas kesehatan=DINKES,
satuan polisi pamong praja=SATPOLPP, kantor dispenduk=DISPENDUK"""
OFFERED = """dihsub=DISHUB, dishb=DISHUB, dinas sosil=DINSOS, satpol=SATPOLPP, kadishub=DISHUB,
dinas kependudukan=DISPENDUK, dinas pemberdayaan=DP3AP2KB, dinas kelautan=, kelurahan Bujel=,
dinas="""
NUMBERED = """{a} {n}|{a}{n}|{a} #{n}|{a}#{n}|{a} no {n}|{a} no. {n}|{a} no{n}|{a} tiket {n}|\
{a} nomor {n}|{a} tkt {n}|{a} notiket {n}|{a} laporan no {n}|{n} {a}|{n}: {a}|tiket {n} {a}|\
{a} {d}|{a} {s}|{a} {h}|{a}: {n}|{a}/{n}|{a} ({n})|*{a}* {n}|{a}\n{n}|{a} - {n}"""
OPENED = """||siap ndan, |ijin |pak koord, |mohon arahan, |izin lapor |Assalamualaikum pak |86 |\
mohon ijin ndan |baik pak |oke |sugeng enjing pak |punten |min """
CLOSED = "||| trims| 🙏| mks pak| demikian ndan|. Terima kasih pak"
JOINED = " |: | - |\n|, "
WITH = " {}| ke {}| dan {}|, {}| dgn {}| & {}|+{}| ke tiket no {}"

SAID = {
    "selesai": """lampu sudah kami ganti tadi pagi|sampah telah diangkut truk jam 7\
|jalan wis ditambal\
|lampuna tos digentos|sampah so diangkat|alah kami ganti lampunyo|reklame sudah dibongkar\
|bantuan sudah disalurkan ke warga|tiang miring sudah diluruskan|air sudah mengalir normal""",
    "proses": """sedang dikerjakan regu B|tim sudah di lokasi|baru dikerjakan 50 persen\
|lagi digarap\
|keur dikerjakeun|sedang dilakukan pengerukan|mulai dikerjakan hari ini\
|sedang kami cek lapangan""",
    "tolak": """ternyata milik provinsi|bukan tupoksi dishub|itu jalan nasional\
|itu tanggung jawab PLN\
|lokasi masuk kabupaten|mohon dialihkan ke PUPR, bukan kami|aset milik PT KAI""",
    "tanya": """tolong tanyakan ke pelapor nomor tiangnya|minta pelapor kirim foto\
|mohon pelapor ditanya nomor rumahnya|taroskeun ka pelapor patokanana""",
    "catat": """besok dikerjakan|alat di bengkel, ditunda senin|warga tidak bisa dihubungi\
|anggaran belum ada|sesuk digarap|sudah koordinasi dengan PLN|menunggu persetujuan kadis""",
    "gabung": "sama dengan {m}|podo karo {m}|dobel dengan {m}, mohon digabung|duplikat {m}",
    "terima": "siap kami cek|siap dilaksanakan|segera kami tindaklanjuti|siap kami tangani",
    "rahasia": "mohon nama pelapor disamarkan|identitas pelapor mohon dirahasiakan",
    "prank": "ternyata laporan palsu|setelah dicek hoax",
    "disposisi": """mohon diteruskan ke PUPR|tolong dialihkan ke dishub\
|mohon dilimpahkan ke dinas PU\
|limpahkan ke satpol pp""",
}
TOLD = """{n} {s}|{s} {n}|tiket {n} {s}|pak {n} {s}|{s}, tiket {n}|lapor ndan {n} {s}|{n}: {s}|\
izin lapor {s} {n}|siap ndan {n} {s}|ijin ndan, {s} utk tiket {n}|{n}\n{s}|update {n} {s}"""

NO_ORDERS = """disposisi surat saya di kecamatan Mojoroto tidak jelas\
|proses KTP saya 3 bulan belum jadi
terima bansos tidak sesuai data di RT 3|tl perempatan Sukarame mati total\
|catat ya pak, lampu mati di Jl Dhoho
selesai hujan jalan Veteran banjir|rampung proyek got di Jl Kawi malah mampet\
|tanya syarat bikin KK
tolak tower di RT 5 Kel Bujel|rahasia umum pungli di kelurahan Betet|telat terus guru SDN 2
rahasiakan nama saya, lurah Bujel minta uang|iseng anak-anak merusak lampu taman di Jl Veteran
daftar antrian puskesmas Sukorame susah|gabung jalan tembus Kel Bujel dan Betet rusak"""

Case = tuple[str, str, str, str]
"""Text, act, ticket, and the other ticket or the agency."""


def ticket(draw: Random, digits: int = 7) -> str:
    """Return a number with a right check digit."""
    first = str(draw.randrange(10 ** (digits - 2), 10 ** (digits - 1)))
    return first + str(checksum(first))


def pick(draw: Random, text: str, between: str = "|") -> str:
    return draw.choice(text.split(between))


def officer(text: str, role: str = "petugas") -> Reading:
    return read({"id": "grid", "city": "kediri", "channel": "modem", "role": role}, text)


def commands(draw: Random, tried: int) -> Iterator[Case]:
    """Yield orders in all forms of their act, number, note, opening and end."""
    for _ in range(tried):
        act = draw.choice([*ACTS])
        n = ticket(draw, draw.choice([7, 7, 7, 8, 9]))
        forms = {"d": f"{n[:-6]}.{n[-6:-3]}.{n[-3:]}", "s": f"{n[:3]} {n[3:]}"}
        forms |= {"a": pick(draw, ACTS[act], " ").replace("_", " "), "h": f"{n[:3]}-{n[3:]}"}
        text, more = pick(draw, NUMBERED).format(n=n, **forms), ""
        if act == "disposisi":
            name, more = pick(draw, AGENCIES.replace("\n", " "), ", ").split("=")
            text = f"{text} {name}"
        if act == "gabung":
            more = ticket(draw, len(n))
            text += pick(draw, WITH).format(more)
        note = pick(draw, NOTES[act])
        text += f"{pick(draw, JOINED)}{note}" if note else ""
        text = pick(draw, OPENED) + text + pick(draw, CLOSED)
        yield draw.choice([text, text.lower(), text.upper(), text.title()]), act, n, more


def sentences(draw: Random, tried: int) -> Iterator[Case]:
    """Yield what officers tell of a ticket in their own words."""
    for _ in range(tried):
        act = draw.choice([*SAID])
        n = ticket(draw)
        said = pick(draw, SAID[act]).format(m=ticket(draw))
        text = pick(draw, TOLD).format(n=n, s=said) + pick(draw, CLOSED)
        yield draw.choice([text, text, text.upper()]), act, "" if act == "gabung" else n, ""


@pytest.mark.parametrize(
    ("cases", "enough"),
    [(commands(Random(42), 2000), 0.998), (sentences(Random(43), 1500), 0.998)],
    ids=["commands", "sentences"],
)
def test_officers_are_read_in_every_form(cases: Iterator[Case], enough: float) -> None:
    """The act, the ticket, and the agency or the other ticket."""
    wrong, tried = [], 0
    for text, act, n, more in cases:
        tried += 1
        found = officer(text)
        right = found.intent == f"petugas_{act}" and n in {"", *(t.digits for t in found.tickets)}
        if not right or (more and more not in {found.agency, found.into and found.into.digits}):
            wrong.append((text, found.intent, found.agency))
    assert len(wrong) <= (1 - enough) * tried, wrong


@pytest.mark.parametrize("named", OFFERED.replace("\n", " ").split(", "))
def test_slip_in_agency_is_offered_and_never_taken(named: str) -> None:
    name, code = named.split("=")
    for text in (f"disposisi 1234566 {name}", f"siap ndan, disp no 1234566 ke {name}"):
        found = officer(text)
        assert (found.agency, found.suggest) == ("", code), text


@pytest.mark.parametrize("role", ["petugas", "warga"])
def test_report_that_begins_with_an_act_stays_one(role: str) -> None:
    for said in NO_ORDERS.replace("\n", "|").split("|"):
        for opened in ("", "pak ", "selamat pagi pak, ", "siap ", "oke "):
            for closed in ("", " trims", " mohon ditindaklanjuti", ". Terima kasih"):
                found = officer(opened + said + closed, role)
                action = suggest(found, Context(role=role))
                kept = action.name.startswith(("create", "ticket", "ask"))
                assert kept, (opened + said + closed, found.intent, action.name)


def test_order_of_a_citizen_does_nothing() -> None:
    """Half of them bear a slip or a word that is an act of officers only."""
    deeds = "assign accept progress_notify resolve_notify return_to_coordinator merge strike"
    for text, _act, _n, _more in commands(Random(44), 400):
        action = suggest(officer(text, "warga"), Context())
        assert action.name not in f"{deeds} internal_note mark_confidential reply_list".split(), (
            text
        )
