"""The player sees what a conversation leaves out, gets wrong, or cannot prove."""

from pathlib import Path

import pytest

from tests.acceptance import write
from tests.acceptance.beginnings import Beginnings
from tests.acceptance.player import RedError
from tests.acceptance.script import ScriptError, read

HEAD = """\
kota kediri-112
hp budi 0812-3456-7890
@ 2026-11-23 08:00
root$ kentongan staff add sari --role coordinator
== Lampu
@ 2026-11-23 09:00
budi> Lampu jalan mati di Jl Veteran depan SMAN 1   # A6
"""
TOLD = (
    "budi< LAPOR MBAK WALI 112: laporan diterima, no tiket {lampu}. Diverifikasi s.d. 26-11-2026."
    " Cek: CEK {lampu}. Info baru: TAMBAH {lampu} isi. Darurat 112\n"
)


def played(tmp_path: Path, text: str) -> None:
    file = tmp_path / "percakapan.txt"
    file.write_text(HEAD + text, "utf-8")
    script = read(file)
    root = tmp_path / "awal"
    root.mkdir()
    Beginnings(root).play(tmp_path, script, script.scenes[0])


def test_right_conversation_goes_through(tmp_path: Path) -> None:
    played(tmp_path, f"{TOLD}= lampu state=new category=pju\n= budi tickets=1 strikes=0\n")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("= kota tickets=1\n", "nobody expected"),
        (TOLD.replace("26-11", "27-11") + "= lampu state=new\n", "another SMS"),
        (TOLD.replace("CEK {lampu}", "CEK 1234566") + "= lampu state=new\n", "another SMS"),
        (TOLD + TOLD + "= lampu state=new\n", "got no SMS"),
        (TOLD + "= lampu state=verified\n", "state is new, not verified"),
        (TOLD + "= lampu colour=green\n", "colour is red, not green"),
        (TOLD + "= lampu tinggi=2\n", "unknown here"),
        (TOLD + "= budi tickets=2\n", "tickets is 1, not 2"),
        (TOLD + "= lampu verify=26-11-2026\nsari$ kentongan ticket list\n! Veteran\n", "is in the"),
        (TOLD + "= lampu state=new\nsari$ kentongan ticket list\n| tidak ada\n", "is not in the"),
        (TOLD + "= lampu state=new\nsari$ kentongan ticket verify 7\n", "the command failed"),
        (TOLD + "= lampu state=new\nsari$ kentongan work\n| kentongan: *\n", "did not fail"),
    ],
)
def test_every_difference_is_seen(tmp_path: Path, text: str, why: str) -> None:
    with pytest.raises(RedError, match=why):
        played(tmp_path, text)


def test_difference_names_the_rows_that_it_disproves(tmp_path: Path) -> None:
    with pytest.raises(RedError, match=r"percakapan.txt:7: \[A6\]") as red:
        played(tmp_path, TOLD + "= lampu category=sampah\n")
    assert red.value.marks == ("A6",)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (TOLD, "A6: nothing shows it"),
        ("= kota tickets=1\nwati> halo\n", "has no phone"),
        ("= kota tickets=1\nhp wati\n", "hp NAME NUMBER"),
        ("= kota tickets=1\n~ halo\n", "no line of a conversation"),
        ("= kota tickets=1\n== Lain\n= kota tickets=1\n", "nothing was done before it"),
        (TOLD + "= kota tickets=1\nbudi> CEK {sampah}\n", "not seen yet"),
    ],
)
def test_what_cannot_be_played_is_said(tmp_path: Path, text: str, why: str) -> None:
    with pytest.raises(ScriptError, match=why):
        played(tmp_path, text)


def test_clock_does_not_go_back(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="goes back"):
        played(tmp_path, f"{TOLD}= lampu state=new\n@ 2026-11-22 09:00\n")


def test_what_is_written_anew_is_what_came(tmp_path: Path) -> None:
    file = tmp_path / "percakapan.txt"
    proof = "= lampu state=new\nsari$ kentongan ticket verify {lampu}\n= lampu state=verified\n"
    file.write_text(f"{HEAD}budi< something else\n{proof}", "utf-8")
    assert write.main([str(file)]) == 0
    assert file.read_text("utf-8") == f"{HEAD}{TOLD}{proof}"
    assert write.main([str(file)]) == 0
    assert file.read_text("utf-8") == f"{HEAD}{TOLD}{proof}"
