"""The words of the conversation (DOMAIN.md 4.1), in lower case; matched at the beginning."""


def listed(words: str) -> frozenset[str]:
    """Return the set of words that stand in *words* between blanks."""
    return frozenset(words.split())


COMPLAINT = listed("lapor laporan aduan adu pengaduan keluhan")

COMMANDS = {
    **dict.fromkeys(("cek", "ck", "cekk", "status"), "cek"),
    **dict.fromkeys(("tambah", "tmbh", "info", "lanjut"), "tambah"),
    **dict.fromkeys(("batal", "batalkan"), "batal"),
    **dict.fromkeys(("buka", "belum"), "buka"),
    **dict.fromkeys(("nilai", "rating"), "nilai"),
    **dict.fromkeys(("bantuan", "bantu", "help", "format", "menu", "cara"), "bantuan"),
    **dict.fromkeys(("stop", "berhenti", "unreg"), "stop"),
    "mulai": "mulai",
    "hapus": "hapus_data",
    "privasi": "privasi",
}
"""First word -> the intent it may be."""

HELP = listed("bantuan bantu help format menu cara")
HELP_WITH = HELP | listed(
    "lapor laporan melapor aduan mengadu pengaduan info sms cek kirim pesan perintah keyword kata"
    " kunci ya dong pak bu min kak mas mbak gimana gmn bagaimana bgmn apa saja nya spasi"
)
"""Words that a question for help may be made of, besides one of HELP."""

LEAD = listed("ketik ketk ktik ktk tulis reg")
"""Words of the poster before the keyword: "ketik SURGA spasi ..."."""

FILLER = ("isi aduan", "isi laporan", "spasi", "aduan")
"""Words of the poster after the keyword that stand for something else."""

OWNED = listed(
    "saya sy aku kami kita warga masyarakat dari yang yg ini itu kemarin tadi sudah sdh belum blm"
    " tidak tdk tak gak"
)
"""After these a complaint word or "aduan" is part of the sentence: "aduan saya kemarin ..."."""

IDIOMS = {"adu": listed("ayam domba balap jotos mulut nasib jangkrik kambing muncang banteng")}
"""Complaint word -> next words with which it is another thing: "adu ayam" is a cockfight."""

SUFFIXES = listed("nya ku mu an kan in i lah kah pun wi wan wati kanlah annya")
"""What may be glued to a word without a new word beginning: "surganya" is not the keyword."""

SALUTES = listed(
    "assalamualaikum assalamu alaikum assalammualaikum asalamualaikum askum aslm"
    " asslm asww ass asm wr wb wrwb warahmatullahi warohmatullohi wabarakatuh wabarokatuh salam"
    " selamat slmt slamat met pagi siang sore malam pg mlm halo hallo helo hai hi hey permisi"
    " punten sampurasun nuwun nyuwun kulonuwun sewu woy woi oi oy"
)
ALONE = listed("pagi siang sore malam pg mlm met salam ass sewu wb")
"""Salutes that are also plain words: they begin a greeting only before another word of one."""

ADDRESS = listed(
    "pak bpk bapak bu ibu buk mas mbak mba kang teh kak min admin mimin bang bung yth kpd kepada"
    " wali walikota wako camat lurah bupati kota di tempat dengan"
    " dgn hormat maaf mohon mhn mengganggu ganggu sebelumnya sblmnya izin ijin tolong"
)
"""Words that go on after a salute, before the keyword."""
