"""Made-up but realistic reports of Kediri, and one in which every word is hostile."""

import json
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from reports.page import Cell, Chart, Column, Fact, Hidden, Report, Section, Table

WIB = ZoneInfo("Asia/Jakarta")
CITY = "LAPOR MBAK WALI 112, Kota Kediri"
DATA = Path(__file__).with_name("data")

# fmt: off
AGENCIES: tuple[tuple[Cell, ...], ...] = (
    # opening, in, done, rejected, closing, overdue, on time, hours, days, rating, again
    ("PUPR", "merah", 31, 34, 29, 2, 34, 9, 0.71, 11.4, 6.5, 3.82, 3),
    ("DLHKP", "hijau", 14, 29, 31, 0, 12, 1, 0.96, 3.1, 1.8, 4.61, 0),
    ("DISHUB", "hijau", 9, 21, 22, 1, 7, 0, 1.0, 2.4, 1.2, 4.74, 1),
    ("PERKIM", "kuning", 12, 11, 8, 0, 15, 3, 0.82, 7.9, 8.25, 4.05, 0),
    ("DINSOS", "hijau", 4, 9, 9, 0, 4, 0, 1.0, 1.5, 2.0, 4.9, 0),
    ("SATPOLPP", "hijau", 2, 8, 9, 0, 1, 0, 1.0, 0.6, 0.5, 4.5, 0),
    ("PDAM", "kuning", 5, 7, 5, 0, 7, 2, 0.78, 9.3, 4.0, 3.9, 1),
    ("DISPENDUK", "hijau", 1, 4, 4, 0, 1, 0, 1.0, 4.0, 1.0, None, 0),
    ("INSPEKTORAT", "kuning", 3, Hidden(), Hidden(), 0, 4, 1, 0.75, 26.0, None, None, 0),
    ("KEC.MOJOROTO", "hijau", 0, 3, 2, 1, 0, 0, 1.0, 5.2, 3.0, None, 0),
)
# fmt: on
PER_AGENCY = Table(
    "opd",
    "Pekerjaan tiap OPD minggu ini",
    (
        Column("OPD"),
        Column("Warna", "light"),
        Column("Sisa awal", "number"),
        Column("Masuk", "number"),
        Column("Selesai", "number"),
        Column("Ditolak / alih", "number"),
        Column("Sisa akhir", "number"),
        Column("Lewat batas", "number"),
        Column("Tepat waktu", "percent"),
        Column("Respon pertama (median)", "hours"),
        Column("Selesai dalam (median)", "days"),
        Column("Nilai warga", "rating"),
        Column("Dibuka lagi", "number"),
    ),
    AGENCIES,
    note="Sisa akhir = sisa awal + masuk - selesai - ditolak/alih. Waktu dihitung dalam jam kerja; "
    "waktu tunda tidak ikut. Nilai disembunyikan bila penilai kurang dari 5.",
    total=("Seluruh kota", None, 81, 128, 121, 4, 84, 16, 0.87, 4.2, 2.9, 4.36, 5),
)
WEEKS = tuple(date(2026, 8, 31) + timedelta(days=7 * n) for n in range(12))
FLOW = Table(
    "arus",
    "Laporan masuk dan selesai tiap minggu",
    (
        Column("Minggu mulai", "date"),
        Column("Masuk", "number"),
        Column("Selesai", "number"),
        Column("Sisa", "number"),
    ),
    tuple(
        (week, taken, done, rest)
        for week, taken, done, rest in zip(
            WEEKS,
            (96, 104, 88, 93, 121, 117, 109, 98, 102, 131, 116, 128),
            (90, 97, 95, 99, 101, 112, 118, 107, 99, 110, 113, 125),
            (62, 69, 62, 56, 76, 81, 72, 63, 66, 87, 81, 84),
            strict=True,
        )
    ),
)
STACK = Table(
    "ketepatan",
    "Tindak lanjut pertama tiap OPD",
    (
        Column("OPD"),
        Column("Tepat waktu", "number"),
        Column("Terlambat", "number"),
        Column("Masih berjalan", "number"),
    ),
    (
        ("PUPR", 20, 9, 5),
        ("DLHKP", 26, 1, 2),
        ("DISHUB", 20, 0, 1),
        ("PERKIM", 7, 3, 1),
        ("DINSOS", 9, 0, 0),
        ("SATPOLPP", 8, 0, 0),
        ("PDAM", 4, 2, 1),
        ("DISPENDUK", 4, 0, 0),
    ),
)
CATEGORIES = (
    ("Jalan dan jembatan rusak", 41),
    ("Lampu jalan mati (PJU)", 27),
    ("Sampah dan kebersihan", 19),
    ("Saluran air dan banjir", 14),
    ("Pohon tumbang, pemangkasan", 9),
    ("Keluhan sosial, ODGJ, orang telantar", 7),
    ("Air minum", 5),
    ("Pelayanan publik", 4),
    ("Bantuan sosial", 2),
)


