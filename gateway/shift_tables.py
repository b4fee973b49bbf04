"""The character tables of 3GPP TS 23.038: default alphabet, extension and 13 national languages.

A table is written as the code points of septets 0x00-0x7F in order, in hexadecimal: ``41-5A`` is
a run, ``.`` a septet without a character, ``.9`` nine of them. ESC (0x1B) is written as 20, for
alone it shows as a space.

::

    1 Turkish   2 Spanish (single only)   3 Portuguese   4 Bengali and Assamese   5 Gujarati
    6 Hindi     7 Kannada    8 Malayalam    9 Oriya    10 Punjabi    11 Tamil    12 Telugu   13 Urdu
"""

from functools import cache

_DEFAULT = (
    "40 A3 24 A5 E8-E9 F9 EC F2 C7 0A D8 F8 0D C5 E5 394 5F 3A6 393 39B 3A9 3A0 3A8 3A3 398 39E 20 "
    "C6 E6 DF C9 20-23 A4 25-3F A1 41-5A C4 D6 D1 DC A7 BF 61-7A E4 F6 F1 FC E0"
)
_TURKISH = (
    "40 A3 24 A5 20AC E9 F9 131 F2 C7 0A 11E-11F 0D C5 E5 394 5F 3A6 393 39B 3A9 3A0 3A8 3A3 398 "
    "39E 20 15E-15F DF C9 20-23 A4 25-3F 130 41-5A C4 D6 D1 DC A7 E7 61-7A E4 F6 F1 FC E0"
)
_PORTUGUESE = (
    "40 A3 24 A5 EA E9 FA ED F3 E7 0A D4 F4 0D C1 E1 394 5F AA C7 C0 221E 5E 5C 20AC D3 7C 20 "
    "C2 E2 CA C9 20-23 BA 25-3F CD 41-5A C3 D5 DA DC A7 7E 61-7A E3 F5 60 FC E0"
)
_BENGALI = (
    "981-983 985-98B 0A 98C . 0D . 98F-990 .2 993-99A 20 99B-99E 20-21 99F-9A4 29 28 9A5-9A6 2C "
    "9A7 2E 9A8 30-3B . 9AA-9AB 3F 9AC-9B0 . 9B2 .3 9B6-9B9 9BC-9C4 .2 9C7-9C8 .2 9CB-9CE 61-7A "
    "9D7 9DC-9DD 9F0-9F1"
)
_GUJARATI = (
    "A81-A83 A85-A8B 0A A8C-A8D 0D . A8F-A91 . A93-A9A 20 A9B-A9E 20-21 A9F-AA4 29 28 AA5-AA6 2C "
    "AA7 2E AA8 30-3B . AAA-AAB 3F AAC-AB0 . AB2-AB3 . AB5-AB9 ABC-AC5 . AC7-AC9 . ACB-ACD AD0 "
    "61-7A AE0-AE3 AF1"
)
_HINDI = (
    "901-903 905-90B 0A 90C-90D 0D 90E-91A 20 91B-91E 20-21 91F-924 29 28 925-926 2C 927 2E 928 "
    "30-3B 929-92B 3F 92C-939 93C-94D 950 61-7A 972 97B-97C 97E-97F"
)
# 0x24 is U+0CA1: the standard prints U+0CAA there, which stands at 0x3D already.
_KANNADA = (
    ". C82-C83 C85-C8B 0A C8C . 0D C8E-C90 . C92-C9A 20 C9B-C9E 20-21 C9F-CA4 29 28 CA5-CA6 2C "
    "CA7 2E CA8 30-3B . CAA-CAB 3F CAC-CB3 . CB5-CB9 CBC-CC4 . CC6-CC8 . CCA-CCD CD5 61-7A CD6 "
    "CE0-CE3"
)
_MALAYALAM = (
    ". D02-D03 D05-D0B 0A D0C . 0D D0E-D10 . D12-D1A 20 D1B-D1E 20-21 D1F-D24 29 28 D25-D26 2C "
    "D27 2E D28 30-3B . D2A-D2B 3F D2C-D39 . D3D-D44 . D46-D48 . D4A-D4D D57 61-7A D60-D63 D79"
)
_ORIYA = (
    "B01-B03 B05-B0B 0A B0C . 0D . B0F-B10 .2 B13-B1A 20 B1B-B1E 20-21 B1F-B24 29 28 B25-B26 2C "
    "B27 2E B28 30-3B . B2A-B2B 3F B2C-B30 . B32-B33 . B35-B39 B3C-B44 .2 B47-B48 .2 B4B-B4D B56 "
    "61-7A B57 B60-B63"
)
_PUNJABI = (
    "A01-A03 A05-A0A . 0A .2 0D . A0F-A10 .2 A13-A1A 20 A1B-A1E 20-21 A1F-A24 29 28 A25-A26 2C "
    "A27 2E A28 30-3B . A2A-A2B 3F A2C-A30 . A32-A33 . A35-A36 . A38-A39 A3C . A3E-A42 .4 "
    "A47-A48 .2 A4B-A4D A51 61-7A A70-A74"
)
_TAMIL = (
    ". B82-B83 B85-B8A . 0A .2 0D B8E-B90 . B92-B95 .3 B99-B9A 20 . B9C . B9E 20-21 B9F .3 "
    "BA3-BA4 29 28 .2 2C . 2E BA8 30-3B BA9-BAA . 3F .2 BAE-BB9 .2 BBE-BC2 .3 BC6-BC8 . BCA-BCD "
    "BD0 61-7A BD7 BF0-BF2 BF9"
)
_TELUGU = (
    "C01-C03 C05-C0B 0A C0C . 0D C0E-C10 . C12-C1A 20 C1B-C1E 20-21 C1F-C24 29 28 C25-C26 2C "
    "C27 2E C28 30-3B . C2A-C2B 3F C2C-C33 . C35-C39 . C3D-C44 . C46-C48 . C4A-C4D C55 61-7A C56 "
    "C60-C63"
)
_URDU = (
    "627 622 628 67B 680 67E 6A6 62A 6C2 67F 0A 679 67D 0D 67A 67C 62B-62C 681 684 683 685-687 "
    "62D-62F 20 68C 688-68A 20-21 68F 68D 630-631 691 693 29 28 699 632 2C 696 2E 698 30-3B 69A "
    "633-634 3F 635-639 641-642 6A9-6AB 6AF 6B3 6B1 644-646 6BA-6BC 648 6C4 6D5 6C1 6BE 621 6CC "
    "6D0 6D2 64D 650 64F 657 654 61-7A 655 651 653 656 670"
)

