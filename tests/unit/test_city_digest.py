"""[[digest]] and [ppid] are read whole or refused with the key that is wrong."""

from datetime import time
from pathlib import Path

import pytest

from models import city
from models.errors import ConfigError
from models.mailbox import Address, masked

HEAD = """
[city]
name = "LAPOR"
[[agency]]
code = "DISHUB"
name = "Dinas Perhubungan"
email = "dishub@b.id"
[[digest]]
"""
GOOD = {
    "name": '"harian"', "report": '"daily"', "at": '"07:00"', "on": '"Hari Kerja"',
    "to": '["mayor", "heads", "kominfo@b.id"]', "format": '["sms", "email"]',
}  # fmt: skip


def load(folder: Path, more: str = "", **changes: str) -> city.City:
    keys = {**GOOD, **changes}
    text = HEAD + "".join(f"{key} = {value}\n" for key, value in keys.items() if value)
    path = folder / "city.toml"
    path.write_text(text + more)
    return city.load(path)


def test_a_digest_is_bound_with_its_defaults(tmp_path: Path) -> None:
    (one,) = load(tmp_path).digests
    assert (one.at, one.on.word, one.scope) == (time(7), "hari kerja", "")
    assert (one.roles, one.mailboxes) == (("mayor",), ("kominfo@b.id",))
    assert (one.heads_see, one.attach, one.catch_up) == ("own", (), "latest")
    ppid = load(tmp_path, '[ppid]\npolicy = "UU 14/2008"\ndisputes = 2\n').ppid
    assert (ppid.policy, ppid.disputes, ppid.means) == ("UU 14/2008", 2, "")
    assert load(tmp_path, **{"for": '"DISHUB"'}).digests[0].scope == "DISHUB"


def test_faults_name_the_key(tmp_path: Path) -> None:
    weekly = {"report": '"weekly"', "on": "", "format": '["email"]'}
    monthly = {**weekly, "report": '"monthly"'}
    for changes, said in (
        ({"name": '"Harian 1"'}, "name: is not 1 to 32 of a-z 0-9 _ -"),
        ({"report": '"hourly"'}, "report: 'hourly' is not one of daily, weekly, monthly"),
        ({"at": '"7"'}, "at: '7' is not a time such as 07:30"),
        ({"on": '"monday"'}, "on: 'monday' is not one of setiap hari, hari kerja, senin"),
        ({"on": '"5"'}, "on: is a day of the month; this report has days of a week"),
        ({**weekly, "on": '"hari kerja"'}, "on: only a daily report is sent more than once"),
        ({**monthly, "on": '"senin"'}, "on: is a day of the week; this report has days of a"),
        ({"to": "[]"}, "to: is empty"),
        ({"to": '["walikota"]'}, "to: 'walikota' is neither one of mayor, assistant"),
        ({"to": '["a@b..id"]'}, "to: 'a@b..id' is no e-mail address"),
        ({"to": '["a@b.id", "x\\r\\n"]'}, "to: goes over two lines"),
        ({"format": "[]"}, "format: is empty"),
        ({"format": '["fax"]'}, "format: 'fax' is not one of sms, email"),
        ({"attach": '["pdf"]'}, "attach: 'pdf' is not one of csv, xlsx"),
        ({**weekly, "format": '["sms"]'}, "format: only the daily report fits into an SMS"),
        ({"to": '["a@b.id"]'}, "to: nobody who gets an SMS; a mailbox gets email"),
        ({"to": '["mayor"]'}, "to: no mailbox; mayor, assistant and coordinator get sms"),
        ({"scope": '"DISHUP"'}, "scope: 'DISHUP' is no agency and no area"),
        ({"hour": '"7"'}, "hour: unknown"),
        ({"to": ""}, "to: missing"),
    ):
        with pytest.raises(ConfigError) as fault:
            load(tmp_path, **changes)
        assert f"city.toml: [[digest]] {changes.get('name', GOOD['name'])[1:-1]} {said}" in str(
            fault.value
        ), changes
    twice = '[[digest]]\nname = "harian"\nreport = "daily"\nto = ["a@b.id"]\n'
    with pytest.raises(ConfigError, match=r"\[\[digest\]\] harian name: stands here twice"):
        load(tmp_path, twice)
    with pytest.raises(ConfigError, match=r"\[\[agency\]\] DISHUB email: 'dishub' is no e-mail"):
        (tmp_path / "city.toml").write_text(HEAD.replace("dishub@b.id", "dishub"))
        city.load(tmp_path / "city.toml")


@pytest.mark.parametrize(
    ("text", "shown"),
    [("kominfo@b.id", "ko*****@b.id"), ("a@b.id", "a*****@b.id"), ("ab@c.id", "ab*****@c.id")],
)
def test_an_address_is_masked(text: str, shown: str) -> None:
    assert masked(Address.parse(text)) == shown