def _cumulated() -> tuple[tuple[Cell, ...], ...]:
    whole, rows, so_far = sum(n for _, n in CATEGORIES), [], 0
    for name, count in CATEGORIES:
        so_far += count
        rows.append((name, count, so_far / whole))
    return tuple(rows)


PARETO = Table(
    "kategori",
    "Laporan menurut kategori",
    (Column("Kategori"), Column("Laporan", "number"), Column("Bagian bersama", "percent")),
    _cumulated(),
)
FUNNEL = Table(
    "saringan",
    "Dari SMS masuk sampai selesai",
    (Column("Langkah"), Column("Jumlah", "number")),
    (
        ("SMS masuk kotor", 642),
        ("Laporan sah", 128),
        ("Didisposisikan", 119),
        ("Ditindaklanjuti", 112),
        ("Selesai", 97),
    ),
)
BOX = Table(
    "waktu",
    "Jam kerja sampai tindak lanjut pertama",
    (
        Column("OPD"),
        Column("n", "number"),
        Column("Tercepat", "hours"),
        Column("Seperempat", "hours"),
        Column("Median", "hours"),
        Column("Tiga perempat", "hours"),
        Column("Terlama", "hours"),
    ),
    (
        ("PUPR", 29, 1.2, 6.0, 11.4, 22.5, 41.0),
        ("DLHKP", 27, 0.3, 1.4, 3.1, 6.8, 18.0),
        ("DISHUB", 20, 0.2, 1.1, 2.4, 4.0, 9.5),
        ("PERKIM", 10, 2.0, 4.4, 7.9, 16.0, 30.2),
        ("PDAM", 6, 3.1, 5.0, 9.3, 20.1, 33.0),
        ("SATPOLPP", 8, 0.1, 0.3, 0.6, 1.0, 2.2),
    ),
)
HEAT = Table(
    "wilayah_kategori",
    "Laporan menurut kelurahan dan kategori",
    (
        Column("Kelurahan"),
        *(
            Column(title, "number")
            for title in ("Jalan", "Lampu", "Sampah", "Air", "Pohon", "Sosial", "Pungli")
        ),
    ),
    (
        ("Mojoroto", 9, 4, 2, 1, 1, 0, 0),
        ("Campurejo", 7, 5, 0, 2, 0, 1, Hidden()),
        ("Bandar Lor", 4, 3, 3, 1, 2, 0, 0),
        ("Ngronggo", 6, 2, 1, 4, 1, 2, 0),
        ("Kampung Dalem", 1, 1, 5, 0, 0, 3, Hidden()),
        ("Semampir", 2, 3, 4, 3, 0, 1, 0),
        ("Tosaren", 5, 4, 1, 2, 1, 0, 0),
        ("Burengan", 3, 1, 2, 1, 3, 0, 0),
    ),
    note="Angka kecil pada kategori rahasia ditulis <5.",
)
OLDEST = Table(
    "tertua",
    "10 laporan terlama yang belum selesai",
    (
        Column("Tiket", "ticket"),
        Column("Masuk", "date"),
        Column("Umur", "days"),
        Column("OPD"),
        Column("Wilayah"),
        Column("Kategori"),
        Column("Keadaan", "light"),
    ),
    (
        ("4839206", date(2026, 9, 3), 56, "PUPR", "Campurejo", "Jalan dan jembatan", "merah"),
        ("2750031", date(2026, 9, 14), 49, "PUPR", "Ngronggo", "Saluran air", "merah"),
        ("6102948", date(2026, 9, 21), 44, "PERKIM", "Tosaren", "Lampu jalan", "kuning"),
        ("1985504", date(2026, 9, 30), 37, "PDAM", "Semampir", "Air minum", "merah"),
        ("7731090", date(2026, 10, 2), 35, "PUPR", "Mojoroto", "Jalan dan jembatan", "kuning"),
        ("3320077", date(2026, 10, 6), 33, "INSPEKTORAT", None, "Rahasia", "kuning"),
        ("5518243", date(2026, 10, 12), 29, "PUPR", "Bandar Lor", "Jalan dan jembatan", "kuning"),
        ("8064417", date(2026, 10, 15), 26, "PERKIM", "Burengan", "Lampu jalan", "kuning"),
        ("9276358", date(2026, 10, 19), 24, "PUPR", "Tosaren", "Saluran air", "kuning"),
        ("4418860", date(2026, 10, 20), 23, "DLHKP", "Pojok", "Pohon", "kuning"),
    ),
)
AREAS = Table(
    "kelurahan",
    "5 kelurahan dengan laporan terbanyak",
    (Column("Kelurahan"), Column("Kecamatan"), Column("Laporan", "number")),
    (
        ("Mojoroto", "Mojoroto", 17),
        ("Ngronggo", "Kota", 16),
        ("Campurejo", "Mojoroto", 15),
        ("Tosaren", "Pesantren", 13),
        ("Bandar Lor", "Mojoroto", 13),
    ),
)
FACTS = (
    Fact("masuk", "Laporan masuk", 128, before=116, note="dari 642 SMS kotor"),
    Fact("selesai", "Selesai", 121, before=113, better="up"),
    Fact("tepat_waktu", "Tepat waktu", 0.87, "percent", 0.91, "up", "tindak lanjut pertama"),
    Fact("sisa", "Belum selesai", 84, before=81, better="down", note="16 lewat batas"),
    Fact("respon", "Respon pertama", 4.2, "hours", 5.1, "down", "median, jam kerja"),
    Fact("nilai", "Kepuasan", 4.36, "rating", 4.36, "up", "dari 58 penilaian, skala 1-5"),
)
STORIES = (
    (
        "Tiga lampu jalan di Jl. Veteran menyala lagi dua hari setelah dilaporkan. Regu DISHUB "
        "mengganti kabel yang putus dan menambah satu titik di tikungan."
    ),
    "Pohon condong di depan sekolah di Burengan dipangkas pada hari laporan masuk.",
    "Saluran di Semampir dikeruk 120 meter; hujan Jumat lalu tidak lagi masuk ke rumah warga.",
)
LIGHTS = Table(
    "warna",
    "Warna LAPOR",
    (Column("Warna", "light"), Column("Artinya"), Column("Laporan", "number")),
    (
        ("merah", "belum ditanggapi", 16),
        ("kuning", "sedang diproses", 68),
        ("hijau", "sudah ditindaklanjuti", 121),
    ),
)
CHARTS = (
    Chart("flow", "Sisa laporan naik sejak akhir Oktober", "laporan", 1303, FLOW),
    Chart("stack", "PUPR paling sering terlambat", "laporan", 114, STACK),
    Chart("pareto", "Jalan dan lampu adalah separuh laporan", "laporan", 128, PARETO),
    Chart("funnel", "Satu dari lima SMS adalah laporan", "SMS", 642, FUNNEL),
    Chart("heat", "Jalan rusak menumpuk di Mojoroto dan Campurejo", "laporan", 128, HEAT),
    Chart("box", "PUPR butuh dua hari kerja, SATPOLPP kurang dari sejam", "jam kerja", 100, BOX),
)


