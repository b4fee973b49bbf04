"""Reports of the same thing look alike and become one incident."""

import pytest

from models.casework.case import Case
from models.casework.effects import Link
from models.casework.incidents import alike, join, words
from models.casework.sop import Incidents

A, B, C = (Case(row, 4839206 + row, mine=False) for row in (1, 2, 3))
IN = Case(4, 4839300, mine=False, incident=7)


@pytest.mark.parametrize(
    ("one", "other", "least", "most"),
    [
        ("lampu mati di Jl Veteran", "lampunya mati total", 0.5, 1.0),
        ("banjir di Mojoroto setinggi lutut", "Mojoroto kebanjiran selutut", 0.3, 1.0),
        ("lampu mati", "sampah menumpuk di pasar", 0.0, 0.0),
        ("", "", 0.0, 0.0),
        ("lampu mati", "LAMPU MATI!!!", 1.0, 1.0),
    ],
)
def test_words_of_the_same_thing_are_alike(one: str, other: str, least: float, most: float) -> None:
    assert least <= alike(words(one), words(other)) <= most


def test_words_that_say_nothing_do_not_count() -> None:
    assert words("Pak wali, mohon segera diperbaiki, terima kasih 081") == frozenset()


@pytest.mark.parametrize(
    ("similar", "automatic", "links"),
    [
        ((), 3, ()),
        ((A, B), 0, ()),
        ((A,), 3, ()),
        ((A, B), 3, (Link(A), Link(A, B))),
        ((A, IN, B), 3, (Link(IN), Link(IN, A), Link(IN, B))),
        ((IN,), 2, (Link(IN),)),
    ],
)
def test_enough_alike_become_one_incident(
    similar: tuple[Case, ...], automatic: int, links: tuple[Link, ...]
) -> None:
    assert join(similar, Incidents(automatic=automatic)) == links
