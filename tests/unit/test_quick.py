"""A quick value is a frozen dataclass in all but the time that it takes to make."""

import copy
import pickle
from dataclasses import FrozenInstanceError, dataclass, field, replace

import pytest

from models.quick import but, quick


@dataclass(frozen=True, slots=True)
class Plain:
    """What the quick one must be like."""

    name: str
    count: int
    tags: tuple[str, ...] = ()
    note: str = "-"


@quick
@dataclass(frozen=True, slots=True)
class Quick:
    """The same fields."""

    name: str
    count: int
    tags: tuple[str, ...] = ()
    note: str = "-"


def test_it_is_made_as_any_other() -> None:
    one = Quick("a", count=2, tags=("x",))
    assert type(one) is Quick
    assert (one.name, one.count, one.tags, one.note) == ("a", 2, ("x",), "-")
    assert repr(one) == repr(Plain("a", 2, ("x",))).replace("Plain", "Quick")
    assert one == Quick("a", 2, ("x",), "-") != Quick("a", 3)
    assert hash(one) == hash(Plain("a", 2, ("x",)))


def test_it_is_copied_changed_and_sent_as_any_other() -> None:
    one = Quick("a", 2)
    assert replace(one, note="b") == Quick("a", 2, note="b")
    assert copy.deepcopy(one) == pickle.loads(pickle.dumps(one)) == one


def test_it_cannot_be_written_to() -> None:
    one = Quick("a", 2)
    with pytest.raises(FrozenInstanceError):
        one.count = 3  # type: ignore[misc]
    with pytest.raises(FrozenInstanceError):
        del one.count
    assert not hasattr(one, "__dict__")


def test_a_missing_or_unknown_field_is_refused() -> None:
    with pytest.raises(TypeError, match=r"Quick\.__init__\(\) missing 1 required"):
        Quick("a")  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="unexpected keyword"):
        Quick("a", 2, size=1)  # type: ignore[call-arg]


def test_what_has_more_than_plain_fields_is_refused() -> None:
    @dataclass(frozen=True, slots=True)
    class Made:
        names: list[str] = field(default_factory=list)

    @dataclass(frozen=True, slots=True)
    class Busy:
        name: str

        def __post_init__(self) -> None:
            """Do something."""

    @dataclass(frozen=True, slots=True)
    class Heir(Plain):
        more: int = 0

    for cls in (Made, Busy, Heir):
        with pytest.raises(TypeError, match="more than plain fields"):
            quick(cls)


def test_but_changes_what_it_is_told_and_nothing_else() -> None:
    one = Quick("a", 1, ("x",))
    assert but(one, note="!", count=2) == replace(one, note="!", count=2)
    assert but(one) == one
    assert one == Quick("a", 1, ("x",))
    with pytest.raises(KeyError):
        but(one, nothing=1)