def weekly(*, warnings: tuple[str, ...] = ()) -> Report:
    """Return the weekly report of the week before Monday, 23 November 2026."""
    return Report(
        name="weekly",
        title="Laporan Mingguan Aduan Warga",
        city=CITY,
        scope="seluruh kota",
        first=date(2026, 11, 16),
        last=date(2026, 11, 22),
        made_at=datetime(2026, 11, 23, 7, 0, tzinfo=WIB),
        sections=(
            Section(
                "Ringkasan",
                facts=FACTS,
                text=(
                    (
                        "Minggu ini masuk 128 laporan, 12 lebih banyak dari minggu lalu. OPD "
                        "menyelesaikan 121. Tepat waktu turun menjadi 87 %, terutama di PUPR."
                    ),
                ),
                charts=CHARTS[:1],
                tables=(LIGHTS,),
            ),
            Section("Tiap OPD", charts=CHARTS[1:2], tables=(PER_AGENCY,)),
            Section("Apa dan di mana", charts=CHARTS[2:3], tables=(AREAS,)),
            Section("Yang terlama menunggu", tables=(OLDEST,)),
            Section("Kisah selesai", stories=STORIES),
        ),
        warnings=warnings,
        sms="LAPOR MBAK WALI 112 22-11-2026: SMS 96, aduan 21, selesai 18, telat 16 "
        "(terbanyak PUPR), darurat 1, iseng 4. Tepat waktu 87%",
    )


