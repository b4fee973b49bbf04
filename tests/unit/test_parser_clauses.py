"""Words as typed, and as rules see them: one for one, in whatever text."""

from parser import lexicon
from parser.tokens import split
from tests.readings import own


def test_each_word_that_rules_see_was_typed() -> None:
    for row in own():
        seen = lexicon.part(split(str(row.get("text", ""))[:2_000]))
        _words, marks, typed = lexicon.clauses(seen)
        assert len(typed) == len(seen.words), row["id"]
        assert marks == lexicon.breaks(seen)
        assert all(0 <= mark <= len(typed) for mark in marks)


def test_mark_behind_a_comparison_stands_where_it_was_set() -> None:
    seen = lexicon.part(split("macet di Jl Doho kayak tsunami, lampu mati"))
    assert [seen.words[mark] for mark in lexicon.breaks(seen)] == ["lampu"]