# Most single shift tables share the same first 0x19 septets and the same tail from 0x3C on.
_SIGNS = "40 A3 24 A5 BF 22 A4 25-27 0C 2A-2B . 2D 2F 3C-3E A1 5E A1 5F 23 2A "
_LATIN = ".9 . 0C .9 5E .6 20 .12 7B 7D .5 5C .12 5B 7E 5D . 7C "
_TAIL = " 5B 7E 5D . 7C 41-5A .10 20AC .26"

_LOCKING = {
    0: _DEFAULT,
    1: _TURKISH,
    3: _PORTUGUESE,
    4: _BENGALI,
    5: _GUJARATI,
    6: _HINDI,
    7: _KANNADA,
    8: _MALAYALAM,
    9: _ORIYA,
    10: _PUNJABI,
    11: _TAMIL,
    12: _TELUGU,
    13: _URDU,
}
"""Language identifier -> locking shift table, annex A.3; 2 (Spanish) has none."""

_SINGLE = {
    0: _LATIN + ".36 20AC .26",
    1: _LATIN + ".6 11E . 130 .9 15E .15 E7 . 20AC . 11F . 131 .9 15F .12",
    2: ".9 E7" + _LATIN.removeprefix(".9 .") + "C1 .7 CD .5 D3 .5 DA "
    ".11 E1 .3 20AC .3 ED .5 F3 .5 FA .10",
    3: ".5 EA .3 E7 0C D4 F4 . C1 E1 .2 3A6 393 5E 3A9 3A0 3A8 3A3 398 . 20 .3 CA .8 "
    "7B 7D .5 5C .12 5B 7E 5D . 7C C0 .7 CD .5 D3 .5 DA .5 C3 D5 .4 "
    "C2 .3 20AC .3 ED .5 F3 .5 FA .5 E3 F5 .2 E2",
    4: _SIGNS + "9E6-9E7 20 9E8-9EF 9DF-9E2 7B 7D 9E3 9F2-9F5 5C 9F6-9FA .7" + _TAIL,
    5: _SIGNS + "964-965 20 AE6-AEF .2 7B 7D .5 5C .12" + _TAIL,
    6: _SIGNS + "964-965 20 966-96F 951-952 7B 7D 953-954 958-95A 5C 95B-963 970-971 ." + _TAIL,
    7: _SIGNS + "964-965 20 CE6-CEF CDE CF1 7B 7D CF2 .4 5C .12" + _TAIL,
    8: _SIGNS + "964-965 20 D66-D71 7B 7D D72-D75 D7A 5C D7B-D7F .7" + _TAIL,
    9: _SIGNS + "964-965 20 B66-B6F B5C-B5D 7B 7D B5F B70-B71 .2 5C .12" + _TAIL,
    10: _SIGNS + "964-965 20 A66-A6F A59-A5A 7B 7D A5B-A5C A5E A75 . 5C .12" + _TAIL,
    11: _SIGNS + "964-965 20 BE6-BEF BF3-BF4 7B 7D BF5-BF8 BFA 5C .12" + _TAIL,
    12: _SIGNS + ".2 20 C66-C6F C58-C59 7B 7D C78-C7C 5C C7D-C7F .9" + _TAIL,
    13: _SIGNS + "600-601 20 6F0-6F9 60C-60D 7B 7D 60E-612 5C 613-614 61B 61F 640 652 658 66B-66C "
    "672-673 6CD 5B 7E 5D 6D4 7C 41-5A .10 20AC .26",
}
"""Language identifier -> single shift table, clause 6.2.1.1 (0) and annex A.2."""


@cache
def locking(language: int) -> dict[int, str]:
    """Return septet -> character of a locking shift table; the default one when there is none."""
    return _characters(_LOCKING.get(language, _DEFAULT))


@cache
def single(language: int) -> dict[int, str]:
    """Return septet -> character after ESC; the default extension when there is none."""
    return _characters(_SINGLE.get(language, _SINGLE[0]))


def has_locking(language: int) -> bool:
    """Tell whether *language* (a national language identifier) has a locking shift table."""
    return language in _LOCKING


def has_single(language: int) -> bool:
    """Tell whether *language* (a national language identifier) has a single shift table."""
    return language in _SINGLE


def _characters(table: str) -> dict[int, str]:
    characters: dict[int, str] = {}
    septet = 0
    for word in table.split():
        if word.startswith("."):
            septet += int(word[1:] or 1)
            continue
        first, _, last = word.partition("-")
        for point in range(int(first, 16), int(last or first, 16) + 1):
            characters[septet] = chr(point)
            septet += 1
    return characters
