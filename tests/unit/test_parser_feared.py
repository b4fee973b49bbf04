"""What may happen has not happened: a danger is no emergency, and is about what threatens.

But who fears what comes of an emergency calls for help.
"""

from itertools import product

from tests.unit.test_parser_metamorphic import read

DANGERS = {
    "listrik": (
        "kabel listrik kendor, gardu listrik terbuka, kabel listrik semrawut",
        "kesetrum, anak kesetrum, kebakaran, nyetrum warga",
    ),
    "pohon": (
        "pohon miring, pohon lapuk, dahan pohon besar",
        "menimpa rumah, tertimpa, tumbang, kejatuhan, roboh menimpa kabel, celaka",
    ),
    "jalan": (
        "jalan licin, lubang besar di aspal, jembatan lapuk, trotoar ambrol",
        "jatuh, kecelakaan, celaka, terperosok, tabrakan, terguling, tewas",
    ),
    "lalin": ("palang kereta rusak", "tertabrak kereta, kecelakaan, celaka, tewas"),
    "hewan": ("anjing liar banyak", "digigit, celaka, diserang"),
    "pju": ("tiang lampu jalan karatan", "roboh, menimpa orang, ambruk, celaka"),
    "taman": ("ayunan taman rusak", "jatuh, celaka, terjepit"),
}
FEARS = """bahaya, bahaya bisa, takut, takut ada yang, takutnya, rawan, bisa, bisa bisa, khawatir,
dikhawatirkan, nanti, nanti ada yang, awas, jangan sampai ada yang, sebelum ada yang,
keburu ada yang, mau nunggu ada yang, apa nunggu ada yang, masa nunggu sampai ada yang, ngeri,
nunggu orang, apa tunggu, berpotensi, beresiko, wedi, bisi, takuik, ojo sampek, biar tidak,
tinggal nunggu ada yang, harus ada yang, apa harus nunggu ada yang, apa harus ada yang dulu baru"""
ENDS = ("", " pak", "?", "!!", " tolong segera diperbaiki")
ENOUGH = 0.99


def test_danger_that_is_feared_is_no_emergency() -> None:
    wrong, tried = [], 0
    for category, (objects, dangers) in DANGERS.items():
        for thing, danger in product(objects.split(", "), dangers.split(", ")):
            for fear, end in product(FEARS.replace("\n", " ").split(", "), ENDS):
                for comma in (",", ""):
                    text = f"{thing} di Jl Kawi{comma} {fear} {danger}{end}"
                    row = {"id": "fear", "city": "kediri", "channel": "modem", "role": "warga"}
                    found = read(row, text)
                    tried += 1
                    level = "darurat" if found.urgency == "darurat" else ""
                    if level or found.category != category or "multi_masalah" in found.flags:
                        wrong.append((text, level, found.category, found.flags))
    assert len(wrong) <= (1 - ENOUGH) * tried, wrong


EMERGENCIES = """rumah kebakaran, kebakaran, orang tenggelam, anak hanyut, kecelakaan motor,
tawuran, ada begal, pohon tumbang menimpa mobil ada orang terjepit, orang kesetrum, ada mayat,
gas bocor, ibu mau melahirkan, bayi kejang, orang bawa parang ngamuk,
ada maling masuk rumah sekarang,
tetangga mau bunuh diri, trafo meledak, korban tertimbun longsor, penumpang terjebak di mobil,
banjir bandang"""
DREAD = """takut merambat, takut ada korban, jangan sampai ada korban, jangan sampai mati,
tolong cepat keburu mati, keburu habis, bahaya, bahaya sekali, bahaya kalau dibiarkan,
takut apinya makin besar, khawatir tidak tertolong, bisa mati, nanti mati, nanti keburu mati,
kami takut, anak anak takut, warga ketakutan, awas, ngeri pak, sebelum ada yang mati, mohon cepat
sebelum terlambat, mau nunggu sampai mati, apa nunggu mati semua, apa nunggu habis semua,
kami nunggu di depan gang, saya tunggu di depan"""
DREADED = "{e} di Jl Kawi, {d}|{e} {d} di Jl Kawi|{d}. {e} di Jl Kawi|{d}, {e} di Jl Kawi"


def test_emergency_stays_one_whatever_is_feared_of_it() -> None:
    wrong, tried = [], 0
    for event in EMERGENCIES.replace("\n", " ").split(", "):
        for dread, order in product(DREAD.replace("\n", " ").split(", "), DREADED.split("|")):
            text = order.format(e=event, d=dread)
            row = {"id": "dread", "city": "kediri", "channel": "modem", "role": "warga"}
            tried += 1
            if read(row, text).urgency != "darurat":
                wrong.append(text)
    assert len(wrong) <= (1 - ENOUGH) * tried, wrong
