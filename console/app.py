"""What every command needs: the configuration, the stored data, the zone and the time."""

# ruff: noqa: PLC0415 - what is heavy is imported when the command runs

import gettext
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, tzinfo
from typing import TYPE_CHECKING, NamedTuple

import click

from console.identity import become
from models.i18n import LOCALE, choose

if TYPE_CHECKING:
    from gateway.config import Settings
    from gateway.config_stored import Stored
    from models.base import Store
    from models.city import City


class App(NamedTuple):
    """The root options and the environment of one run of the command."""

    config: str | None  # --config
    language: str | None  # --language
    environ: Mapping[str, str]
    clock: Callable[[], datetime]  # aware UTC; given by cli.py, the only reader of the clock

    def settings(self) -> "Settings":
        """Return the bound modem.conf, and speak its language unless --language says another.

        Raises ConfigError.
        """
        from gateway.config import find, load

        loaded = load(find(self.config, self.environ))
        self._speak(loaded)
        return loaded

    def stored(self) -> "Stored":
        """Return where the data lie, and speak as settings() does; no line is looked at.

        Raises ConfigError.
        """
        from gateway.config_stored import find, load_stored

        loaded = load_stored(find(self.config, self.environ))
        self._speak(loaded)
        return loaded

    def _speak(self, stored: "Stored") -> None:
        if stored.daemon.language and not self.language:
            speak(stored.daemon.language)

    def zone(self, stored: "Stored") -> tzinfo:
        """Return the city's zone; UTC when city.toml is broken, so that lists can still be read."""
        from models import city_glance

        return city_glance.zone(stored.daemon.city)

    @contextmanager
    def store(
        self, stored: "Stored", *, read_only: bool, upgrade: bool = False
    ) -> "Iterator[Store]":
        """Open the stored data with the key file, as the user that owns them.

        Raises ConfigError for the key and the user, StorageError for the database.
        """
        from gateway.config_database import database_url
        from models import keyfile
        from models.base import Store

        become(stored)
        keys = keyfile.load(stored.daemon.key_file)
        store = Store.open(
            database_url(stored),
            keys,
            read_only=read_only,
            volatile=stored.daemon.volatile,
            upgrade=upgrade,
        )
        try:
            yield store
        finally:
            store.close()


app_option = click.make_pass_decorator(App)


def city_of(stored: "Stored") -> "City":
    """Return the bound city.toml of *stored*; raises ConfigError."""
    from models.city import load

    return load(stored.daemon.city)


def speak(language: str | None) -> str:
    """Choose the language of our words and of click's own; return it."""
    chosen = choose(language)
    # click asks gettext's global domain, and gettext asks LANGUAGE first
    os.environ["LANGUAGE"] = chosen
    gettext.bindtextdomain("kentongan", str(LOCALE))
    gettext.textdomain("kentongan")
    return chosen
