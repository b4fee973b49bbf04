"""What every command needs: the configuration, the stored data, the zone and the time."""

# ruff: noqa: PLC0415 - what is heavy is imported when the command runs

import gettext
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from typing import TYPE_CHECKING

import click

from console.identity import become
from models.i18n import LOCALE, choose

if TYPE_CHECKING:
    from gateway.config import Settings
    from models.base import Store
    from models.city import City


@dataclass(frozen=True, slots=True)
class App:
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
        if loaded.daemon.language and not self.language:
            speak(loaded.daemon.language)
        return loaded

    def zone(self, settings: "Settings") -> tzinfo:
        """Return the city's zone; UTC when city.toml is broken, so that lists can still be read.

        Only this one key is read: a list must not wait for the parser and the file of areas.
        """
        import tomllib
        from zoneinfo import ZoneInfo

        try:
            with settings.daemon.city.open("rb") as file:
                city = tomllib.load(file)["city"]
            return ZoneInfo(city.get("timezone", "Asia/Jakarta"))
        except (OSError, ValueError, KeyError, AttributeError):
            return UTC

    @contextmanager
    def store(
        self, settings: "Settings", *, read_only: bool, upgrade: bool = False
    ) -> "Iterator[Store]":
        """Open the stored data with the key file, as the user that owns them.

        Raises ConfigError for the key and the user, StorageError for the database.
        """
        from gateway.config_database import database_url
        from models import keyfile
        from models.base import Store

        become(settings)
        keys = keyfile.load(settings.daemon.key_file)
        store = Store.open(
            database_url(settings),
            keys,
            read_only=read_only,
            volatile=settings.daemon.volatile,
            upgrade=upgrade,
        )
        try:
            yield store
        finally:
            store.close()


app_option = click.make_pass_decorator(App)


def city_of(settings: "Settings") -> "City":
    """Return the bound city.toml of *settings*; raises ConfigError."""
    from models.city import load

    return load(settings.daemon.city)


def speak(language: str | None) -> str:
    """Choose the language of our words and of click's own; return it."""
    chosen = choose(language)
    # click asks gettext's global domain, and gettext asks LANGUAGE first
    os.environ["LANGUAGE"] = chosen
    gettext.bindtextdomain("kentongan", str(LOCALE))
    gettext.textdomain("kentongan")
    return chosen
