"""A kept result is given again for the same message, and never for another."""

from parser.latest import latest


def test_the_latest_result_is_kept_and_only_that() -> None:
    asked: list[str] = []

    def shout(text: str, mark: str) -> str:
        asked.append(text + mark)
        return text.upper() + mark

    kept = latest(shout)
    told = [kept(*given) for given in (("a", "!"), ("a", "!"), ("b", "!"), ("b", "?"), ("a", "!"))]
    assert told == ["A!", "A!", "B!", "B?", "A!"]
    assert asked == ["a!", "b!", "b?", "a!"]


def test_nothing_is_known_before_the_first_call() -> None:
    def joined(message: None, setting: None) -> str:
        return f"{message} {setting}"

    assert latest(joined)(None, None) == "None None"
