"""The site in a checkout of its own."""

import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Final

import psutil
import pytest
from django.apps import apps

from config.bootstrap import ROOT
from config.engines.postgres import DATABASE
from config.testing.schema import load_tables
from tests.config.checkout import STOP_SECONDS, Checkout, Site, wait_until

# Bytecode is written under a name of its own first, which is gone in a moment: another worker reads the same code.
LEFT_OUT = (
    ".git", ".venv", ".local", "var", "tests", "node_modules", ".*_cache", ".hypothesis", "*.pyc.*",
)  # fmt: skip

# How the demo's files ask for pictures: with a table, a number or a name.
PICTURE: Final = re.compile(r"^\[image\]\n(?:\w+ = .*\n)*|^(?:portrait|art) = .*\n", re.MULTILINE)


@pytest.fixture(scope="session")
def checkout() -> Iterator[Checkout]:
    """Shared by the tests of one worker; its data stay from test to test."""
    folder = Path(tempfile.mkdtemp(prefix="broadsheet-checkout-", dir="/tmp")) / "site"
    folder.parent.chmod(0o755)
    shutil.copytree(ROOT, folder, ignore=shutil.ignore_patterns(*LEFT_OUT))
    leave_out_pictures(folder / "demo" / "content")
    made = Checkout(folder)
    make_most_tables(made)
    yield made
    shutil.rmtree(folder.parent, ignore_errors=True)


def leave_out_pictures(content: Path) -> None:
    """All but one: drawing takes longer than all else that a start does, and tests/demo is about it."""
    posts = sorted((content / "posts").glob("*.md"))
    for file in [content / "members.toml", content / "sponsors.toml", *posts[1:]]:
        file.write_text(PICTURE.sub("", file.read_text()))


def make_most_tables(checkout: Checkout) -> None:
    """From those that are kept, if they are: migrating them all is most of a first start. A start has the rest to migrate."""
    server = checkout.postgres
    server.start()
    if load_tables(server.url, database=DATABASE):
        for table in apps.get_app_config("exchange").get_models():
            checkout.ask(f"DROP TABLE {table._meta.db_table}")
        checkout.ask("DELETE FROM django_migrations WHERE app = 'exchange'")
    server.stop()


@pytest.fixture(scope="module")
def running(checkout: Checkout) -> Iterator[list[Site]]:
    """The site that runs in the checkout, if one does; nothing of it outlives the module."""
    found: list[Site] = []
    yield found
    end(checkout, found)


@pytest.fixture
def site(checkout: Checkout, running: list[Site]) -> Site:
    """The site, ready: that of the test before, which takes no start, or where it was stopped a new one."""
    if not running or running[0].process.poll() is not None:
        end(checkout, running)
        running.append(Site(checkout))
        running[0].wait_for("Ready after")
    return running[0]


@pytest.fixture
def ending_site(site: Site) -> Site:
    """The same, for tests after which it runs no more: they come last."""
    return site


@pytest.fixture
def empty_checkout(checkout: Checkout, running: list[Site]) -> Checkout:
    """The checkout, and nothing runs in it; its data are there."""
    end(checkout, running)
    return checkout


def end(checkout: Checkout, running: list[Site]) -> None:
    """Kill what runs, and what it left behind."""
    for site in running:
        site.process.kill()
        site.process.wait()
    running.clear()
    for each in checkout.processes():
        with suppress(psutil.NoSuchProcess):
            each.kill()
    wait_until(lambda: not checkout.processes(), STOP_SECONDS)
