"""One HTTP provider a file: pure functions between its language and our values.

A provider has ``METHODS`` (of what it calls us with), ``FORM`` (how those are written),
``scheme(line)`` (how it signs, or None), ``read(line, request)``, ``write(line, secrets, part)``,
``receipt(line, part, answer)`` and ``thanks(line)``: see Provider in gateway/providers/wire.py.
"""

import importlib

from gateway.providers.wire import Provider

NAMES = ("kannel", "zenziva", "smsgate", "generic")


def load(name: str) -> Provider:
    """Return the module of the provider *name*, one of NAMES."""
    if name not in NAMES:
        raise KeyError(name)
    module: Provider = importlib.import_module(f"gateway.providers.{name}")
    return module
