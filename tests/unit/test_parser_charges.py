"""Who in office is charged with what, and who only stands beside a deed."""

import pytest

from parser import charges
from parser.tokens import split


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("pak lurah minta uang 50 ribu", "pungli"),
        ("warga dimintai rokok sama petugas loket", "pungli"),
        ("kepsek diduga menggelapkan dana BOS", "aparatur"),
        ("tanah bengkok dijual kades", "aparatur"),
        ("camat kota arogan", "aparatur"),
        ("murid ditampar gurunya", "sikap"),
        ("ketua RW kami jual sembako", "sikap"),
        ("bidan sering bolos", "sikap"),
    ],
)
def test_who_is_charged(text: str, wanted: str) -> None:
    assert charges.of(split(text)) == wanted


@pytest.mark.parametrize(
    "text",
    [
        "guru ditampar murid",
        "petugas loket lambat dan jutek",
        "guru honorer minta gaji dibayar",
        "sudah lapor pak lurah, preman minta uang",
        "mohon satpol razia warga main judi",
        "orang mengaku petugas minta uang",
        "lurah kami tidak korupsi",
        "petugas datang pukul 9",
        "pak camat berantas korupsi",
        "petugas sampah jarang masuk gang",
        "polisi tidur dijual kiloan",
    ],
)
def test_who_is_not(text: str) -> None:
    assert not charges.of(split(text))


def test_charge_goes_before_the_place_and_not_before_another_matter() -> None:
    assert charges.category("pungli", "pendidikan") == "pungli"
    assert charges.category("aparatur", "jalan") == "jalan"
    assert charges.category("sikap", "pendidikan") == "pendidikan"
