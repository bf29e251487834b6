"""The dev command with real processes: what it starts, what it says, what it leaves."""

import os
import signal
import socket
from pathlib import Path

import pytest

from tests.config.checkout import STOP_SECONDS, Checkout, Site, wait_until

pytestmark = pytest.mark.timeout(300)

AGAIN = "it is started again."
# Redo what PostgreSQL wrote last, and let the site's breakers ask again.
WELL_SECONDS = 60
NOBODY_LISTENS = "postgresql://user:password@127.0.0.1:9/broadsheet"


def test_site_says_where_it_is_and_answers(site: Site) -> None:
    assert site.is_well()
    assert site.checks()["migrations"]
    assert f"http://127.0.0.1:{site.checkout.port}\n" in site.output


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGHUP])  # SIGTERM: the next test
def test_signal_stops_everything_in_time(ending_site: Site, number: signal.Signals) -> None:
    status = ending_site.stop(number)

    assert status == 0
    assert ending_site.checkout.processes() == []


def test_data_survive_a_killed_supervisor(checkout: Checkout, ending_site: Site) -> None:
    checkout.ask("CREATE TABLE survivors (name text)")
    checkout.ask("INSERT INTO survivors VALUES ('Alice')")
    ending_site.process.kill()
    ending_site.process.wait()

    again = Site(checkout)
    again.wait_for("Ready after")
    survivors = checkout.ask("SELECT count(*) FROM survivors WHERE name = 'Alice'")
    status = again.stop(signal.SIGTERM)

    assert (survivors, status) == (1, 0)
    assert checkout.processes() == []


@pytest.mark.parametrize(
    "marker", ["granian", "--app=config.celery worker", "bin/postgres", "valkey-server"]
)
def test_part_that_dies_is_started_again(site: Site, marker: str) -> None:
    killed = site.checkout.pid(marker)
    assert killed
    said_before = site.output.count(AGAIN)

    os.kill(killed, signal.SIGKILL)
    wait_until(lambda: site.output.count(AGAIN) > said_before, STOP_SECONDS)
    wait_until(
        lambda: site.is_well() and site.checkout.pid(marker) not in (killed, None), WELL_SECONDS
    )

    assert site.output.count(AGAIN) > said_before
    assert site.is_well()
    assert site.checkout.pid(marker) not in (killed, None)


def test_second_site_in_one_checkout_says_where_the_first_is(site: Site) -> None:
    second = site.checkout.run("dev")

    assert second.returncode == 1
    assert second.stderr.splitlines() == [
        f"broadsheet: the site runs already: http://127.0.0.1:{site.checkout.port}, process {site.process.pid}."
    ]


def test_command_beside_the_site_uses_its_servers(site: Site) -> None:
    own = site.checkout.pid("bin/postgres")

    assert site.checkout.sql("SELECT 1") == "1"
    assert site.checkout.pid("bin/postgres") == own


def test_command_without_the_site_has_servers_for_as_long_as_it_runs(
    empty_checkout: Checkout,
) -> None:
    assert empty_checkout.sql("SELECT current_setting('server_version_num')::int / 10000") == "18"
    assert empty_checkout.processes() == []


def test_busy_port_is_one_line(empty_checkout: Checkout) -> None:
    with socket.create_server(("127.0.0.1", empty_checkout.port)):
        refused = empty_checkout.run("dev")

    assert refused.returncode == 1
    assert len(refused.stderr.splitlines()) == 1
    assert f"port {empty_checkout.port} is in use" in refused.stderr


@pytest.mark.parametrize("port", ["0", "65536"])
def test_impossible_port_is_one_line(empty_checkout: Checkout, port: str) -> None:
    refused = empty_checkout.run("dev", PORT=port)

    assert refused.returncode == 1
    assert (
        refused.stderr == f"broadsheet: PORT={port} is no port: write a number from 1 to 65535.\n"
    )


@pytest.mark.parametrize(
    "variable", [("DATABASE_URL", NOBODY_LISTENS), ("REDIS_URL", "redis://:secret@127.0.0.1:9/0")]
)
def test_unreachable_server_is_one_line_without_its_password(
    empty_checkout: Checkout, variable: tuple[str, str]
) -> None:
    name, url = variable

    refused = empty_checkout.run("dev", **{name: url})

    assert refused.returncode == 1
    assert len(refused.stderr.splitlines()) == 1
    assert refused.stderr.startswith(f"broadsheet: {name} (")
    assert "secret" not in refused.stderr
    assert empty_checkout.processes() == []


def test_unknown_setting_is_one_line(empty_checkout: Checkout) -> None:
    refused = empty_checkout.run("dev", BROADSHEET_COLOUR="red")

    assert refused.returncode == 1
    assert "BROADSHEET_COLOUR" in refused.stderr
    assert len(refused.stderr.splitlines()) == 1


def test_place_that_cannot_be_written_is_one_line(empty_checkout: Checkout, tmp_path: Path) -> None:
    var, aside = empty_checkout.folder / "var", empty_checkout.folder / "var.aside"
    if var.exists():
        var.rename(aside)
    var.write_text("not a folder")
    try:
        refused = empty_checkout.run("dev")
    finally:
        var.unlink()
        if aside.exists():
            aside.rename(var)

    assert refused.returncode == 1
    assert len(refused.stderr.splitlines()) == 1
    assert f"{var} cannot be written" in refused.stderr
