"""The tests' process as a site with a replica."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Final

from django.db import connections

from config.engines.postgres import DATABASE
from config.replicas.naming import PRIMARY, databases
from config.testing.pair import Pair, pair_of_servers
from config.testing.schema import load_tables

ALIAS: Final = "replica1"


@contextmanager
def replicated() -> Iterator[Pair]:
    """Both servers with the site's tables; Django reads and writes here meanwhile."""
    with pair_of_servers() as pair:
        load_tables(pair.primary.url, database=DATABASE)
        pair.start_replica()
        with _served_by(pair):
            yield pair


@contextmanager
def _served_by(pair: Pair) -> Iterator[None]:
    """Django's databases are these two."""
    own = connections.settings[PRIMARY]
    there = databases(pair.primary.url, [pair.replica.url], pool_size=16)
    _close()
    kept = {name: own[name] for name in ("HOST", "NAME", "USER", "OPTIONS")}
    own.update({name: there[PRIMARY][name] for name in kept})
    connections.settings[ALIAS] = connections.configure_settings(there)[ALIAS]
    try:
        yield
    finally:
        _close()
        own.update(kept)
        del connections.settings[ALIAS]
        with suppress(AttributeError):  # this thread never asked it
            del connections[ALIAS]


def _close() -> None:
    for wrapper in connections.all(initialized_only=True):
        wrapper.close()
        wrapper.close_pool()  # type: ignore[attr-defined]
