"""The section [metrics] of modem.conf: figures for a monitoring system, and signs of life."""

from dataclasses import dataclass

from models.binding import setting


@dataclass(frozen=True, slots=True, kw_only=True)
class MetricsSettings:
    """Section ``[metrics]``; without it nothing listens."""

    listen: str = setting(
        "Address and port of /metrics, /healthz and /readyz; nobody is asked for a password there.",
        default="127.0.0.1:9112",
    )
