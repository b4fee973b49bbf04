"""A rule that looks only where a bit tells it to finds what it finds when it looks at all words."""

from parser import accused, lexicon, scale, types, urgency, wishes
from parser.tokens import split
from tests.readings import cities, given, own

TREES = {
    urgency._MAY_BEGIN: urgency._terms,
    types._MAY_BEGIN: types._terms,
    wishes._MAY_BEGIN: wishes._terms,
    accused._MAY_BEGIN: accused._terms,
}
WAITING = {
    urgency._WAITS: urgency._terms,
    wishes._WAITS: wishes._terms,
    accused._WAITS: accused._terms,
}


def test_terms_are_found_at_the_words_that_may_begin_them() -> None:
    for row in [*given(), *own()]:
        view = lexicon.view(split(row.get("text", "")))
        for bit, terms in TREES.items():
            hits = lexicon.found(terms(), view.words)
            assert lexicon.found(terms(), view.words, view.places(bit)) == hits, row["id"]


def test_no_bit_means_that_nothing_is_found() -> None:
    for row in [*given(), *own()]:
        view = lexicon.view(split(row.get("text", "")))
        for bit, terms in WAITING.items():
            assert view.told & bit or not lexicon.found(terms(), view.words), row["id"]
        for word in view.core:
            others = [other for other, _ in scale._pairs().get(word, ())]
            if not set(others).isdisjoint(view.core):
                assert view.told & scale._MAY_PAIR, row["id"]
                assert view.told & scale._PAIRED, row["id"]


def test_a_name_with_a_typo_may_begin_with_its_first_letters() -> None:
    words = cities().vocabulary("bandung").gazetteer
    assert words is not None
    for name in list(words.names)[::9]:
        typos = (name[:3] + name[4:], name[:2] + "x" + name[2:], name[:4] + "x" + name[5:])
        swapped = name[:2] + name[3:4] + name[2:3] + name[4:]
        for typo in (*typos, swapped):
            if words.near(typo) is not None:
                assert all(words.may_mend(typo[:size]) for size in range(4, len(typo) + 1)), typo
