"""The section [mail] of modem.conf: the server that takes our e-mail."""

# ruff: noqa: RUF009 - setting() makes a dataclass field

import ipaddress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Literal

from models.binding import setting
from models.i18n import _
from models.mailbox import Address

_SECOND = timedelta(seconds=1)
PORTS = {"starttls": 587, "tls": 465, "none": 25}


@dataclass(frozen=True, slots=True, kw_only=True)
class MailSettings:
    """Section ``[mail]``; without a host there is no e-mail."""

    host: str = setting(
        "The mail server: a name or an address; without it no e-mail is sent.",
        default="",
        aliases=("server", "smtp_host"),
        example="mail.example.go.id",
    )
    port: int | None = setting(
        "Its port; without it 587 (starttls), 465 (tls) or 25 (none).",
        default=None,
        example="587",
        least=1,
        most=65_535,
    )
    security: Literal["starttls", "tls", "none"] = setting(
        "Encrypt, and refuse a server that cannot prove its name; none only on this machine.",
        default="starttls",
    )
    ca_file: Path | None = setting(
        "Certificates that are trusted; without it those of the system.",
        default=None,
        example="/etc/kentongan/mail-ca.pem",
    )
    username: str = setting(
        "The account's name there; without it nobody logs in.", default="", aliases=("user",),
        example="lapor",
    )  # fmt: skip
    password_file: Path | None = setting(
        "File that holds the account's password.",
        default=None,
        example="/etc/kentongan/mail.password",
        secrets=("password",),
    )
    sender: Address = setting(
        "Address that the mail comes from.",
        default=Address(),
        aliases=("from",),
        example="lapor@example.go.id",
    )
    reply_to: Address = setting(
        "Address that an answer goes to; without it the sender.",
        default=Address(),
        example="kominfo@example.go.id",
    )
    timeout: timedelta = setting(
        "Wait this long for a connection and for each answer.",
        default=timedelta(seconds=30),
        unit="duration",
        least=_SECOND,
        most=timedelta(minutes=5),
    )
    accept_timeout: timedelta = setting(
        "Wait this long for the answer that a message was taken; RFC 5321 asks for 10 minutes.",
        default=timedelta(minutes=10),
        unit="duration",
        least=_SECOND,
        most=timedelta(minutes=30),
    )
    retry_delay: timedelta = setting(
        "Pause before a server that cannot be reached is tried again.",
        default=timedelta(minutes=1),
        unit="duration",
        least=_SECOND,
        most=timedelta(hours=1),
    )

    @property
    def on(self) -> bool:
        """Whether there is e-mail at all."""
        return bool(self.host)

    @property
    def where(self) -> tuple[str, int]:
        """The server's host and port."""
        return self.host, self.port or PORTS[self.security]


def mail_contradiction(mail: MailSettings) -> str:
    """Return what is wrong between the values of the section, as ``key: what``; '' for nothing."""
    if not mail.on:
        return ""
    if not mail.sender:
        return _("sender: missing")
    if bool(mail.username) != (mail.password_file is not None):
        return _("username: goes with password_file; give both or neither")
    if mail.security == "none" and not _this_machine(mail.host):
        return _("security: 'none' is for a server on this machine; starttls or tls")
    return ""


def _this_machine(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
