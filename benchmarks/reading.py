"""Run inside the site's settings by benchmarks.replicas: asks the application in this process, and prints JSON."""

import json
import os
import sys
import time
from collections import Counter
from itertools import count
from threading import Event, Thread
from typing import Any, Final

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

from django.conf import settings
from django.db import connections

from benchmarks.in_process import ask
from benchmarks.replicas import KINDS, seconds_of
from config.freshness import tell_of_writing
from config.reading import READ_FROM
from config.wsgi import application
from feed.models import Post

TIMES: Final = 300
WRITE_EVERY_SECONDS: Final = 0.1
PATIENCE_SECONDS: Final = 20
_addresses = (f"10.0.{number // 250}.{number % 250}" for number in count())


def main(given: dict[str, Any]) -> None:
    setting = given["setting"]
    paths, member = setting["paths"], f"sessionid={setting['sessions'][0]}"
    kinds = {
        "member_feed": (paths["feed"], member), "member_article": (paths["article"], member),
        "search": (paths["search"], ""),
    }  # fmt: skip
    print(json.dumps({kind: _measure(*kinds[kind], given["pids"]) for kind in KINDS}))


def _measure(path: str, cookie: str, pids: dict[str, int]) -> dict[str, Any]:
    _until_followed(path, cookie)
    before = {name: seconds_of(pid) for name, pid in pids.items()}
    servers = Counter(_ask(path, cookie) for _ in range(TIMES))
    found: dict[str, Any] = {
        f"{name}_ms": round(1000 * (seconds_of(pid) - before[name]) / TIMES, 2)
        for name, pid in pids.items()
    }
    found["share"] = _share(servers)
    found["share_while_written"] = _share_while_written(path, cookie)
    return found


def _until_followed(path: str, cookie: str) -> None:
    wanted = settings.REPLICAS[0] if settings.REPLICAS else None
    end = time.monotonic() + PATIENCE_SECONDS
    while _ask(path, cookie) != wanted:
        if time.monotonic() > end:
            sys.exit(f"{path} is never read from {wanted}")


def _share_while_written(path: str, cookie: str) -> float:
    is_over = Event()
    writer = Thread(target=_write, args=(is_over,))
    writer.start()
    try:
        return _share(Counter(_ask(path, cookie) for _ in range(TIMES)))
    finally:
        is_over.set()
        writer.join()


def _write(is_over: Event) -> None:
    """As a request that no page shows."""
    pk = Post.objects.order_by("pk").values_list("pk", flat=True)[0]
    while not is_over.wait(WRITE_EVERY_SECONDS):
        Post.objects.filter(pk=pk).update(view_count=1)
        tell_of_writing()
    connections.close_all()


def _share(servers: Counter[str | None]) -> float:
    away = sum(count for server, count in servers.items() if server in settings.REPLICAS)
    return round(away / servers.total(), 3)


def _ask(path: str, cookie: str) -> str | None:
    """Which server was read from; None where there is only one."""
    address = next(_addresses)  # nobody asks too often
    return ask(application, path, cookie=cookie, HTTP_X_FORWARDED_FOR=address).get(READ_FROM)


main(json.loads(sys.argv[1]))
