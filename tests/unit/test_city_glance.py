"""A list finds zone, agencies and areas in city.toml as the whole reading does, and never fails."""

from datetime import UTC
from pathlib import Path

import pytest

from models import city, city_glance

EXAMPLES = Path(__file__).parents[2] / "examples"


@pytest.mark.parametrize("name", ["bandung", "kediri-112", "mandiangin"])
def test_a_glance_finds_what_the_whole_file_says(name: str) -> None:
    path = EXAMPLES / name / "city.toml"
    whole = city.load(path)
    assert city_glance.sign(path) == (whole.name, whole.emergency, whole.zone)
    assert str(city_glance.zone(path)) == str(whole.zone)
    for one in whole.agencies:
        for spelling in (one.code, one.code.lower(), *one.aliases):
            assert city_glance.agency(path, f" {spelling} ") == one.code
    assert city_glance.agency(path, "NOBODY") == city_glance.agency(path, "") == ""
    found = {(row["code"], row["name"], row["parent"]) for row in city_glance.areas(path)}
    assert found == {(row["code"], row["name"], row["parent"]) for row in whole.areas}
    for row in whole.areas:
        alone = [one for one in city_glance.areas(path, row["code"]) if one["code"] == row["code"]]
        assert [one["name"] for one in alone] == [row["name"]]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[city]\ntimezone = 'Nowhere/Town'\n",
        "[city\n",
        "[city]\ntimezone = 7\n",
        "\xff",
        "city = 1",
    ],
)
def test_a_broken_city_leaves_utc_and_nothing_else(tmp_path: Path, text: str) -> None:
    path = tmp_path / "city.toml"
    path.write_bytes(text.encode("latin-1"))
    assert city_glance.zone(path) is UTC
    assert city_glance.agency(path, "PUPR") == ""
    assert city_glance.areas(path) == ()
    assert city_glance.zone(tmp_path / "none.toml") is UTC


@pytest.mark.parametrize(
    "table",
    [
        'name = "A' + 20 * "b" + '"', 'name = " A"', 'name = "Ünik"', 'name = ""', "name = 7",
        'name = "A"\nemergency = "12"', 'name = "A"\nemergency = 112',
        'name = "A"\ntimezone = "UTC"', 'name = "A"\nEmergency = "113"', 'emergency = "112"',
    ],
)  # fmt: skip
def test_a_city_that_signs_in_another_way_is_read_whole(tmp_path: Path, table: str) -> None:
    path = tmp_path / "city.toml"
    path.write_text(f"[city]\n{table}\n", "utf-8")
    assert city_glance.sign(path) is None
    path.write_text('[city]\nname = "A.1 b"\n', "utf-8")
    assert city_glance.sign(path) == ("A.1 b", "112", city_glance.zone(path))


def test_a_table_that_does_not_stand_by_itself_is_still_found(tmp_path: Path) -> None:
    path = tmp_path / "city.toml"
    path.write_text(' [ city ]\ntimezone = "Asia/Makassar"\n')
    assert str(city_glance.zone(path)) == "Asia/Makassar"
    path.write_text('[city]\nname = [\n[1],\n]\ntimezone = "Asia/Jayapura"\n')
    assert str(city_glance.zone(path)) == "Asia/Jayapura"


@pytest.mark.parametrize(
    "table",
    [
        'file = "places.csv"', "file = 'places.csv'", 'file="places.csv"',
        'note = """\nfile = "wrong.csv"\n"""\nfile = "places.csv"',
    ],
)  # fmt: skip
def test_the_file_of_areas_is_found_however_it_is_written(tmp_path: Path, table: str) -> None:
    (tmp_path / "places.csv").write_text("code,name,parent\nA,Alun,\n", "utf-8")
    path = tmp_path / "city.toml"
    path.write_text(f"[city]\n[areas]\n{table}\n", "utf-8")
    assert city_glance.areas(path) == ({"code": "A", "name": "Alun", "parent": ""},)
