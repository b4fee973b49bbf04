"""Words are read from the compiled catalogues as gettext itself reads them."""

import gettext

import pytest

from models import i18n


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_every_word_is_what_gettext_says(language: str) -> None:
    oracle = gettext.translation("kentongan", i18n.LOCALE, languages=[language])
    i18n.choose(language)
    try:
        for key in oracle._catalog:  # type: ignore[attr-defined]  # all it knows
            if isinstance(key, tuple):
                one, many = next(
                    k.split("\0") for k in _pairs(language) if k.startswith(f"{key[0]}\0")
                )
                for count in (0, 1, 2, 11):
                    assert i18n.plural(one, many, count) == oracle.ngettext(one, many, count)
            elif key:
                assert i18n._(key) == oracle.gettext(key), key
        for unknown in ("nobody says this", "", "zzzz", "\U0010ffff"):
            assert i18n._(unknown) == unknown
        assert i18n.plural("a thing", "%(count)d things", 1) == "a thing"
        assert i18n.plural("a thing", "%(count)d things", 2) == "%(count)d things"
    finally:
        i18n.choose("en")


def _pairs(language: str) -> list[str]:
    """Return msgids with two forms as they stand in the file."""
    content = (i18n.LOCALE / language / "LC_MESSAGES" / "kentongan.mo").read_bytes()
    words = i18n._Words(content)
    ids = [words._text(words._ids, row).decode() for row in range(words._count)]
    return [one for one in ids if "\0" in one]
