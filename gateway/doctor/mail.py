"""The mail server: whether it is there, proves its name and lets us in; nothing is sent."""

from gateway.config_mail import MailSettings
from gateway.doctor.finding import Finding, right, wrong
from gateway.errors import LineDown
from gateway.mail.smtp import Server
from models.i18n import _


def examine(settings: MailSettings) -> list[Finding]:
    """Connect, encrypt and log in as the daemon does; [] without a mail server."""
    if not settings.on:
        return []
    try:
        Server(settings).close()
    except LineDown as fault:
        return [wrong("mail", "", str(fault), _remedy(fault.code))]
    return [right("mail", "", _("the mail server lets us in"))]


def _remedy(code: str) -> str:
    known = {
        "unreachable": _("[mail] host and port; does the firewall let us out?"),
        "tls": _("[mail] ca_file, security, the clock, or the server's certificate"),
        "unsupported": _("[mail] security: the server offers another"),
        "password": _("[mail] password_file"),
    }
    return known.get(code) or _("[mail] username and password_file, or ask who runs the server")
