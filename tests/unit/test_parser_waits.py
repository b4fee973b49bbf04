"""A rule that looks only where a bit tells it to finds what it finds when it looks at all words."""

import sys

from parser import (
    accused,
    builds,
    followups,
    free,
    ghosts,
    greetings,
    hints,
    lexicon,
    likened,
    pairs,
    places,
    places_areas,
    places_marks,
    places_names,
    questions,
    redact,
    redact_people,
    redact_reach,
    redact_tells,
    spam,
    threats,
    trees,
    types,
    unsure,
    urgency,
    wishes,
)
from parser.places_words import View
from parser.tokens import LATEST, MAX_CHARACTERS, split
from tests.readings import cities, given, own

WAITING = {
    urgency._WAITS: urgency._terms,
    wishes._WAITS: wishes._terms,
}


def test_no_bit_means_that_nothing_is_found() -> None:
    for row in [*given(), *own()]:
        view = lexicon.view(split(row.get("text", "")))
        for bit, terms in WAITING.items():
            assert view.told & bit or not trees.found(terms(), view.words), row["id"]
        for word in view.core:
            others = [other for other, _ in pairs._pairs().get(word, ())]
            if not set(others).isdisjoint(view.core):
                assert pairs.may_pair(view), row["id"]


def test_no_bit_means_no_threat_no_doubt_and_no_part() -> None:
    for row in [*given(), *own()]:
        text = row.get("text", "")
        tokens = split(text)
        told = lexicon.view(tokens).told
        if not tokens:
            continue
        assert told & threats.MAY or not threats.of(tokens), row["id"]
        if not told & unsure.DOUBTS:
            found = places.find(text, tokens, None)
            assert not unsure.somewhere(found, tokens), row["id"]
        if not (told & unsure.PARTS or text.strip()[:1] in unsure.COUNTS):
            assert not unsure.part(text.strip(), tokens), row["id"]


def test_no_hint_means_that_no_rule_finds_anything() -> None:
    for row in [*given(), *own()]:
        text = row.get("text", "")
        tokens = split(text)
        told = hints.of(tokens)
        if not told & hints.THANKS:
            assert greetings.signoff(tokens) == len(tokens), row["id"]
            assert not tokens or not greetings.thanks_only(tokens), row["id"]
        if not told & hints.RATES:
            assert followups.rating(text) is None, row["id"]
        assert bool(told & hints.WISHES) == free.may(tokens), row["id"]
        assert told & hints.WISHES or free.read(tokens) is None, row["id"]
        assert told & hints.TALK != hints.TELLS or not ghosts.says_nothing(tokens), row["id"]
        view = View(text, tokens)
        gazetteer = cities().vocabulary("bandung").gazetteer
        assert gazetteer is not None
        assert told & hints.PLACE or not [*places_names.find(view, gazetteer)], row["id"]
        capital = told & hints.BESIDE and not text.islower()
        assert told & hints.AT or capital or not [*places_names.unknown(view, [])], row["id"]
        assert told & hints.FIGURE or not any(map(str.isdigit, text[:MAX_CHARACTERS])), row["id"]


def test_hints_are_the_same_whoever_puts_them_together() -> None:
    for row in [*given(), *own()]:
        tokens = split(row.get("text", ""))
        assert hints.of(tokens) == hints.of(list(tokens)), row["id"]
    split.cache_clear()
    tokens = split("lampu mati di jl Kawi")
    assert LATEST[0] == (tokens, hints.of([*tokens]))


def test_words_in_disguise_are_no_spam_without_a_word_of_spam() -> None:
    for row in [*given(), *own()]:
        text = row.get("text", "")
        tokens = split(text)
        said = spam._said(tokens[: spam.MAX_WORDS], text)
        if spam.lures().isdisjoint(said):
            assert not spam._signs(tokens, said, text), row["id"]


def test_what_is_not_told_of_wishes_accused_and_alarm_is_not_there() -> None:
    for row in [*given(), *own()]:
        text = row.get("text", "")
        tokens = split(text)
        view = lexicon.view(tokens)
        told = view.told
        assert wishes.may_ask(view) or not wishes.of(tokens), row["id"]
        assert told & urgency.JEST or "past.idiom" not in urgency._hits(tokens), row["id"]
        assert urgency.of(text, tokens) == urgency.of(text, tokens, why=[]), row["id"]


def test_no_bits_mean_that_no_build_stands() -> None:
    for row in [*given(), *own()]:
        view = lexicon.view(split(row.get("text", "")))
        if not (view.told & builds.MAY and builds.likely(view)):
            assert list(builds._standing(view)) == [], row["id"]


def test_each_build_has_classes_with_words() -> None:
    known = {name for names in builds._terms().all().values() for name in names}
    for build in builds._builds():
        assert known.issuperset(build.classes), build
        assert build.key in build.classes, build


