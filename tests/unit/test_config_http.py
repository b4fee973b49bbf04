"""[http NAME] and [server]: what they need, and what contradicts itself."""

from pathlib import Path

import pytest

from gateway import config, config_check
from gateway.config_files import account
from gateway.config_http import GenericLine, HttpLine
from models.errors import ConfigError

HEAD = "[server]\nproxy = 127.0.0.1\n"
KANNEL = """\
[http satu]
provider = kannel
url = http://10.0.0.2:13013/cgi-bin/sendsms
user = kediri
path_file = path
number = 1708
"""


def load(folder: Path, text: str) -> config.Settings:
    path = folder / "modem.conf"
    path.write_text(text)
    return config.load(path)


def test_every_line_knows_the_one_server(tmp_path: Path) -> None:
    two = KANNEL.replace("satu", "dua")
    settings = load(tmp_path, KANNEL + two + HEAD)
    for line in settings.lines:
        assert isinstance(line, HttpLine)
        assert (line.server.proxy, line.server.lines) == ("127.0.0.1", ("satu", "dua"))
    assert settings.server.listen == "127.0.0.1:8112"


def test_only_generic_has_the_keys_that_describe_a_provider(tmp_path: Path) -> None:
    generic = KANNEL.replace("kannel", "generic") + "in_text = isi\n"
    (line,) = load(tmp_path, generic).lines
    assert isinstance(line, GenericLine)
    assert line.in_text == "isi"
    with pytest.raises(ConfigError, match="in_text: unknown"):
        load(tmp_path, KANNEL + "in_text = isi\n")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("provider = kannel", "provider = twilio", "provider: 'twilio'"),
        ("provider = kannel\n", "", "provider: missing"),
        ("url = http://10.0.0.2:13013/cgi-bin/sendsms", "url = ftp://x", "url: is not like"),
        ("url = http://10.0.0.2:13013/cgi-bin/sendsms\n", "", ""),
        ("path_file = path", "secret_file = s", "kannel signs nothing"),
        ("number = 1708", "allow = 10.8.0.0/33", "allow: '10.8.0.0/33'"),
        ("number = 1708", "password = rahasia", "password_file"),
        ("number = 1708", "connections = 0", "connections: '0' is too small"),
        ("path_file = path\n", "", ""),
    ],
)
def test_wrong_http_line_is_named(tmp_path: Path, old: str, new: str, message: str) -> None:
    text = KANNEL.replace(old, new)
    if not message:
        load(tmp_path, text)
        return
    with pytest.raises(ConfigError, match=r"\[http satu\]") as error:
        load(tmp_path, text)
    assert message in str(error.value)
    assert "rahasia" not in str(error.value)


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ("extra = type\n", "extra: 'type'"),
        ("id_pattern = (\n", "id_pattern: is no regular expression"),
        ("id_pattern = a\n", "id_pattern: needs exactly one group"),
        ("signed = md5\n", "signed: 'md5'"),
    ],
)
def test_wrong_description_is_named(tmp_path: Path, more: str, message: str) -> None:
    with pytest.raises(ConfigError) as error:
        load(tmp_path, KANNEL.replace("kannel", "generic") + more)
    assert message in str(error.value)


def test_line_that_neither_sends_nor_receives_is_refused(tmp_path: Path) -> None:
    text = "[http satu]\nprovider = smsgate\nnumber = 1708\n"
    with pytest.raises(ConfigError, match="url: missing"):
        load(tmp_path, text)


def test_check_tells_of_weak_secrets_and_clear_texts(tmp_path: Path) -> None:
    (tmp_path / "path").write_text("short\n")
    (tmp_path / "path").chmod(0o600)
    text = KANNEL.replace("10.0.0.2", "kannel.example.net")
    (line,) = load(tmp_path, text).lines
    assert isinstance(line, HttpLine)
    found = list(config_check._http(line, "modem.conf: [http satu]", account("")))
    said = " ".join(problem.text for problem in found)
    assert "too short" in said
    assert "not https" in said
    assert "allow: missing" in said
