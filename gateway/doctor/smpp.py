"""A provider's SMPP server: whether it is there, proves its name and takes our account."""

import socket
import time
from collections.abc import Iterator

from gateway.config_smpp import SmppLine
from gateway.doctor.finding import Finding, doubt, right, wrong
from gateway.errors import LineDown
from gateway.smpp import codes
from gateway.smpp.connect import connect, password
from gateway.smpp.framing import Framer
from gateway.smpp.pdu import Bind, BindAnswer, Plain, decode
from gateway.smpp.pdu_encode import encode
from models.i18n import _

_ACCOUNT = frozenset({codes.RINVPASWD, codes.RINVSYSID, codes.RBINDFAIL})


def examine(line: SmppLine) -> list[Finding]:
    """Connect and bind once as transmitter, so that no message of a citizen is handed to us."""
    return list(_examined(line))


def _examined(line: SmppLine) -> Iterator[Finding]:
    name = line.name
    try:
        connection = connect(line, line.port)
    except LineDown as fault:
        yield _unreached(line, fault)
        return
    with connection:
        yield right("reach", name, _("the provider's server answers"))
        if line.tls:
            yield right("tls", name, _("its certificate is valid"))
        try:
            status = bind(line, connection)
        except (OSError, ValueError) as error:
            text = _("no answer to bind (%(why)s)") % {"why": type(error).__name__}
            mend = _("is it an SMPP port? Does the provider know our address?")
            yield wrong("bind", name, text, mend)
            return
    yield _bound(name, status)


def _unreached(line: SmppLine, fault: LineDown) -> Finding:
    text = str(fault).removeprefix(f"{line.name}: ")
    if fault.code != "tls":
        mend = _("host, port, firewall; does the provider let our address in?")
        return wrong("reach", line.name, text, mend)
    if "expired" in text:
        mend = _("ask the provider to renew its certificate; is our clock right?")
    elif "mismatch" in text or "hostname" in text or "ip address" in text:
        mend = _("tls_name = NAME in the certificate, if the provider says that it is right")
    else:
        mend = _("ca_file = FILE of who signed it, from the provider")
    return wrong("tls", line.name, text, mend)


def _bound(name: str, status: int) -> Finding:
    if status == codes.ROK:
        return right("bind", name, _("the account is accepted"))
    text = _("bind refused: %(code)s") % {"code": codes.code(status)}
    if status in _ACCOUNT:
        mend = _("system_id and password_file; each wrong try may lock the account")
        return wrong("bind", name, text, mend)
    if status == codes.RALYBND:
        return doubt("bind", name, text, _("another program or an old connection is bound"))
    return wrong("bind", name, text, _("ask the provider what it means"))


def bind(line: SmppLine, connection: socket.socket) -> int:
    """Return the status of a bind_transmitter; the session is ended again.

    Raises OSError, and ValueError when what answers is no SMPP.
    """
    asked = Bind(
        codes.BIND_TRANSMITTER,
        1,
        system_id=line.system_id.encode("ascii", "replace"),
        password=password(line.password_file),
        system_type=line.system_type.encode("ascii", "replace"),
    )
    connection.settimeout(line.connection_timeout.total_seconds())
    connection.sendall(encode(asked))
    answer = _answer(connection, line.connection_timeout.total_seconds())
    if answer.status == codes.ROK:
        connection.sendall(encode(Plain(codes.UNBIND, 2)))
    return answer.status


def _answer(connection: socket.socket, seconds: float) -> BindAnswer | Plain:
    framer, ends = Framer(), time.monotonic() + seconds
    while time.monotonic() < ends:
        data = connection.recv(4096)
        if not data:
            raise OSError("closed")
        for raw in framer.feed(data):
            pdu = decode(raw)
            if isinstance(pdu, BindAnswer) or (
                isinstance(pdu, Plain) and pdu.command == codes.GENERIC_NACK
            ):
                return pdu
        if framer.broken:
            raise ValueError("no SMPP")
    raise TimeoutError