def test_a_build_that_wants_words_near_wants_them_nearer() -> None:
    near, far = "tadi itu bohong pak", "tadi malam orang dari dinas bohong"
    assert [flag for flag, _ in builds.found(lexicon.view(split(near)))] == ["usil"]
    assert list(builds.found(lexicon.view(split(far)))) == []


def test_what_tells_no_kind_by_itself_is_a_complaint() -> None:
    for row in [*given(), *own()]:
        tokens = split(row.get("text", ""))
        view = lexicon.view(tokens)
        hits = types._found(tokens)
        if types._closing(tokens) or not types._complains(hits, view.words):
            assert types._closing(tokens) or view.told & types._MAY_TELL, row["id"]
            continue
        message = types._read(tokens, hits, asked=False)
        rules = (types._thanks, questions.asks, types._wishes)
        told = types._announced(message, tokens) or any(rule(message) for rule in rules)
        assert not told, row["id"]


def test_no_bit_means_that_no_pair_wishes_and_nobody_is_accused() -> None:
    for row in [*given(), *own()]:
        view = lexicon.view(split(row.get("text", "")))
        for index, word in enumerate(view.words):
            if wishes._pairs().get(word, {}).keys() & view.words[index + 1 :]:
                assert view.told & wishes._MAY_PAIR and view.told & wishes._PAIRED, row["id"]
        hits = trees.found(accused._terms(), view.words)
        names = {name for _, _, found in hits for name in found}
        bodies = names - accused._NO_BODY - {"bukan_kewenangan"}
        outside = names & {"bukan_kewenangan", "landmark"}
        may = accused.may_accuse(view.told)
        assert may or not (outside or (bodies and "deed" in names)), row["id"]
        assert view.told & accused._GRAVE or "grave" not in names, row["id"]


def test_what_is_not_told_of_redaction_and_marks_is_not_there() -> None:
    for row in [*given(), *own()]:
        text = row.get("text", "")[:MAX_CHARACTERS]
        told = redact._told(text)
        if not (
            told & (redact_tells.WORDY | redact_tells.COUNTED)
            or "@" in text
            or redact_tells.DENSE.search(text)
        ):
            rules = (redact_reach.find, redact_people.find)
            found = [one for find in rules for one in find(text, text.lower(), told, figures=True)]
            assert not found, row["id"]
        marked = hints.of(split(text)) & (hints.MARK | hints.FIGURE)
        assert marked or not [*places_marks.find(text)], row["id"]


def test_words_of_texts_are_the_objects_that_rules_have() -> None:
    for token in split("".join(["Lampu", " mati di jl. Kawi"])):
        assert token.raw is sys.intern(token.raw)
        assert token.word is sys.intern(token.word)


def test_a_word_that_rules_know_is_the_same_in_a_name() -> None:
    for word in lexicon._vocabulary() | lexicon._AND:
        assert lexicon._SEEN[word] == lexicon._SEEN_NAME[word]


def test_a_plain_word_says_nothing_of_the_words_around_it() -> None:
    words = {token.raw for row in [*given(), *own()] for token in split(row.get("text", ""))}
    parts = [*lexicon._AHEAD, "context", "like", "light"]
    leading = lexicon._AND | lexicon._NAMED | lexicon._CLOCK | likened.ALSO
    for word in words | leading:
        for seen in (lexicon._SEEN[word], lexicon._SEEN_NAME[word]):
            written, meant, *_others, plain = seen
            of_roles = any(meant in lexicon.role(part) for part in parts)
            leads = of_roles or meant.isdigit() or written in leading
            assert plain is not leads, word


def test_a_word_that_only_begins_a_name_is_none_alone() -> None:
    words = cities().vocabulary("bandung").gazetteer
    assert words is not None
    may_begin = places_areas._beginnings(words)
    for row in [*given(), *own()]:
        text = row.get("text", "")
        view = View(text, split(text))
        for index, word in enumerate(view.raw):
            begun = "".join(view.raw[index : index + 2])
            if may_begin[word] == places_areas.PART and begun not in words.starts:
                assert places_areas._match(view, words, index) == (index, None), row["id"]


def test_a_name_with_a_typo_may_begin_with_its_first_letters() -> None:
    words = cities().vocabulary("bandung").gazetteer
    assert words is not None
    for name in list(words.names)[::9]:
        typos = (name[:3] + name[4:], name[:2] + "x" + name[2:], name[:4] + "x" + name[5:])
        swapped = name[:2] + name[3:4] + name[2:3] + name[4:]
        for typo in (*typos, swapped):
            if words.near(typo) is not None:
                assert all(words.may_mend(typo[:size]) for size in range(4, len(typo) + 1)), typo
