"""What a modem makes of the operator's USSD answer is read, over lines and in any alphabet."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway import gsm7
from gateway.at.ussd import Answer, Joiner, UssdCode, read

SAID = "Sisa pulsa Rp.24025.Aktif sd 28/08/2016."
PACKED = gsm7.pack(gsm7.encode(SAID)).hex().upper()
WIDE = SAID.encode("utf-16-be").hex().upper()


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        (f'+CUSD: 0,"{SAID}",15', Answer(0, SAID)),
        (f'+CUSD: 1,"{SAID}\n2.Info Kartu",0', Answer(1, f"{SAID}\n2.Info Kartu")),
        (f'+CUSD: 0,"{PACKED}",15', Answer(0, SAID)),
        (f'+CUSD: 0,"{WIDE}",72', Answer(0, SAID)),
        (f'+CUSD: 0,"{WIDE}",15', Answer(0, SAID)),  # some say 15 whatever they write
        ('+CUSD: 0,"99",15', Answer(0, "99")),
        ("+CUSD: 4", Answer(4, "")),
        (f'+CUSD: 0,"{SAID}', Answer(0, SAID)),  # cut
        ("+CUSD: ?", None),
        ("", None),
    ],
)
def test_answer_is_read_in_every_form(line: str, wanted: Answer | None) -> None:
    assert read(line) == wanted


@pytest.mark.parametrize(
    ("lines", "wanted"),
    [
        (["OK", "+CSQ: 1,2"], ["OK", "+CSQ: 1,2"]),
        (['+CUSD: 0,"a",15'], ['+CUSD: 0,"a",15']),
        (['+CUSD: 1,"a', "b", 'c",15', "OK"], ['+CUSD: 1,"a\nb\nc",15', "OK"]),
        (['+CUSD: 1,"a', "OK"], ['+CUSD: 1,"a', "OK"]),  # its end got lost
        (['+CUSD: 1,"a', '+CMTI: "SM",1'], ['+CUSD: 1,"a', '+CMTI: "SM",1']),
        (["+CUSD: 2", "OK"], ["+CUSD: 2", "OK"]),
    ],
)
def test_lines_of_one_answer_are_put_together(lines: list[str], wanted: list[str]) -> None:
    joiner = Joiner()
    assert [whole for line in lines for whole in joiner.feed(line)] == wanted


def test_answer_without_an_end_swallows_nothing_for_long() -> None:
    joiner = Joiner()
    told = [whole for line in ['+CUSD: 1,"', *["x" * 100] * 40] for whole in joiner.feed(line)]
    assert len(told) > 10


@given(st.text(max_size=200))
def test_no_line_breaks_the_reader(noise: str) -> None:
    read(noise)
    read(f'+CUSD: 0,"{noise}",15')
    Joiner().feed(f'+CUSD: "{noise}')


@pytest.mark.parametrize("code", ["*888#", "*111*1#", "#100#", ""])
def test_code_is_taken(code: str) -> None:
    assert UssdCode.parse(code) == code


@pytest.mark.parametrize("code", ["888", '*888#"', "*888#\r", "*888#;+CMGD=1,4", "*8 8#"])
def test_what_could_be_another_command_is_refused(code: str) -> None:
    with pytest.raises(ValueError, match="USSD"):
        UssdCode.parse(code)
