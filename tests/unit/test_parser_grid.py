"""The commonest complaints, said in all usual orders with all usual words around them."""

from random import Random

from tests.unit.test_parser_metamorphic import read

COMPLAINTS = {
    "pju": "lampu jalan mati, penerangan jalan mati, lampu gang padam, pju tidak nyala",
    "jalan": "jalan rusak, jalan berlubang, aspal mengelupas, trotoar rusak, jalannya hancur",
    "sampah": "sampah menumpuk, sampah tidak diangkut, tps penuh, tukang sampah tidak datang",
    "air": "air PDAM mati, air keruh, pipa PDAM bocor, tagihan PDAM naik, meteran air rusak",
    "drainase": "got mampet, selokan meluap, gorong-gorong tersumbat, parit penuh lumpur",
    "pohon": "pohon tumbang, dahan pohon patah, pohon terlalu rimbun, pohon mau roboh",
    "lalin": "lampu merah mati, macet parah, rambu hilang, truk besar lewat",
    "parkir": "parkir liar, mobil parkir di trotoar, parkir semrawut",
    "ketertiban": "PKL menutup trotoar, karaoke berisik, warung jual miras",
    "adminduk": "KTP belum jadi, KK salah nama, akta kelahiran lama",
    "bansos": "belum dapat bansos, PKH tidak cair",
    "kesehatan": "puskesmas antri lama, banyak jentik nyamuk",
    "hewan": "anjing liar berkeliaran, monyet masuk rumah",
    "lingkungan": "asap pabrik mengganggu, limbah dibuang ke sungai",
    "taman": "taman tidak terawat, ayunan taman rusak",
    "listrik": "listrik padam, tiang listrik miring",
}
WHERE = """di Jl. Dhoho, Jl Veteran RT 2 RW 3, Kel. Bujel, depan pasar Pahing, dekat SDN 2,
di gang sebelah masjid, jl. Hasanudin no. 12, di Kel Ngronggo gang 3, di RT 5,
dekat kantor kelurahan Bandar Lor, samping puskesmas Sukorame"""
WHEN = """sudah lama, sudah 2 minggu, dari kemarin, tiap malam, lama sekali, sejak lebaran,
tidak kunjung diperbaiki, dr bulan lalu, , dibiarkan saja, 3 hari ini"""
OPENED = """|Pak, |Min |Mohon maaf pak |Lapor: |saya mau lapor kalau |halo admin. |Saya guru SD, |\
kami pedagang pasar, |saya perawat puskesmas mau lapor """
CLOSED = """| mohon diperbaiki| tolong ditindaklanjuti, terima kasih| kapan diperbaiki?|\
 gimana ini pak?| warga resah|. Mohon solusinya| apa harus demo dulu?"""
ORDERS = "{o}{t} {w} {n}{c}|{o}{w} {t} {n}{c}|{o}{n} {t} {w}{c}|{o}{t} {n}, {w}{c}"
TRIED = 3000
ENOUGH = 0.99


def test_common_complaints_are_read_in_every_order() -> None:
    """3,000 sentences: what it is about, and that it is a report."""
    draw = Random(42)
    wrong = []
    for _ in range(TRIED):
        category = draw.choice([*COMPLAINTS])
        told = draw.choice(COMPLAINTS[category].split(", "))
        words = {"w": draw.choice(WHERE.split(",")), "n": draw.choice(WHEN.split(","))}
        polite = {"o": draw.choice(OPENED.split("|")), "c": draw.choice(CLOSED.split("|"))}
        text = draw.choice(ORDERS.split("|")).format(t=told, **words, **polite)
        row = {"id": "grid", "city": "kediri", "channel": "modem", "role": "warga"}
        reading = read(row, " ".join(text.split()))
        if (reading.intent, reading.category) != ("aduan", category):
            wrong.append((text, reading.intent, reading.category))
    assert len(wrong) <= (1 - ENOUGH) * TRIED, wrong
