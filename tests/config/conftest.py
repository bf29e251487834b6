"""The site in a checkout of its own."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import psutil
import pytest

from config.bootstrap import ROOT
from tests.config.checkout import STOP_SECONDS, Checkout, Site, wait_until

LEFT_OUT = (".git", ".venv", ".local", "var", "tests", "node_modules", ".*_cache", ".hypothesis")


@pytest.fixture(scope="session")
def checkout() -> Iterator[Checkout]:
    """Shared by the tests of one worker; its data stay from test to test."""
    folder = Path(tempfile.mkdtemp(prefix="broadsheet-checkout-", dir="/tmp")) / "site"
    folder.parent.chmod(0o755)
    shutil.copytree(ROOT, folder, ignore=shutil.ignore_patterns(*LEFT_OUT))
    yield Checkout(folder)
    shutil.rmtree(folder.parent, ignore_errors=True)


@pytest.fixture
def site(checkout: Checkout) -> Iterator[Site]:
    """The site, ready; whatever the test left of it ends with the test."""
    running = Site(checkout)
    try:
        running.wait_for("Ready after")
        yield running
    finally:
        running.process.kill()
        running.process.wait()
        for each in checkout.processes():
            with suppress(psutil.NoSuchProcess):
                each.kill()
        wait_until(lambda: not checkout.processes(), STOP_SECONDS)
