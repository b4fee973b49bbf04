"""The sections of modem.conf about HTTP: [http NAME], and [server] on which providers call."""

# ruff: noqa: RUF009 - setting() makes a dataclass field

import re
from dataclasses import dataclass, field
from datetime import timedelta
from ipaddress import ip_network
from pathlib import Path
from typing import ClassVar, Literal

from gateway.config_line import AnyLine
from models.binding import setting
from models.i18n import _

_SECOND = timedelta(seconds=1)

SIGNING = ("smsgate", "generic")
"""Providers that can sign what they send us."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerSettings:
    """Section ``[server]``: the one HTTP server of the daemon, open while an [http NAME] exists."""

    listen: str = setting(
        "Address and port on which providers call us; put nginx before it for TLS.",
        default="127.0.0.1:8112",
    )
    threads: int = setting(
        "Requests that are answered at once, and connections that are held at once.",
        default=64,
        least=4,
        most=512,
    )
    connections_per_address: int = setting(
        "Connections from one address; more are closed at once.", default=8, least=1, most=512
    )
    request_timeout: timedelta = setting(
        "A request must be complete within this time, however fast its bytes come.",
        default=timedelta(seconds=10),
        unit="duration",
        least=_SECOND,
        most=timedelta(seconds=60),
    )
    proxy: str = setting(
        "Address of the proxy before us: its X-Forwarded-For is believed, and it has no limit.",
        default="",
        example="127.0.0.1",
    )
    public_url: str = setting(
        "How providers reach us from outside; needed for Kannel's delivery reports.",
        default="",
        example="https://sms.example.go.id",
    )
    lines: tuple[str, ...] = ()  # names of all [http NAME]: one that is not open says 503


@dataclass(frozen=True, slots=True, kw_only=True)
class HttpLine(AnyLine):
    """One ``[http NAME]``: a provider, a Kannel or an Android phone that speaks HTTP."""

    kind: ClassVar[Literal["http"]] = "http"
    server: ServerSettings = field(default_factory=ServerSettings)
    provider: Literal["kannel", "zenziva", "smsgate", "generic"] = setting(
        "Whose language is spoken; generic is described here by keys of its own.",
        example="generic",
    )
    url: str = setting(
        "Where an SMS is handed over to be sent; empty for a line that only receives.",
        default="",
        aliases=("send_url", "sendsms_url"),
        example="http://127.0.0.1:13013/cgi-bin/sendsms",
    )
    user: str = setting(
        "Name under which we send.", default="", aliases=("username",), example="kentongan"
    )
    password_file: Path | None = setting(
        "File that holds the password to that name.",
        default=None,
        example="/etc/kentongan/kannel.password",
        secrets=("password", "pass", "passkey"),
    )
    token_file: Path | None = setting(
        "File that holds a bearer token, where the provider takes one instead.",
        default=None,
        example="/etc/kentongan/provider.token",
        secrets=("token", "api_key"),
    )
    secret_file: Path | None = setting(
        "File with the secret that signs what we receive, 32 bytes or more; two lines while it"
        " is changed.",
        default=None,
        example="/etc/kentongan/provider.secret",
        secrets=("secret", "signing_key"),
    )
    path_file: Path | None = setting(
        "File with the random end of the path on which this provider calls us, 22 characters or"
        " more; two lines while it is changed.",
        default=None,
        example="/etc/kentongan/provider.path",
        secrets=("path",),
    )
    allow: tuple[str, ...] = setting(
        "Addresses or networks that may call us; empty for all.",
        default=(),
        example="127.0.0.1, 10.8.0.0/24",
        aliases=("allow_ip", "box_allow_ip"),
    )
    ca_file: Path | None = setting(
        "File with the authority that signed the provider's certificate; without it the system's.",
        default=None,
        example="/etc/kentongan/provider.pem",
    )
    number: str = setting(
        "Number that citizens write to, with + and country code, or a short code.",
        default="",
        aliases=("my_number",),
        example="1708",
    )
    smsc_id: str = setting(
        "Kannel only: the smsc-id that shall send.", default="", example="telkomsel"
    )
    connections: int = setting(
        "Parts that may be on their way to the provider at once.",
        default=4,
        aliases=("window",),
        least=1,
        most=64,
    )
    connect_timeout: timedelta = setting(
        "Wait this long for the provider to take the connection; nothing was sent then.",
        default=timedelta(seconds=5),
        unit="duration",
        least=_SECOND,
    )
    send_timeout: timedelta = setting(
        "Wait this long for the provider's answer; then the outcome is unknown.",
        default=timedelta(seconds=30),
        unit="duration",
        least=_SECOND,
    )
    delivery_report: bool = setting(
        "Ask the provider to report when an SMS reached the phone.",
        default=True,
        aliases=("report",),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class GenericLine(HttpLine):
    """An ``[http NAME]`` with ``provider = generic``: the provider is described key by key.

    Names of fields may go into objects of JSON by dots: ``data.message_id``.
    """

    send_as: Literal["json", "form", "query"] = setting(
        "How a request to send is written: a JSON object, a form, or a query by GET.",
        default="json",
    )
    login: Literal["none", "basic", "bearer", "fields"] = setting(
        "How user and password, or the token, are shown.", default="none"
    )
    to_field: str = setting("Field of the recipient.", default="to")
    text_field: str = setting("Field of the text.", default="text")
    from_field: str = setting("Field of our number; empty for none.", default="", example="from")
    user_field: str = setting("Field of the name, with login = fields.", default="user")
    password_field: str = setting("Field of the password, with login = fields.", default="password")
    extra: tuple[str, ...] = setting(
        "More fields, each as name=value.", default=(), example="type=text, priority=1"
    )
    number_form: Literal["plus", "digits", "national"] = setting(
        "How a recipient is written: +62812..., 62812... or 0812...", default="plus"
    )
    id_field: str = setting(
        "Field of the answer that holds the provider's id of the SMS.", default="id"
    )
    id_pattern: str = setting(
        "Regular expression for an answer that is no JSON: its first group is the id.",
        default="",
        example='Success "([^"]+)"',
    )
    ok_field: str = setting(
        "Field of the answer that tells whether it was taken; empty when its status tells.",
        default="",
        example="status",
    )
    ok_values: tuple[str, ...] = setting(
        "What that field says when it was.", default=("1", "ok", "success")
    )
    receive_as: Literal["json", "form", "query"] = setting(
        "How the provider writes what we receive.", default="json"
    )
    in_id: str = setting("Field of the provider's id; empty when it has none.", default="id")
    in_from: str = setting("Field of the sender.", default="from")
    in_to: str = setting("Field of the number that was written to.", default="to")
    in_text: str = setting("Field of the text.", default="text")
    in_time: str = setting(
        "Field of the time it was sent: seconds since 1970, or ISO 8601 with its zone.",
        default="time",
    )
    in_state: str = setting(
        "Field of a delivery report's state; a request without a text that has it is a report.",
        default="status",
    )
    delivered: tuple[str, ...] = setting(
        "States that say the SMS reached the phone.", default=("delivered", "delivrd")
    )
    failed: tuple[str, ...] = setting(
        "States that say it never will; any other is not the last word.",
        default=("failed", "undelivered", "undeliv", "expired", "rejected", "rejectd"),
    )
    reply: str = setting(
        "What we answer when a message is stored.", default="OK", example="ACK/Jasmin"
    )
    signature_header: str = setting("Header of the signature.", default="X-Signature")
    timestamp_header: str = setting(
        "Header of the time of signing, seconds since 1970.", default="X-Timestamp"
    )
    signed: Literal["timestamp.body", "body+timestamp", "body"] = setting(
        "What is signed by HMAC-SHA256; body alone can be played again by anyone who saw it.",
        default="timestamp.body",
    )
    signature_form: Literal["hex", "base64"] = setting(
        "How the signature is written.", default="hex"
    )
    signature_prefix: str = setting(
        "What stands before the signature.", default="", example="sha256="
    )


def http_contradiction(line: HttpLine) -> str:
    """Return ``key: what is wrong`` for settings that contradict each other; '' for none."""
    words = {"provider": line.provider}
    receives = line.secret_file is not None or line.path_file is not None
    if line.url and not re.match(r"https?://[^\s/]+", line.url):
        return _("url: is not like https://example.net/send")
    if not (line.url or receives or line.provider == "zenziva"):
        return _("url: missing; or give path_file, for a line that only receives")
    if line.secret_file is not None and line.provider not in SIGNING:
        return _("secret_file: %(provider)s signs nothing; use path_file and allow") % words
    for network in line.allow:
        if not _is_network(network):
            text = _("allow: %(network)r is neither an address nor a network like 10.8.0.0/24")
            return text % {"network": network}
    return _generic_contradiction(line) if isinstance(line, GenericLine) else ""


def _is_network(text: str) -> bool:
    try:
        ip_network(text, strict=False)
    except ValueError:
        return False
    return True


def _generic_contradiction(line: GenericLine) -> str:
    for pair in line.extra:
        if not pair.partition("=")[1]:
            return _("extra: %(pair)r is not like name=value") % {"pair": pair}
    try:
        groups = re.compile(line.id_pattern).groups
    except re.error as error:
        return _("id_pattern: is no regular expression: %(fault)s") % {"fault": error}
    if line.id_pattern and groups != 1:
        return _("id_pattern: needs exactly one group in parentheses")
    return ""
