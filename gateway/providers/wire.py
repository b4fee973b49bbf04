"""The values between HTTP and a provider's language, and the contract of a provider."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

from gateway.message import DeliveryReport, Inbound, Outbound, Receipt


@dataclass(frozen=True, slots=True)
class Request:
    """What a provider called us with, complete and of bounded size."""

    method: str
    path: str = ""  # what stands behind the line's name: the random end, or ''
    report: bool = False  # it ended in /report
    query: bytes = b""  # not decoded
    headers: Mapping[str, str] = field(default_factory=dict)  # names in lower case
    body: bytes = b""
    address: str = ""  # of the caller

    @property
    def content_type(self) -> str:
        """The media type without its parameters, in lower case."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    @property
    def raw(self) -> bytes:
        """What is kept of it, byte for byte; never the path, which may be a secret."""
        return self.body or self.query


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a request is not taken."""

    status: int
    why: str  # a code word for log and answer, without anything of the request


class Refused(ValueError):  # noqa: N818 - carries a Refusal through a parser, and ends there
    """A request that cannot be read; becomes a Refusal."""

    def __init__(self, why: str, status: int = 400) -> None:
        """*why* is a code word."""
        super().__init__(why)
        self.refusal = Refusal(status, why)


@dataclass(frozen=True, slots=True)
class Scheme:
    """How a provider signs: HMAC-SHA256 over the raw body and a time."""

    header: str  # in lower case
    timestamp: str  # header of the time, in lower case
    signed: Literal["timestamp.body", "body+timestamp", "body"]
    form: Literal["hex", "base64"] = "hex"
    prefix: str = ""


@dataclass(frozen=True, slots=True, repr=False)
class Secrets:
    """What the files of a line hold; has no repr, so that no log ever shows it."""

    password: str = ""
    token: str = ""
    signing: tuple[bytes, ...] = ()  # one, or two while it is changed
    paths: tuple[str, ...] = ()  # likewise


@dataclass(frozen=True, slots=True, repr=False)
class Call:
    """One request to a provider."""

    method: str
    url: str
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the provider answered."""

    status: int
    body: bytes = b""


class Provider(Protocol):
    """A module of gateway/providers. All of it is pure."""

    METHODS: frozenset[str]

    def media(self, line: Any) -> frozenset[str]:
        """Return the media types that a POST may have; empty for any."""

    def scheme(self, line: Any) -> Scheme | None:
        """Return how the provider signs; None when it cannot."""

    def read(self, line: Any, request: Request) -> Sequence[Inbound | DeliveryReport]:
        """Return what *request* brings, nothing for a ping; raises Refused."""

    def write(self, line: Any, secrets: Secrets, part: Outbound) -> Call:
        """Return the request that hands *part* over."""

    def receipt(self, line: Any, part: Outbound, answer: Answer) -> Receipt:
        """Return the provider's reference, or raise the TransportError that *answer* means."""

    def thanks(self, line: Any) -> str:
        """Return the body of our 200."""
