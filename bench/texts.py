"""What citizens write, for the parser: reports, commands, greetings, other people's words."""

from parser import Vocabulary

WORDS = Vocabulary.of({"SURGA": ["SURGAKU"]})
TEXTS = (
    "SURGA lampu jalan mati di Jl. Doho depan stasiun",
    "surga jalan berlubang di Jl. Veteran dekat SD 3 banyak yang jatuh",
    "SURGA#sampah numpuk di TPS Kel Bandar Lor sdh 1 minggu blm diangkut bau sekali",
    "SURGA spasi got mampet RT 03 RW 05 kalo hujan banjir",
    "surga, air PDAM mati dari kemarin pagi",
    "Assalamualaikum wr wb. SURGA pohon tumbang menutup jalan di Jl. Merdeka",
    "SURAG lampu merah perempatan mati",
    "S U R G A trotoar rusak di depan pasar",
    "Lampu jalan di gang 4 mati sejak minggu lalu",
    "CEK 1234566",
    "cek tiket no. 1234566 sudah sampai mana ya",
    "TAMBAH 1234566 lokasinya di belakang masjid",
    "BANTUAN",
    "STOP",
    "SURGA TOLONG ada kebakaran di Jl. Pattimura no 12, api besar!",
    "SURGA KTP saya 3506042308900001 sudah 2 bulan belum jadi, hub 081234567890",
    "Selamat! Anda memenangkan undian, klik http://bit.ly/abc",
    "Kode OTP Anda 123456. Jangan berikan kepada siapa pun.",
    "makasih pak",
    "SURGA " + "jalan di depan rumah kami rusak parah dan sering ada kecelakaan, " * 7,
    "SURGA \N{FIRE} kebakaran lahan \N{FIRE} tolong segera",
    "?",
)
