"""Who may hand us a message: address, secret path, signature. Pure; `now` is an argument."""

import base64
import hashlib
import hmac
from collections.abc import Sequence
from datetime import datetime
from ipaddress import ip_address, ip_network

from gateway.providers.wire import Refusal, Request, Scheme, Secrets

WINDOW = 300
"""Seconds that a signature is good for, before and after its time."""


def refusal(
    request: Request,
    secrets: Secrets,
    scheme: Scheme | None,
    *,
    allow: Sequence[str],
    now: datetime,
) -> Refusal | None:
    """Return why *request* is not let in, or None.

    With no secret at all nothing is let in. An unknown path is told as any other is: 404.
    """
    if allow and not any_of(request.address, allow):
        return Refusal(403, "address")
    if secrets.paths or request.path:
        sent = request.path.encode()
        same = [hmac.compare_digest(sent, path.encode()) for path in secrets.paths]
        if not any(same):
            return Refusal(404, "path")
    if secrets.signing and scheme is not None:
        return _unsigned(request, secrets.signing, scheme, now)
    return None if secrets.paths else Refusal(401, "no_secret")


def any_of(address: str, networks: Sequence[str]) -> bool:
    """Tell whether *address* lies in one of *networks* (an address is a network of one)."""
    try:
        found = ip_address(address)
    except ValueError:
        return False
    return any(found in ip_network(network, strict=False) for network in networks)


def _unsigned(
    request: Request, secrets: Sequence[bytes], scheme: Scheme, now: datetime
) -> Refusal | None:
    """Check a signature by each of *secrets*, all in the same time."""
    given, stamp = (request.headers.get(name, "") for name in (scheme.header, scheme.timestamp))
    if "," in given or "," in stamp:  # two headers of one name reach us as one, with a comma
        return Refusal(400, "two_signatures")
    if scheme.signed != "body":
        if not (stamp.isascii() and stamp.isdigit() and len(stamp) <= 12):
            return Refusal(401, "timestamp")
        if abs(int(stamp) - now.timestamp()) > WINDOW:
            return Refusal(401, "too_old")
    if not given.startswith(scheme.prefix):
        return Refusal(401, "signature")
    sent = given.removeprefix(scheme.prefix).encode("latin-1", "replace")
    good = [
        hmac.compare_digest(_folded(sent, scheme), signature(secret, scheme, stamp, request.body))
        for secret in secrets
    ]
    return None if any(good) else Refusal(401, "signature")


def _folded(sent: bytes, scheme: Scheme) -> bytes:
    return sent.lower() if scheme.form == "hex" else sent


def signature(secret: bytes, scheme: Scheme, stamp: str, body: bytes) -> bytes:
    """Return the signature of *body* as *scheme* writes it, without its prefix."""
    signed = {
        "timestamp.body": stamp.encode() + b"." + body,
        "body+timestamp": body + stamp.encode(),
        "body": body,
    }[scheme.signed]
    digest = hmac.new(secret, signed, hashlib.sha256).digest()
    return digest.hex().encode() if scheme.form == "hex" else base64.b64encode(digest)
