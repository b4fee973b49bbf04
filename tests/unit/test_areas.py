"""A city's file of areas is read whole, or refused with the line and what is wrong there."""

from pathlib import Path

import pytest

from models import city
from models.errors import ConfigError

CITY = '[city]\nname = "KOTA"\n[areas]\nfile = "areas.csv"\n'
HEAD = "code,kind,name,parent,aliases\n"
GOOD = (
    "# names: by hand\n"
    + HEAD
    + "1,kota,Kota Contoh,,\n\n1.1,kecamatan,Utara,1,\n1.2,kecamatan,Selatan,1,\n"
    '1.1.1,kelurahan,Bandar Lor,1.1,"Bandar Elor;Bandarlor"\n1.2.1,kelurahan,Gayam,1.2,\n'
    "1.1.9,jalan,Jalan Kenanga,1.1,\n9,luar,Pare,,\n,,,,\n"
)


def load(folder: Path, areas: str | bytes, more: str = "") -> city.City:
    (folder / "city.toml").write_text(CITY + more)
    (folder / "areas.csv").write_bytes(areas.encode() if isinstance(areas, str) else areas)
    return city.load(folder / "city.toml")


def test_rows_are_read_and_served_areas_are_marked(tmp_path: Path) -> None:
    loaded = load(tmp_path, GOOD)
    assert loaded.areas_file == tmp_path / "areas.csv"
    assert [row["code"] for row in loaded.areas] == [
        "1",
        "1.1",
        "1.2",
        "1.1.1",
        "1.2.1",
        "1.1.9",
        "9",
    ]
    assert {row["own"] for row in loaded.areas} == {"1"}
    assert loaded.gazetteer is not None
    name = loaded.gazetteer.get("bandarelor")
    assert name is not None
    assert name.canon == "Bandar Lor"


def test_an_office_may_serve_a_part_of_the_city(tmp_path: Path) -> None:
    loaded = load(tmp_path, GOOD, 'own = ["1.1"]\n')
    own = {row["name"]: row["own"] for row in loaded.areas}
    assert own == {
        "Kota Contoh": "1", "Utara": "1", "Selatan": "0", "Bandar Lor": "1", "Gayam": "0",
        "Jalan Kenanga": "1", "Pare": "1",
    }  # fmt: skip


def test_city_without_areas_loads(tmp_path: Path) -> None:
    path = tmp_path / "city.toml"
    path.write_text('[city]\nname = "KOTA"\n')
    assert city.load(path).areas == ()
    assert city.load(path).gazetteer is None


def test_spreadsheet_may_write_a_mark_and_line_ends_of_its_own(tmp_path: Path) -> None:
    loaded = load(
        tmp_path, b"\xef\xbb\xbf" + (HEAD + "1,kota,Contoh,,\n").replace("\n", "\r\n").encode()
    )
    assert [row["name"] for row in loaded.areas] == ["Contoh"]


@pytest.mark.parametrize(
    ("areas", "message"),
    [
        ("", "areas.csv: the columns are code, kind, name, parent, aliases"),
        ("code;kind;name\n", "areas.csv: the columns are"),
        ("code,kind\n", "areas.csv: the columns are"),
        ("code,kind,name,code\n", "areas.csv: the columns are"),
        (HEAD + "1,kota,A,,,,\n", "line 2: more than 5 cells or 20000 areas"),
        (HEAD + ",kota,A,,\n", "line 2: code is empty"),
        ("# c\n" + HEAD + "1,kota,A,,\n1,kota,B,,\n", "line 4: code '1' stands in line 3 too"),
        (HEAD + "1,kelurhan,A,,\n", "line 2: kind 'kelurhan'; did you mean kelurahan?"),
        (HEAD + "1,kota,,,\n", "line 2: name '': 1 to 60 characters"),
        (HEAD + "1,kota,--,,\n", "line 2: name '--': 1 to 60 characters"),
        (HEAD + "1,kota,A,,B;.\n", "line 2: name '.': 1 to 60 characters"),
        (HEAD + f"1,kota,{'a' * 61},,\n", "line 2: name 'aaa"),
        (HEAD + "1,kota,a\x1b[2J,,\n", "line 2: name 'a\\\\x1b"),
        (HEAD + "1,kecamatan,A,7,\n", "line 2: parent '7' is no code of this file"),
        (HEAD + '1,kota,"A,,\n', "line 2: unexpected end of data"),
        (b"\xff\xfe", "areas.csv: is not a text in UTF-8"),
    ],
)
def test_wrong_file_is_refused_by_line(tmp_path: Path, areas: str | bytes, message: str) -> None:
    with pytest.raises(ConfigError) as caught:
        load(tmp_path, areas)
    assert message.replace("\\\\", "\\") in str(caught.value)
    assert str(caught.value).startswith(f"{tmp_path / 'areas.csv'}: ")


def test_missing_file_and_unknown_code_are_named(tmp_path: Path) -> None:
    (tmp_path / "city.toml").write_text(CITY)
    with pytest.raises(ConfigError, match=r"areas\.csv: no such file or directory"):
        city.load(tmp_path / "city.toml")
    with pytest.raises(
        ConfigError, match=r"city\.toml: \[areas\] own: '7' is no code of .*areas\.csv"
    ):
        load(tmp_path, GOOD, 'own = ["7"]\n')


def test_alias_of_an_agency_is_its_alone(tmp_path: Path) -> None:
    agency = '[[agency]]\ncode = "%s"\nname = "X"\naliases = ["%s"]\n'
    for first, second in [
        (("PU", "pupr"), ("DLH", "PUPR")),
        (("PU", "dlh"), ("DLH", "x")),
        (("PU", " "), ("DLH", "x")),
    ]:
        with pytest.raises(ConfigError, match=r"aliases: .* is empty or another agency's"):
            load(tmp_path, GOOD, agency % first + agency % second)
