"""Names of all regions in each way of mentioning them and each print: cut, and nothing else is."""

import re
from collections.abc import Callable

import pytest

from models.redaction import cut

Writer = Callable[[str], str]


def _parts(text: str) -> list[str]:
    return [part.strip() for part in " ".join(text.split()).split("|")]


NAMES = _parts("""
Sutrisno | Joko Widodo | Tri Rahayu | Wahyu Setiawan | Yuni Kartika | Ngatinem | Ujang
Komarudin | Neneng Hasanah | Asep Saepudin | Euis Kurniasih | Teten Ruhiyat | Yulfitri |
Zulhendri | Syafrida Yeni | Desri Afnita | Fauzan Chaniago | Moh. Rizal Lamarauna | Andi Tenri
| Sitti Hajar | Hasnawati | I Ketut Sudana | Ni Made Ayu | Maria Goretti | Petrus Lobo |
Christian Hutagalung | Togar Sihombing | Fajar Pratama | Hj. Rukayah | Drs. Mulyono | M. Yusuf
| St. Aminah | Rr. Sulistyowati | H. Abdul Karim | Nur Aini Dewi Lestari | Kasmawati |
Baharuddin | Rosmiati Nur | Endah Palupi
""")
PLAIN = _parts("""
Surya | Bunga | Mawar | Indah | Intan | Bintang | Cahaya Putri | Dewi Mawar | Indah Permata Sari
""")
SAID = _parts("""
nama saya {}, lampu mati | saya {} dari RT 3 lapor got mampet | saya {} warga Lirboyo, jalan
rusak | bansos a.n. {} belum cair | KTP a.n {} salah cetak | bansos atas nama {} belum cair |
pelapor: {} | got mampet di pasar. ttd {} | lampu mati, hubungi {} saja | perkenalkan saya {},
mau lapor sampah | oknum bernama {} minta uang | orang yang namanya {} jual miras | nama
lengkap {}, umur 40 | jeneng kulo {} saking Bandar | nami abdi {} ti Cihaur | namo ambo {}
dari Mandiangin | trims, {} | pak {} yang rumahnya pojok buang sampah | mbak {} kasir minta
uang lebih | mas {} tetangga saya mabuk | kang {} nu imahna deukeut masigit | uni {} indak
dapek bansos | sdr {} memukul istrinya
""")
OWNED = _parts("""
rumah {} sering ribut | rumah pak {} roboh | kos bu {} dipakai mesum | anaknya bu {} putus
sekolah | warung mbak {} jual miras | suami dari {} sering mukul | almarhum {} masih terdaftar
| tetangga saya {} jual miras | korban {} dipukuli suaminya | toko milik {} menutup trotoar |
omahe pak {} rubuh | bojone {} ngamuk | oknum {} minta uang | pemilik kos {} kasar
""")
PRINTS: tuple[Writer, ...] = (str, str.lower, str.upper)


def _share(frames: list[str], names: list[str], audience: str, written: Writer) -> float:
    """Return the share of texts in which no part of the name is left, and all else is."""
    right = total = 0
    for frame in frames:
        for name in names:
            clean = cut(written(frame.format(name)), audience).casefold()
            bare = re.sub(r"\[nama\]|\b(?:drs|dr|moh|hj?|m|st|rr|i|ni)\b\W*", " ", clean)
            rest = re.sub(r"\[nama\]", " ", frame.replace("{}", " ").casefold())
            right += re.findall(r"\w+", bare) == re.findall(
                r"\w+", re.sub(r"\b(?:drs|dr|moh|hj?|m|st|rr|i|ni)\b\W*", " ", rest)
            )
            total += 1
    return right / total


@pytest.mark.parametrize(
    ("frames", "audience", "enough"), [(SAID, "officer", 0.96), (OWNED, "public", 0.96)]
)
@pytest.mark.parametrize("written", PRINTS)
def test_names_are_cut(frames: list[str], audience: str, enough: float, written: Writer) -> None:
    assert _share(frames, NAMES, audience, written) >= enough


@pytest.mark.parametrize(("written", "enough"), [(str, 0.8), (str.lower, 0.4), (str.upper, 0.4)])
def test_names_that_are_plain_words_are_cut(written: Writer, enough: float) -> None:
    assert _share(SAID, PLAIN, "officer", written) >= enough


NOBODY = _parts("""
pak RT | bu lurah | Pak Lurah | Bu Camat | pak guru | mas parkir | Pak Wali | pak polisi |
mbak kasir | mas admin | bu bidan | bapak walikota | pak kasun | pak kabid | mbah kung | mbah
kakung | ibu ibu | om saya | bu kos | mbok jamu | petugas PLN | Jl Ahmad Yani | jl. Agus Salim
| Jalan Sudirman | jl dewi sartika | Jl RA Kartini | gang Mawar | RSUD Gambiran | masjid Al
Huda | gereja Santo Yosef | pasar Pahing | Toko Bunga Melati | warung kopi | SDN Banjaran |
SMA Augustinus | Universitas Brawijaya | bulan Mei | hari Minggu | Kota Kediri | motor Honda |
Indomaret | rumah sakit | rumah kosong | rumah saya | anak sekolah | Anak Jalanan | keluarga
miskin | kos putri | toko emas | istri saya | janda miskin | tetangga sebelah | pemilik kos |
perumahan Wilis Indah | Idul Fitri | bunga di taman | bintang | indah sekali | nama jalan |
nama saya dirahasiakan | atas nama warga | saya warga Mojoroto | saya orang Kediri | saya ibu
rumah tangga | saya dari Mojoroto | ttd warga | pelapor warga | korban banjir | pelaku
curanmor | oknum polisi | oknum petugas parkir | namanya juga anak | namanya aneh | hubungi
petugas | hubungi PLN | hubungi Damkar | salam, warga Bujel | pelanggan PDAM | milik warga |
milik Pemkot | panggil petugas | saya mau lapor | saya Mohon | saya sangat kecewa | saya
korban
""")


@pytest.mark.parametrize("written", PRINTS)
def test_who_is_nobody_stays(written: Writer) -> None:
    frames = ("lampu mati di dekat {}", "tolong {} diperhatikan", "kata {} belum ada dana", "{}")
    texts = [written(frame.format(nobody)) for nobody in NOBODY for frame in frames]
    assert [text for text in texts if "[nama]" in cut(text)] == []