COST = Table(
    "biaya",
    "Biaya SMS",
    (Column("Hal"), Column("Jumlah", "number"), Column("Biaya", "rupiah")),
    (("SMS keluar", 1_911, 668_850), ("Bagian SMS", 2_204, 771_400)),
    total=("Bulan ini", 2_204, 771_400),
)
TREND = Table(
    "tren",
    "Tiga belas bulan",
    (
        Column("Bulan"),
        Column("Masuk", "number"),
        Column("Selesai", "number"),
        Column("Sisa", "number"),
    ),
    tuple(
        (f"{name}", 380 + n * 13 % 71, 372 + n * 17 % 83, 60 + n * 5 % 29)
        for n, name in enumerate(
            [
                "Okt 25",
                "Nov 25",
                "Des 25",
                "Jan 26",
                "Feb 26",
                "Mar 26",
                "Apr 26",
                "Mei 26",
                "Jun 26",
                "Jul 26",
                "Agu 26",
                "Sep 26",
                "Okt 26",
            ]
        )
    ),
)


def monthly() -> Report:
    """Return the monthly report of October 2026 with every form of chart."""
    trend = Chart("flow", "Laporan masuk tetap, sisa tidak tumbuh", "laporan", 5_234, TREND)
    return Report(
        name="monthly",
        title="Laporan Bulanan Aduan Warga",
        city=CITY,
        scope="seluruh kota",
        first=date(2026, 10, 1),
        last=date(2026, 10, 31),
        made_at=datetime(2026, 11, 1, 7, 0, tzinfo=WIB),
        sections=(
            Section("Ringkasan", facts=FACTS, charts=(trend, CHARTS[3])),
            Section("Tiap OPD", charts=(CHARTS[1], CHARTS[5]), tables=(PER_AGENCY,)),
            Section("Apa dan di mana", charts=(CHARTS[2], CHARTS[4]), tables=(AREAS,)),
            Section("Yang terlama menunggu", tables=(OLDEST,)),
            Section("Biaya", tables=(COST,)),
        ),
    )


def big(agencies: int = 250) -> Report:
    """Return a report of a city with many agencies."""
    names = [f"KEL.NOMOR {n:03d}" for n in range(agencies)]
    rows = tuple((name, *AGENCIES[n % len(AGENCIES)][1:]) for n, name in enumerate(names))
    table = Table("opd", "Pekerjaan tiap OPD", PER_AGENCY.columns, rows)
    stack = Table(
        "ketepatan",
        "Tindak lanjut pertama",
        STACK.columns,
        tuple((name, n % 40, n % 7, n % 5) for n, name in enumerate(names)),
    )
    heat = Table(
        "panas",
        "Kelurahan dan kategori",
        HEAT.columns,
        tuple((name, *HEAT.rows[n % 8][1:]) for n, name in enumerate(names)),
    )
    charts = (
        Chart("stack", "Siapa terlambat", "laporan", 9_000, stack),
        Chart("heat", "Apa di mana", "laporan", 9_000, heat),
    )
    return _one("Besar", Section("Tiap OPD", charts=charts, tables=(table,)))


def empty() -> Report:
    """Return a report of a period in which nothing happened."""
    charts = tuple(
        Chart(c.form, "Tidak ada laporan", c.unit, 0, Table(c.table.name, "-", c.table.columns, ()))
        for c in CHARTS
    )
    bare = Table("opd", "Tidak ada", PER_AGENCY.columns, ())
    facts = (Fact("masuk", "Laporan masuk", 0), Fact("nilai", "Kepuasan", None, "rating"))
    return _one("Kosong", Section("Kosong", facts=facts, charts=charts, tables=(bare,)))


