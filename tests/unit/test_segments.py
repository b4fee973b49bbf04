"""A text is cut into parts that fit, never inside a character, and joined again."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway import gsm7
from gateway.message import BINARY, GSM7, UCS2, Part, UserData
from gateway.segments import count_parts, join_text, split


@pytest.mark.parametrize(
    ("text", "wide", "sizes"),
    [
        ("", False, [0]),
        ("a" * 160, False, [160]),
        ("a" * 161, False, [153, 8]),
        ("a" * 161, True, [152, 9]),
        ("a" * 306, False, [153, 153]),
        ("[" * 80, False, [160]),
        ("é" * 160, False, [160]),
        ("ñ" * 161, False, [153, 8]),
        ("д" * 70, False, [140]),
        ("д" * 71, False, [134, 8]),
        ("д" * 71, True, [132, 10]),
        ("😀" * 35, False, [140]),
        ("😀" * 36, False, [132, 12]),
    ],
)
def test_parts_are_as_long_as_the_standard_allows(text: str, wide: bool, sizes: list[int]) -> None:
    segments = split(text, reference=7, wide=wide)
    assert [len(segment.data.units) for segment in segments] == sizes


def test_single_part_has_no_concatenation() -> None:
    assert split("halo", reference=7)[0].part is None


def test_parts_are_numbered_from_one() -> None:
    parts = [segment.part for segment in split("a" * 400, reference=300, wide=True)]
    assert parts == [Part(300, n, 3, wide=True) for n in (1, 2, 3)]


def test_part_is_never_cut_inside_an_escape() -> None:
    first, second = split("a" * 152 + "[" * 10, reference=1)
    assert len(first.data.units) == 152
    assert second.data.units.startswith(b"\x1b<")


@pytest.mark.parametrize(("wide", "room"), [(False, 67), (True, 66)])
def test_part_is_never_cut_inside_a_surrogate_pair(wide: bool, room: int) -> None:
    first, second = split("д" * (room - 1) + "😀" * 5, reference=1, wide=wide)
    assert len(first.data.units) == 2 * (room - 1)
    assert second.data.units.decode("utf-16-be") == "😀" * 5


@pytest.mark.parametrize(("text", "parts"), [("a" * 255 * 153, 255), ("д" * 255 * 67, 255)])
def test_255_parts_are_the_most(text: str, parts: int) -> None:
    assert len(split(text, reference=0)) == count_parts(text) == parts
    with pytest.raises(ValueError, match="segments: 256 parts; at most 255"):
        split(text + "a", reference=0)


@pytest.mark.parametrize(("reference", "wide"), [(256, False), (65536, True), (-1, False)])
def test_reference_out_of_range_is_refused(reference: int, wide: bool) -> None:
    with pytest.raises(ValueError, match="reference"):
        split("a", reference=reference, wide=wide)


@pytest.mark.parametrize(
    ("parts", "text"),
    [
        ([], ""),
        ([UserData(UCS2, b"\xd8\x3c"), UserData(UCS2, b"\xdf\x0a")], "\U0001f30a"),
        ([UserData(UCS2, b"\xd8\x3c\x00A")], "\ufffdA"),
        ([UserData(UCS2, b"\xdf\x0a")], "\ufffd"),
        ([UserData(UCS2, b"\x00A\x00")], "A\ufffd"),
        ([UserData(UCS2, b"\xfe\xff\x00A")], "A"),
        ([UserData(UCS2, b"\xff\xfeA\x00"), UserData(UCS2, b"B\x00")], "AB"),
        ([UserData(UCS2, b"\xff\xfeA")], "\ufffd"),
        ([UserData(UCS2, b"\x00A\x00\x00\x00B")], "AB"),
        ([UserData(GSM7, b"a\x1b"), UserData(GSM7, b"e")], "a€"),
        ([UserData(GSM7, b"a\x1b", single=1), UserData(GSM7, b"s")], "a s"),
        ([UserData(GSM7, b"\x1bs", locking=1, single=1)], "ş"),
        ([UserData(GSM7, b"abc"), UserData(UCS2, b"\x04\x34")], "abcд"),
        ([UserData(BINARY, b"LAPOR\x00\x07 caf\xe9\x80\x7f\n")], "LAPOR café\n"),
    ],
)
def test_parts_are_joined_before_they_are_decoded(parts: list[UserData], text: str) -> None:
    assert join_text(parts) == text


@given(st.text(), st.integers(0, 255), st.booleans())
def test_split_text_comes_back(text: str, reference: int, wide: bool) -> None:
    segments = split(text, reference=reference, wide=wide)
    assert join_text([segment.data for segment in segments]) == _normal(text)


@given(st.text(st.sampled_from("a[€д😀"), min_size=50, max_size=400), st.booleans())
def test_each_part_can_be_read_alone(text: str, wide: bool) -> None:
    segments = split(text, reference=0, wide=wide)
    assert "".join(join_text([segment.data]) for segment in segments) == text


@given(st.text(st.characters(min_codepoint=0xD7F0, max_codepoint=0xE00F), max_size=80))
def test_lone_surrogates_do_not_stop_a_text(text: str) -> None:
    joined = join_text([segment.data for segment in split(text, reference=0)])
    joined.encode("utf-8")


@given(st.text())
def test_count_is_the_number_of_parts(text: str) -> None:
    assert count_parts(text) == len(split(text, reference=0))


@given(
    st.lists(
        st.builds(
            UserData,
            st.sampled_from([GSM7, UCS2, BINARY]),
            st.binary(max_size=20),
            locking=st.integers(0, 15),
            single=st.integers(0, 15),
        )
    )
)
def test_joining_anything_gives_storable_text(parts: list[UserData]) -> None:
    text = join_text(parts)
    assert "\0" not in text
    text.encode("utf-8")


def _normal(text: str) -> str:
    """What the codec promises: no NUL, no mark in front (which shows in UCS-2 only)."""
    return text if gsm7.fits(text) else text.removeprefix("\ufeff").replace("\0", "")
