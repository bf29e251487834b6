"""What deploy/ says fits together: the units give up every right that is not used, and Compose starts what the units start."""

import json
import os
import re
import shlex
import shutil
import socket
import ssl
import subprocess
from pathlib import Path
from uuid import uuid4

import pytest
from django.db import connection

from benchmarks.serving import THRIFT, nginx_settings
from config.bootstrap import ROOT, UV_VERSION
from config.queues import KINDS
from config.views import MEDIA_TYPES
from tests.in_front import HOST, needs_nginx, nginx_before

DEPLOY = ROOT / "deploy"
UNITS = tuple(sorted((DEPLOY / "systemd").glob("*.service")))
MOST_EXPOSED = (
    2.5  # of 10; of the rest, the network, the file system and limits of processes are in use
)
EXPOSURE = re.compile(r"Overall exposure level for \S+: ([\d.]+)")
GIVEN_UP = re.compile(r"^# The rights below.*?(?=^# nginx|^UMask)", re.MULTILINE | re.DOTALL)
MEASURES_SINCE = 250
DISCARD = 9  # a port where no site is
COMPOSE_SINCE = 2
OF_THE_PLACE = ("--schedule", "--queues", "--hostname")


def version_of(*command: str) -> int:
    """The major version that the program names; 0 where it is not there."""
    if not shutil.which(command[0]):
        return 0
    said = subprocess.run([*command, "version" if "compose" in command[-1] else "--version"], capture_output=True, text=True, check=False).stdout  # fmt: skip
    found = re.search(r"(\d+)[. ]", said)
    return int(found[1]) if found else 0


def compose_program() -> tuple[str, ...]:
    """Compose 2 or newer, as a plug-in or by itself; () where there is none."""
    ways = (("docker", "compose"), ("docker-compose",))
    return next((way for way in ways if version_of(*way) >= COMPOSE_SINCE), ())


def started_by(unit: str) -> list[str]:
    lines = (DEPLOY / "systemd" / unit).read_text().splitlines()
    start = next(line for line in lines if line.startswith("ExecStart="))
    return shlex.split(start.removeprefix("ExecStart=/srv/broadsheet/.venv/bin/"))


def of_every_place(flags: list[str]) -> list[str]:
    """Those of the web server that do not depend on the machine."""
    return [flag for flag in flags if not re.match("--(host|port|workers)=", flag)]


def test_every_unit_gives_up_the_same_rights() -> None:
    given_up = {"".join(GIVEN_UP.findall(unit.read_text())) for unit in UNITS}

    assert len(UNITS) == 5
    assert len(given_up) == 1
    (rights,) = given_up
    assert {"NoNewPrivileges=true", "CapabilityBoundingSet=", "ProtectSystem=strict", "SystemCallFilter=@system-service"} <= set(rights.splitlines())  # fmt: skip


def test_nginx_names_pictures_as_the_site_does() -> None:
    """What neither knows is only downloaded."""
    rules = (DEPLOY / "nginx" / "media.conf").read_text()
    named = re.findall(r"(image/\w+) (\w+);", rules)

    assert {f".{ending}": kind for kind, ending in named} == MEDIA_TYPES


@pytest.mark.skipif(version_of("systemd-analyze") < MEASURES_SINCE, reason=f"NOT MEASURED how exposed the units are: systemd-analyze {MEASURES_SINCE} or newer is not here")  # fmt: skip
def test_no_unit_is_exposed() -> None:
    for unit in UNITS:
        asked = ("systemd-analyze", "security", "--offline=true", "--no-pager", str(unit))
        said = subprocess.run(asked, capture_output=True, text=True, check=False)
        found = EXPOSURE.search(said.stdout)
        assert found, said.stderr
        assert float(found[1]) <= MOST_EXPOSED, said.stdout


def test_units_images_and_the_guide_start_the_same() -> None:
    """Ports, hosts, numbers of processes and where beat writes are a matter of the place; all else is said alike."""
    web = of_every_place(started_by("broadsheet-web@.service"))
    image = re.search(r"^CMD (\[.+\])$", (DEPLOY / "Dockerfile").read_text(), re.MULTILINE)
    compose = (DEPLOY / "compose.yaml").read_text()
    guide = (ROOT / "docs" / "operations.md").read_text()

    assert image
    assert of_every_place(json.loads(image[1])) == web
    by_hand = [shlex.split(line) for line in guide.splitlines() if line.startswith("granian ")]
    assert len(by_hand) == 2
    assert all(of_every_place(line) == web for line in by_hand)
    unit = (DEPLOY / "systemd" / "broadsheet-web@.service").read_text()
    thrift = " ".join(f"{name}={value}" for name, value in THRIFT.items())
    assert all(thrift in place for place in (unit, (DEPLOY / "Dockerfile").read_text(), guide))
    for unit in ("broadsheet-worker@.service", "broadsheet-beat.service"):
        flags = [flag for flag in started_by(unit) if not flag.startswith(OF_THE_PLACE)]
        assert all(flag in compose for flag in flags)
        assert all(flag in guide for flag in flags if not flag.startswith("--loglevel"))