def odd() -> Report:
    """Return a report of one ticket, of zeros, of what is hidden, not known or not finite."""
    hidden = Table(
        "aneh",
        "Angka aneh",
        STACK.columns,
        (("A", Hidden(), None, 0), ("B", 0, 0, 0), ("C", float("nan"), float("inf"), -1)),
    )
    zero = Table("nol", "Nol", FUNNEL.columns, (("Masuk", 0), ("Selesai", Hidden())))
    charts = (
        Chart("stack", "Aneh", "laporan", 1, hidden),
        Chart("funnel", "Nol", "laporan", 0, zero),
        Chart("pareto", "Satu", "laporan", 1, Table("p", "Satu", PARETO.columns, (("X", 1, 1.0),))),
        Chart("flow", "Satu", "laporan", 1, Table("f", "Satu", FLOW.columns, FLOW.rows[:1])),
        Chart("heat", "Satu", "laporan", 1, Table("h", "Satu", HEAT.columns, HEAT.rows[1:2])),
        Chart(
            "box",
            "Satu",
            "jam",
            1,
            Table("b", "Satu", BOX.columns, (("X", 1, 2, 2, 2, 2, 2), ("Y", 0, *[None] * 5))),
        ),
    )
    return _one("Aneh", Section("Aneh", charts=charts, tables=(hidden, zero)))


def bad_texts() -> list[str]:
    """Return hostile texts: those of the data file and what a report has to fear besides."""
    lines = (DATA / "bad_text.jsonl").read_text("utf-8").splitlines()
    return [str(json.loads(line)["data"]) for line in lines] + [
        "=cmd|' /C calc'!A0",
        "+62811",
        "-1+1",
        "@SUM(1+1)",
        "\u00a0=1+1",
        "\ufeff=1+1",
        "\uff0b1+1 \uff0d1 \uff20A1",
        "emoji \U0001f525\U0001f468\u200d\U0001f469\u200d\U0001f467 api",
        "\u202eterbalik\u202c \u2066dalam\u2069 \u05d0\u05d1\u05d2 \u0627\u0644\u0639",
        "\x1b[2J\x1b]8;;http://x\x07klik\x1b]8;;\x07 \x9b31m \x07",
        "lone \ud800 surrogate, \ufffe, \u2028 line",
        "$x^2$ \\frac{a}{b} $ _a_ *b* `c` | d # e",
        "[klik](javascript:alert(1)) ![x](http://evil.example/x.png) www.evil.example",
        "{{ 7*7 }} {% include '/etc/passwd' %} ${x} %(x)s",
        "</style><script>alert(1)</script><!--",
        "]]></svg><script>alert(1)</script>&lt;&amp;&#0;",
        "x" * 40_000,
        "\u6f22\u5b57 \u0e44\u0e17\u0e22 a\u0301\u0301",
    ]


def hostile(text: str) -> Report:
    """Return a report in which *text* stands wherever a text can stand; a long one once whole."""
    whole, text = text, text[:300]
    table = Table(
        text,
        text,
        (Column(text), Column(text, "number"), Column(text, "light"), Column(text, "ticket")),
        ((whole, 3, text, text), ("b", 2, "merah", "1")),
        note=text,
        total=(text, 5, text, text),
    )
    box = Table(text, text, BOX.columns, ((text, 3, 1.0, 2.0, 3.0, 4.0, 5.0),))
    three = Table(text, text, PARETO.columns, ((text, 3, 1.0),))
    four = Table(text, text, (Column(text), *STACK.columns[1:]), ((text, 3, 2, 1),))
    charts = (
        Chart("stack", text, text, 3, four),
        Chart("flow", text, text, 3, four),
        Chart("heat", text, text, 3, four),
        Chart("pareto", text, text, 3, three),
        Chart("funnel", text, text, 3, Table(text, text, FUNNEL.columns, ((text, 3),))),
        Chart("box", text, text, 3, box),
    )
    section = Section(
        text,
        facts=(Fact(text, text, text, note=text),),
        text=(text,),
        charts=charts,
        tables=(table,),
        stories=(text,),
    )
    report = _one(text, section)
    return Report(
        text, text, text, text, report.first, report.last, report.made_at, (section,), (text,), ""
    )


def _one(title: str, section: Section) -> Report:
    day = date(2026, 11, 2)
    made = datetime(2026, 11, 3, 7, 0, tzinfo=WIB)
    return Report("daily", title, CITY, "seluruh kota", day, day, made, (section,))
