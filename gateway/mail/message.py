"""One e-mail as a value, and its MIME form (RFC 5322, 2045, 2387); no header can be broken out of.

What the city's sender decides (From, Message-ID, List-Id) is added when it is sent.
"""

# ruff: noqa: PLC0415 - the email package is 1.4 MB that a daemon without e-mail need not have

import re
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from models.mailbox import Address

if TYPE_CHECKING:
    from email.message import EmailMessage
    from email.policy import EmailPolicy

MOST_BYTES = 20_000_000
"""Largest message: servers take 10 (Postfix) to 25 MB (Gmail) when nobody changed it."""

_UNSAFE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]+")
_FILE = re.compile(r"[^A-Za-z0-9._-]+")


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that goes with a mail, or an image that its HTML shows as ``cid:...``."""

    name: str  # file name; what is not A-Z a-z 0-9 . _ - becomes "_"
    kind: str  # "text/csv", "image/png"
    data: bytes
    cid: str = ""  # without angle brackets; "" for a file


@dataclass(frozen=True, slots=True)
class Mail:
    """One e-mail to one mailbox."""

    cause: str  # "digest:9", "alarm:3": with the address it is unique
    to: str  # one address; Address.parse says which
    subject: str
    text: str
    html: str = ""
    attachments: tuple[Attachment, ...] = ()
    essential: bool = False  # send once more when nobody knows whether it was taken
    valid_until: datetime | None = None  # None: a day


def compose(mail: Mail) -> bytes:
    """Return *mail* as MIME without From, To, Date and Message-ID.

    Text alone, or text and HTML as alternatives, the HTML with its images, and the files around
    it. Control characters in the subject become blanks. ValueError when it is too large.
    """
    from email.message import EmailMessage

    Address.parse(mail.to)
    message = EmailMessage(policy=_policy())
    # "=?": EmailMessage would decode an encoded word, and write the line ends that it hides
    subject = _UNSAFE.sub(" ", mail.subject).replace("=?", "= ?")
    message["Subject"] = " ".join(subject.split())
    message.set_content(_sendable(mail.text), cte="quoted-printable")
    if mail.html:
        message.add_alternative(_sendable(mail.html), subtype="html", cte="quoted-printable")
        _add_images(message, [one for one in mail.attachments if one.cid])
    for file in mail.attachments:
        if not file.cid:
            main, _slash, sub = file.kind.partition("/")
            message.add_attachment(file.data, main, sub, filename=_FILE.sub("_", file.name))
    data = message.as_bytes()
    if len(data) > MOST_BYTES:
        raise ValueError(f"mail: {len(data)} bytes; at most {MOST_BYTES}")
    return data


def _policy() -> "EmailPolicy[EmailMessage]":
    from email.policy import SMTP

    return SMTP.clone(max_line_length=76)


def _sendable(text: str) -> str:
    """Return *text* without what UTF-8 cannot carry, and without NUL."""
    return text.replace("\0", "").encode("utf-8", "replace").decode()


def _add_images(message: "EmailMessage", images: list[Attachment]) -> None:
    """Put *images* beside the HTML part, so that readers show them in it (RFC 2387)."""
    html = message.get_body(("html",))
    for image in images:
        main, _slash, sub = image.kind.partition("/")
        html.add_related(  # type: ignore[union-attr]
            image.data, main, sub, cid=f"<{image.cid}>", filename=_FILE.sub("_", image.name),
            disposition="inline",
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Stamp:
    """What the sender adds to each message."""

    sender: str  # "LAPOR MBAK WALI 112 <lapor@kedirikota.go.id>" or the address alone
    reply_to: str  # "" for none
    to: str
    date: datetime  # aware
    key: str  # hex, the same at each try


def stamped(content: bytes, stamp: Stamp) -> bytes:
    """Return *content* with its headers, ready for DATA: CRLF line ends, ASCII.

    The Message-ID is made of the key: whoever gets two copies can see that they are one.
    """
    from email import message_from_bytes

    policy = _policy()
    message = message_from_bytes(content, policy=policy)
    domain = Address.parse(stamp.sender.rpartition("<")[2].rstrip(">")).domain
    message["From"] = stamp.sender
    message["To"] = stamp.to
    if stamp.reply_to:
        message["Reply-To"] = stamp.reply_to
    message["Date"] = stamp.date
    message["Message-ID"] = f"<{stamp.key}@{domain}>"
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: nobody's out-of-office answers it
    message["List-Id"] = f"<kentongan.{domain}>"
    message["X-Auto-Response-Suppress"] = "All"  # the same for Exchange
    return message.as_bytes(policy=policy)
