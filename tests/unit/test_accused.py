"""The accused never get the report: which agencies a report accuses."""

import pytest

from models.casework.accused import accused
from models.casework.sop import AgencyRule
from tests.casework import sop

CITY = sop(
    agencies=(
        AgencyRule("DISPENDUK", "", aliases=("DUKCAPIL",)),
        AgencyRule("DISDIK", "", categories=frozenset({"pendidikan"})),
        AgencyRule("SATPOL_PP", ""),
        AgencyRule("POLRES", "", kind="outside"),
        AgencyRule("KEC_MOJOROTO", "", kind="area", area="M"),
        AgencyRule("KEL_BANDAR", "", kind="area", area="M1"),
        AgencyRule("KEL_POJOK", "", kind="area", area="M2"),
        AgencyRule("KEL_BALOWERTI", "", kind="area", area="K1"),
    ),
    parents={"M": "", "M1": "M", "M2": "M", "K1": "K"},
)


@pytest.mark.parametrize(
    ("flags", "area", "codes"),
    [
        ((), "M1", ()),
        (("aparatur", "kasar"), "M1", ()),
        (("dituduh:dukcapil",), "", ("DISPENDUK",)),
        (("dituduh:sekolah",), "", ("DISDIK",)),
        (("dituduh:satpol",), "", ("SATPOL_PP",)),
        (("dituduh:polisi",), "", ("POLRES",)),
        (("dituduh:pejabat",), "", ()),
        (("dituduh:lurah",), "M1", ("KEL_BANDAR",)),
        (("dituduh:rt", "dituduh:lurah"), "M1", ("KEL_BANDAR",)),
        (("dituduh:lurah",), "M", ("KEC_MOJOROTO", "KEL_BANDAR", "KEL_POJOK")),
        (("dituduh:rw",), "", ("KEC_MOJOROTO", "KEL_BANDAR", "KEL_POJOK", "KEL_BALOWERTI")),
        (("dituduh:camat",), "M1", ("KEC_MOJOROTO", "KEL_BANDAR")),
        (("dituduh:camat",), "", ("KEC_MOJOROTO", "KEL_BANDAR", "KEL_POJOK", "KEL_BALOWERTI")),
        (("dituduh:dukcapil", "dituduh:satpol"), "", ("DISPENDUK", "SATPOL_PP")),
    ],
)  # fmt: skip
def test_accused_are_named_by_what_the_city_has(
    flags: tuple[str, ...], area: str, codes: tuple[str, ...]
) -> None:
    assert accused(CITY, flags, area) == codes