def test_the_image_is_made_with_the_uv_that_checkouts_are_made_with() -> None:
    assert re.findall(r"/uv:(\S+)", (DEPLOY / "Dockerfile").read_text()) == [UV_VERSION]


@needs_nginx
def test_nginx_speaks_http_2_and_warns_of_nothing() -> None:
    """By the file for the nginx that is installed."""
    asks = ssl.create_default_context()
    asks.check_hostname, asks.verify_mode = False, ssl.CERT_NONE
    asks.set_alpn_protocols(["h2", "http/1.1"])

    with (
        nginx_before(DISCARD) as nginx,
        socket.create_connection(("127.0.0.1", nginx.port), timeout=20) as plain,
        asks.wrap_socket(plain, server_hostname=HOST) as line,
    ):
        assert line.selected_alpn_protocol() == "h2"
        checked = nginx.check()

    assert "test is successful" in checked
    assert "[warn]" not in checked


def test_the_nginx_that_is_measured_knows_what_the_rules_of_the_cache_take(tmp_path: Path) -> None:
    made = re.compile(r"map \S+ (\$\w+) ")
    named = re.findall(r"\$\w+", (DEPLOY / "nginx" / "micro-cache.conf").read_text())
    taken = {*named} & {*made.findall((DEPLOY / "nginx" / "nginx.conf").read_text())}

    assert taken
    assert taken <= {*made.findall(nginx_settings(tmp_path))}


@pytest.mark.skipif(not compose_program(), reason=f"NOT VALIDATED by Compose itself: version {COMPOSE_SINCE} or newer is not here")  # fmt: skip
def test_compose_understands_its_file(tmp_path: Path) -> None:
    """With deploy/env.example filled in; it needs no daemon for this."""
    there = tmp_path / "deploy"
    shutil.copytree(DEPLOY, there)
    example = (DEPLOY / "env.example").read_text()
    (there / ".env").write_text(re.sub("^(.+_PASSWORD)=$", r"\1=abc", example, flags=re.MULTILINE))
    asked = (*compose_program(), "-f", str(there / "compose.yaml"), "config", "--format", "json")

    said = subprocess.run(asked, capture_output=True, text=True, check=False)

    assert said.returncode == 0, said.stderr
    services = json.loads(said.stdout)["services"]
    assert set(services) == {"migrate", "web", *(f"worker-{kind.queue}" for kind in KINDS), "beat", "postgres", "cache", "broker", "events", "nginx"}  # fmt: skip
    assert services["beat"]["deploy"]["replicas"] == 1
    assert services["web"]["environment"]["DATABASE_URL"].endswith(":abc@postgres/broadsheet")
    mounted = [Path(each["source"]) for each in services["nginx"]["volumes"] if each["type"] == "bind"]  # fmt: skip
    assert {each.name for each in mounted if not each.exists()} == {"tls"}


SERVER_LOG = Path(os.environ.get("TEST_MEDIA_ROOT", "")).parent / "log" / "postgres.log"


@pytest.mark.django_db
@pytest.mark.skipif(
    not SERVER_LOG.exists(), reason="NOT READ what PostgreSQL notes: it is not the suite's own"
)
def test_postgresql_as_deployed_notes_slow_statements_and_no_others() -> None:
    command = (DEPLOY / "compose.yaml").read_text()
    (limit_ms,) = re.findall(r"log_min_duration_statement=(\d+)", command)
    mark = uuid4().hex

    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL log_min_duration_statement = {limit_ms}")
        cursor.execute(f"SELECT pg_sleep({int(limit_ms) / 1000 + 0.02}) /* slow {mark} */")
        cursor.execute(f"SELECT 1 /* quick {mark} */")

    noted = [line for line in SERVER_LOG.read_text(errors="replace").splitlines() if mark in line]
    (slow,) = noted
    took = re.search(rf"duration: (\d+)\.\d+ ms  statement: SELECT pg_sleep.* slow {mark}", slow)
    assert took
    assert int(took[1]) >= int(limit_ms)
