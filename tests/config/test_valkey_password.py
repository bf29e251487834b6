"""Valkey as deploy/ starts it takes the site, by its password, and nobody else."""

import re
import secrets
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
import yaml
from django.conf import settings as active
from django.core.cache import caches
from kombu import Connection
from pytest_django import Settings
from redis import Redis
from redis.exceptions import AuthenticationError, RedisError

from config import redis
from config.bootstrap import ROOT
from config.engines.valkey import find_binary
from config.preflight.advice import ADVICE

DEPLOY: Final = ROOT / "deploy"
INCLUDED: Final = "include /etc/broadsheet/valkey-password.conf"
ROLES: Final = ("cache", "broker", "events")
SECONDS: Final = 30


@pytest.fixture
def server(tmp_path: Path) -> Iterator[tuple[str, int]]:
    """The password and the port of a server with the settings of the cache's unit."""
    password = secrets.token_urlsafe(32)
    (tmp_path / "password.conf").write_text(f"requirepass {password}\n")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    given = (DEPLOY / "systemd" / "valkey-cache.conf").read_text()
    given = re.sub(r"^port \d+$", f"port {port}", given, flags=re.MULTILINE)
    (tmp_path / "valkey.conf").write_text(
        given.replace(INCLUDED, f"include {tmp_path}/password.conf")
    )
    with subprocess.Popen([find_binary(), str(tmp_path / "valkey.conf")], cwd=tmp_path, stdout=subprocess.DEVNULL) as running:  # fmt: skip
        wait_for(port)
        yield password, port
        running.terminate()


def wait_for(port: int) -> None:
    until = time.monotonic() + SECONDS
    while True:
        try:
            Redis(port=port).ping()
        except AuthenticationError:
            return
        except RedisError:
            assert time.monotonic() < until
            time.sleep(0.02)


def advised(settings: Settings, url: str) -> bool:
    for role in ROLES:
        setattr(settings, f"REDIS_{role.upper()}_URL", url)
    [rule] = (one for one in ADVICE if one.name == "valkey password")
    return not rule.holds()


def test_a_server_as_deployed_lets_in_the_site_alone(
    server: tuple[str, int], settings: Settings
) -> None:
    password, port = server
    url = f"redis://:{password}@127.0.0.1:{port}/0"
    settings.CACHES = {"default": active.CACHES["default"] | {"LOCATION": url}}

    for wrong in ("", ":guess@"):
        with pytest.raises(AuthenticationError):
            Redis.from_url(f"redis://{wrong}127.0.0.1:{port}/0").get("x")
    assert not advised(settings, url)
    redis.cache.cache_clear()
    assert redis.cache().set("x", "1")
    redis.cache.cache_clear()
    caches["default"].set("y", 2)
    with Connection(url) as broker:
        broker.ensure_connection(max_retries=1, timeout=5)
    assert Redis.from_url(url).dbsize() == 2
    Redis.from_url(url).config_set("requirepass", "")
    assert advised(settings, url)


def test_all_three_are_started_with_a_password() -> None:
    services = yaml.safe_load((DEPLOY / "compose.yaml").read_text())["services"]
    variables = services["web"]["environment"]

    for role in ROLES:
        assert INCLUDED in (DEPLOY / "systemd" / f"valkey-{role}.conf").read_text().splitlines()
        command = services[role]["command"]
        assert command[command.index("--requirepass") + 1] == "${VALKEY_PASSWORD}"
        assert variables[f"REDIS_{role.upper()}_URL"].startswith("redis://:${VALKEY_PASSWORD}@")
    example = (DEPLOY / "env.example").read_text()
    urls = re.findall(r"^#?REDIS\w*=(.+)$", example, re.MULTILINE)
    assert len(urls) == 4
    assert all(url.startswith("redis://:PASSWORD@") for url in urls)
