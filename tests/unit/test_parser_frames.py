"""Frames: danger told in words of classes, wherever the words stand."""

import pytest

from parser import Vocabulary, categories, frames, lexicon, parse, urgency
from parser.reading import Why
from parser.tokens import split
from tests.readings import given, own


def test_each_class_is_of_a_frame_and_has_words() -> None:
    classes = lexicon.table("urgency")["class"]
    named = {name for frame in frames._frames() for name in (*frame.classes, *frame.but)}
    assert named | {frames.OTHER} == set(classes)
    assert all(any(lexicon.listed(text)) for text in classes.values())


def test_each_frame_fulfils_a_rule_that_is_looked_at() -> None:
    rules = {frame.rule for frame in frames._frames()}
    others = {urgency._JEST, urgency._TAME, urgency._POOR, urgency._OPEN}
    assert rules <= urgency._LEVELS | others


def test_each_table_of_frames_and_of_alarms_is_a_category() -> None:
    named = {name for name in lexicon.table("frames") if name != "frame"}
    assert named | set(lexicon.table("urgency")["about"]) <= set(lexicon.table("categories"))


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("pengendara terjungkal dari motor, tidak sadar, darah keluar dari telinga", "kecelakaan"),
        ("paman kena parang di dapur rumah, suami saya masih ngamuk", "kekerasan"),
        ("ada mobil nabrak warung, pembeli terkapar", "kecelakaan"),
        ("sopir angkot pingsan di terminal", "medis"),
        ("lampu jalan mati di terminal", ""),
    ],
)
def test_an_alarm_tells_what_it_is_about(text: str, wanted: str) -> None:
    told = urgency.subjects(split(text))
    assert categories.of_alarm("", told) == wanted


def test_no_bit_means_that_no_frame_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    views = [lexicon.view(split(row.get("text", ""))) for row in [*given(), *own()]]
    silent = [view for view in views if not frames.possible(view)]
    classes = frames._bits()
    bits = sum(classes.values())
    rules = frozenset(frame.rule for frame in frames._frames())
    everything = frames.Allowed(frames._frames(), frozenset(classes), bits, rules)
    monkeypatch.setattr(
        frames, "_ALLOWED", {view.told >> frames._SHIFT: everything for view in silent}
    )
    assert [view.words for view in silent if frames.found(view)] == []


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("keponakan kecemplung sumur", "darurat"),
        ("budak titeuleum di balong", "darurat"),
        ("sumur tua, keponakan saya barusan kecemplung", "darurat"),
        ("tidak ada warga yang kecemplung sumur", "biasa"),
        ("rumah sakit dekat sungai, warga masuk antrean", "biasa"),
        ("jembatan gantung baru", "biasa"),
        ("jembatan gantung miring", "tinggi"),
        ("kucing saya nyangkut di atap tetangga", "biasa"),
        ("tetangga saya nyangkut di tiang", "darurat"),
    ],
)
def test_words_of_a_class_stand_for_each_other(text: str, wanted: str) -> None:
    assert urgency.of(text, split(text)) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("tembok gudang mau ambruk menimpa pekerja", "tinggi"),
        ("tembok gudang ambruk menimpa pekerja", "darurat"),
        ("kanopi warung sewaktu2 bisa jatuh menimpa pembeli", "tinggi"),
        ("menara siap roboh ke rumah orang", "tinggi"),
        ("tempat tinggal kami roboh menimpa adik", "darurat"),
    ],
)
def test_what_falls_soon_has_not_fallen(text: str, wanted: str) -> None:
    assert urgency.of(text, split(text)) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("telinga kami kebakar dengar karaoke", "biasa"),
        ("telinga kami kebakar dengar karaoke, tetangga malah pingsan", "darurat"),
        ("pedagang dicekik pajak", "biasa"),
        ("pedagang dicekik suami soal pajak", "darurat"),
        ("pegawai mukanya kayak mau bunuh orang", "biasa"),
        ("barusan ada jeritan kayak mau dibunuh", "darurat"),
        ("adik tidak sadar, biaya kami tidak punya", "darurat"),
        ("minta bantuan biaya, adik pernah tidak sadar", "biasa"),
    ],
)
def test_a_manner_of_speaking_hides_no_alarm(text: str, wanted: str) -> None:
    assert urgency.of(text, split(text)) == wanted


def test_words_far_from_each_other_say_nothing() -> None:
    far = "api " + "dan warga kota ini menunggu kabar dari kantor " + "rumah"
    assert urgency.of(far, split(far)) == "biasa"


def test_it_is_told_which_words_made_it_urgent() -> None:
    why: list[Why] = []
    text = "ponakan saya kecemplung sumur"
    assert urgency.of(text, split(text), why) == "darurat"
    assert [step.words for step in why] == ["darurat: ponakan cebur sumur"]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("sejak kemarin anak saya kejang", "darurat"),
        ("kemarin lapor pohon miring, sekarang menimpa orang", "darurat"),
        ("kemarin ada tabrakan", "biasa"),
        ("api di gudang sudah padam", "biasa"),
        ("santri tenggelam waktu latihan renang", "darurat"),
        ("latihan menolong orang tenggelam", "biasa"),
        ("tiang di taman kadang keluar bunga api", "tinggi"),
    ],
)
def test_what_is_over_or_only_said_is_told_from_what_lasts(text: str, wanted: str) -> None:
    assert urgency.of(text, split(text)) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("kucing kawin ribut di loteng, minta tolong ditangkap", "biasa"),
        ("kucing ribut di loteng, minta tolong ada maling bawa parang", "darurat"),
        ("bangkai kambing bekas ditabrak truk", "biasa"),
        ("kambing ditabrak truk, sopirnya terjepit", "darurat"),
        ("tagihan air bikin stroke", "biasa"),
        ("tagihan air bikin stroke, bapak saya tidak sadar", "darurat"),
        ("nonton berita banjir bandang di kota lain", "biasa"),
        ("nonton berita banjir bandang, kami juga kebakaran", "darurat"),
        ("nonton tv tiba2 gorden terbakar", "darurat"),
        ("bagaimana kalau tabung gas bocor", "biasa"),
        ("tabung gas bocor, bagaimana kalau meledak", "darurat"),
        ("semangat membara, gudang kami terbakar", "darurat"),
    ],
)
def test_what_is_no_alarm_takes_no_other_one_with_it(text: str, wanted: str) -> None:
    assert urgency.of(text, split(text)) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("parkir dobel di gang, gimana kalau kebakaran", "parkir"),
        ("kebakaran di gang penuh parkir dobel", "kebakaran"),
        ("anjing banget parkiran pasar mahal", "parkir"),
        ("dipalak preman di terminal", "keamanan"),
        ("dipalak petugas loket", "pungli"),
    ],
)
def test_what_is_imagined_or_abuse_is_not_the_matter(text: str, wanted: str) -> None:
    assert parse(text, Vocabulary()).category == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("tembok roboh tadi malam, orang masih tertimbun", "darurat"),
        ("tembok roboh tadi malam, batanya masih berserakan", "biasa"),
        ("orang hanyut tadi malam, belum ketemu", "darurat"),
        ("orang hanyut tadi malam, sudah ketemu", "biasa"),
        ("bulan lalu kecelakaan, korbannya masih koma", "biasa"),
    ],
)
def test_what_goes_on_since_yesterday_is_not_past(text: str, wanted: str) -> None:
    assert urgency.of(text) == wanted
