"""Run inside the site's settings by benchmarks.cpu: asks the application in this process and prints a table, then JSON."""

import cProfile
import json
import os
import pstats
import sys
import time
from collections.abc import Callable, Sequence
from itertools import cycle
from statistics import median
from typing import Any, Final

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

from django.db import connection

from benchmarks.in_process import ask
from config.freshness import SITE, touch
from config.wsgi import application

WARM_UP, TIMES = 5, 30
ANEW_TIMES: Final = 10
SHOWN: Final = 60
Ask = Callable[[], None]


def main(given: dict[str, Any]) -> None:
    """`given`: what benchmarks.setting printed, and which kinds are profiled."""
    setting = given["setting"]
    paths = setting["paths"]
    # The form of the sign-in has left its token.
    member = f"sessionid={setting['sessions'][0]}; csrftoken={setting['csrf']}"
    kinds = {
        "article": (paths["article"], ""), "feed": (paths["feed"], ""), "search": (paths["search"], ""),
        "category": (paths["category"], ""), "tag": (paths["tag"], ""),
        "api_list": (paths["api_list"], ""), "api_detail": (paths["api_detail"], ""),
        "member_feed": (paths["feed"], member), "member_article": (paths["article"], member),
        "article_each": (setting["each"], ""), "member_article_each": (setting["each"], member),
    }  # fmt: skip
    found = {}
    print(f"{'request':<22}{'CPU ms':>9}{'queries':>9}{'anew ms':>9}")
    for name, (where, cookie) in kinds.items():
        asking = _asking([where] if isinstance(where, str) else where, cookie)
        found[name] = {
            "cpu_ms": _cpu_milliseconds(asking, times=TIMES),
            "queries": _queries(asking),
            "anew_cpu_ms": _cpu_milliseconds(asking, times=ANEW_TIMES, before=_change_all),
        }
        shown = (found[name][key] for key in ("cpu_ms", "queries", "anew_cpu_ms"))
        print(f"{name:<22}" + "".join(f"{each:>9}" for each in shown))
        if name in given["profiled"]:
            _profile(asking)
    print(json.dumps(found))


def _asking(paths: Sequence[str], cookie: str) -> Ask:
    """For one of them after the other."""
    turns = cycle(paths)

    def asking() -> None:
        ask(application, next(turns), cookie=cookie)

    return asking


def _cpu_milliseconds(asking: Ask, *, times: int, before: Ask = lambda: None) -> float:
    """The median of so many requests, `before` each of which something is done that does not count."""
    found = []
    for _ in range(WARM_UP + times):
        before()
        began = time.process_time()
        asking()
        found.append(time.process_time() - began)
    return round(1000 * median(found[WARM_UP:]), 2)


def _change_all() -> None:
    """Say that something of every page has changed."""
    touch(SITE)


def _queries(asking: Ask) -> int:
    asked: list[str] = []

    def note(execute: Any, sql: str, *rest: Any) -> Any:
        asked.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(note):
        asking()
    return len(asked)


def _profile(asking: Ask) -> None:
    profile = cProfile.Profile()
    for _ in range(TIMES):
        profile.runcall(asking)
    pstats.Stats(profile).sort_stats("cumulative").print_stats(SHOWN)


main(json.loads(sys.argv[1]))
