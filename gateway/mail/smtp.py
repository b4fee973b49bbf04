"""One connection to the mail server: what its answers mean, and nothing else (RFC 5321, 3207).

No text of an answer goes into an error: servers repeat addresses in them.
"""

import re
import smtplib
import ssl
from collections.abc import Callable
from contextlib import suppress
from typing import NoReturn

from gateway.config_mail import MailSettings
from gateway.errors import LineDown, PermanentError, TemporaryError, UnknownOutcome
from models.failpoint import reach

_STATUS = re.compile(rb"[245]\.[0-9]{1,3}\.[0-9]{1,3}")  # RFC 3463
_DOT = re.compile(rb"^\.", re.MULTILINE)
TOO_LARGE, CLOSING = 552, 421


class Server:
    """An open connection; each message is of its own outcome."""

    def __init__(self, settings: MailSettings) -> None:
        """Connect, encrypt and log in.

        Raises LineDown: "unreachable" without a server, "tls" when it cannot prove its name, else
        the code with which it refuses us.
        """
        self._settings = settings
        self._smtp = _connected(settings)

    def send(
        self, sender: str, to: str, message: bytes, *, before_end: Callable[[], object]
    ) -> None:
        """Hand *message* (CRLF line ends) over; returns when the server has taken it.

        *before_end* is called before the dot that ends DATA: up to there nothing can have been
        taken. Raises TemporaryError (4xx, or cut off before the end), PermanentError (5xx for
        this mailbox or message), LineDown (5xx for us as a sender) and UnknownOutcome (no answer
        after the end).
        """
        smtp = self._smtp
        try:
            size = [f"size={len(message)}"] if smtp.has_extn("size") else []
            self._expect(smtp.mail(sender, size), ours=True)
            self._expect(smtp.rcpt(to))
            self._expect(smtp.docmd("DATA"), wanted=354)
            body = _DOT.sub(b"..", message)
            smtp.send(body if body.endswith(b"\r\n") else body + b"\r\n")
        except (OSError, smtplib.SMTPException) as error:
            self.cut()
            raise TemporaryError("mail: cut off before the end", code="cut") from error
        try:
            before_end()
        except BaseException:
            self.cut()  # without the dot the server drops it
            raise
        self._end()

    def _end(self) -> None:
        """Send the dot, and wait for the one answer that counts."""
        smtp = self._smtp
        try:
            if smtp.sock is not None:
                smtp.sock.settimeout(self._settings.accept_timeout.total_seconds())
            smtp.send(b".\r\n")
            reach("after_write")
            answer = smtp.getreply()
            if smtp.sock is not None:
                smtp.sock.settimeout(self._settings.timeout.total_seconds())
        except (OSError, smtplib.SMTPException) as error:
            self.cut()
            raise UnknownOutcome("mail: no answer to the end of the message", code="cut") from error
        self._expect(answer)

    def _expect(self, answer: tuple[int, bytes], *, wanted: int = 250, ours: bool = False) -> None:
        """Raise what an answer means that is not *wanted*; *ours*: it is about the sender."""
        code, text = answer
        if code == wanted or (wanted == 250 and 200 <= code < 300):
            return
        if code == CLOSING:
            self.cut()
        with suppress(OSError, smtplib.SMTPException):
            self._smtp.rset()
        said = _code(code, text)
        if 400 <= code < 500:
            raise TemporaryError(f"mail: not taken now ({said})", code=said)
        if ours and code != TOO_LARGE:
            raise LineDown(f"mail: the server refuses the sender ({said})", code=said)
        raise PermanentError(f"mail: refused ({said})", code=said)

    @property
    def open(self) -> bool:
        """Whether another message may be tried on it."""
        return self._smtp.sock is not None

    def cut(self) -> None:
        """Close without a word."""
        self._smtp.close()

    def close(self) -> None:
        """Say good-bye, if anybody listens."""
        with suppress(OSError, smtplib.SMTPException):
            self._smtp.quit()
        self.cut()


def _connected(settings: MailSettings) -> smtplib.SMTP:
    """Return a connection on which mail may be sent."""
    host, port = settings.where
    timeout = settings.timeout.total_seconds()
    secure = _context(settings) if settings.security != "none" else None
    secret = _password(settings)
    smtp: smtplib.SMTP | None = None
    try:
        if settings.security == "tls":
            smtp = smtplib.SMTP_SSL(host, port, timeout=timeout, context=secure)
        else:
            smtp = smtplib.SMTP(host, port, timeout=timeout)
        if settings.security == "starttls":
            smtp.starttls(context=secure)
        smtp.ehlo_or_helo_if_needed()
        if secret:
            smtp.login(settings.username, secret)
    except (OSError, smtplib.SMTPException, UnicodeError) as error:
        if smtp is not None:
            smtp.close()
        _refuse(error)
    return smtp


def _password(settings: MailSettings) -> str:
    """Return what password_file holds without the end of its line; '' without one."""
    try:
        file = settings.password_file
        return "" if file is None else file.read_text("utf-8").rstrip("\r\n")
    except (OSError, UnicodeError) as error:
        raise LineDown("mail: password_file cannot be read", code="password") from error


def _context(settings: MailSettings) -> ssl.SSLContext:
    try:
        context = ssl.create_default_context(cafile=settings.ca_file)
    except OSError as error:
        raise LineDown("mail: ca_file cannot be read", code="tls") from error
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context


def _refuse(error: Exception) -> NoReturn:
    """Raise the LineDown that *error* means; none of its text but codes and TLS's own words."""
    match error:
        case ssl.SSLCertVerificationError():
            words = f"mail: tls: {error.verify_message.lower()}"
            raise LineDown(words, code="tls") from error
        case ssl.SSLError():
            raise LineDown("mail: tls: the server speaks another language", code="tls") from error
        case smtplib.SMTPResponseException():
            text = error.smtp_error
            said = _code(error.smtp_code, text if isinstance(text, bytes) else text.encode())
            raise LineDown(f"mail: the server refuses us ({said})", code=said) from error
        case smtplib.SMTPNotSupportedError():
            words = "mail: the server offers no STARTTLS or no login that we know"
            raise LineDown(words, code="unsupported") from error
        case TimeoutError():
            raise LineDown("mail: no answer in time", code="unreachable") from error
    why = str(getattr(error, "strerror", None) or "connection closed").lower()
    raise LineDown(f"mail: cannot be reached: {why}", code="unreachable") from error


def _code(code: int, text: bytes) -> str:
    """Return ``550 5.1.1`` of an answer: digits only, nothing that the server says in words."""
    found = _STATUS.match(text)
    return f"{code} {found[0].decode()}" if found else str(code)
