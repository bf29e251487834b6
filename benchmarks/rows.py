"""The rows of the table: what is asked for, by whom, with what kept before."""

import json
import re
from typing import Any, Final
from urllib.parse import urlencode

from benchmarks.errors import CannotMeasureError
from benchmarks.serving import (
    BROWSER,
    FLOOR,
    GRANIAN_FLOOR,
    MICRO_CACHE,
    PAGE_FILE,
    SITE,
    STATIC,
    get,
)
from benchmarks.wrk import Target

# A request for a range goes past the page cache: the page is made each time.
PAST_THE_CACHE: Final = {"Range": "bytes=0-"}
SIXTEEN: Final = 16
OTHER_CONNECTIONS: Final = (1, 64)
# A page with a thousand comments takes long; sixteen at once would keep the next row waiting.
LONG: Final = 1
SLOW_SECONDS: Final = 3
FLOOR_ROW: Final = "floor"
DRF_ROW: Final = "hello_drf"


def rows(setting: dict[str, Any], *, has_nginx: bool) -> dict[str, Target]:
    """By the name that the JSON has; the floor among them."""
    paths = setting["paths"]
    found = {
        FLOOR_ROW: Target(f"http://127.0.0.1:{FLOOR}/"),
        "floor_same_bytes": Target(f"http://127.0.0.1:{FLOOR}/page"),
        DRF_ROW: Target(f"http://127.0.0.1:{FLOOR}/drf"),
        "hello_granian": Target(f"http://127.0.0.1:{GRANIAN_FLOOR}/"),
    }
    for name in ("article", "feed", "category", "search", "api_list", "api_detail"):
        found[f"{name}_warm"] = Target(_at(SITE, paths[name]))
        script = _PROGRAM if name.startswith("api") else ""
        found[f"{name}_cold"] = Target(_at(SITE, paths[name]), PAST_THE_CACHE, script=script)
        for connections in OTHER_CONNECTIONS if not name.startswith("api") else ():
            page = _at(SITE, paths[name])
            found[f"{name}_warm_c{connections}"] = Target(page, {}, connections)
            found[f"{name}_cold_c{connections}"] = Target(page, PAST_THE_CACHE, connections)
    for name in ("comments_10", "comments_100", "comments_1000"):
        if name in paths:
            found[f"article_{name}_cold"] = Target(_at(SITE, paths[name]), PAST_THE_CACHE, LONG)
            found[f"article_{name}_warm"] = Target(_at(SITE, paths[name]))
    each, searches = (_EACH % {"paths": _lua(setting[key])} for key in ("each", "searches"))
    found["article_each"] = Target(_at(SITE, paths["article"]), PAST_THE_CACHE, script=each)
    found["search_each"] = Target(_at(SITE, paths["search"]), PAST_THE_CACHE, script=searches)
    found |= _members(setting, each=each) | _reports(setting)
    if has_nginx:
        found["nginx_static"] = Target(_at(STATIC, f"/{PAGE_FILE}"))
        found["article_micro_cache"] = Target(_at(MICRO_CACHE, paths["article"]))
        found["feed_micro_cache"] = Target(_at(MICRO_CACHE, paths["feed"]))
    return found


def _at(port: int, path: str) -> str:
    return f"http://127.0.0.1:{port}{path}"


def _lua(words: list[str]) -> str:
    """A list of strings, as a script of wrk says it."""
    return "{" + ",".join(map(json.dumps, words)) + "}"


def _members(setting: dict[str, Any], *, each: str) -> dict[str, Target]:
    cookie = {"Cookie": f"csrftoken={setting['csrf']}; sessionid={setting['sessions'][0]}"}
    script = _POST % {
        "path": json.dumps(f"/posts/{setting['post']}/comments/"),
        "sessions": _lua(setting["sessions"]),
        "csrf": json.dumps(setting["csrf"]),
    }
    return {
        "member_feed": Target(_at(SITE, setting["paths"]["feed"]), cookie),
        "member_article": Target(_at(SITE, setting["paths"]["article"]), cookie),
        "member_article_each": Target(_at(SITE, setting["paths"]["article"]), cookie, script=each),
        "comment_post": Target(_at(SITE, "/"), {}, SIXTEEN, script, SLOW_SECONDS),
    }


def _reports(setting: dict[str, Any]) -> dict[str, Target]:
    """What browsers report after a page, and what they ask for: each request is another visitor's."""
    tokens = [token for path in setting["posts"] for token in tokens_of(path)]
    found = {}
    if tokens:
        lines = _lua([json.dumps({"tokens": [one]}) for one in tokens])
        found["beacon"] = Target(
            _at(SITE, "/beacon/"),
            {},
            SIXTEEN,
            _BEACON % {"bodies": lines, "agent": json.dumps(BROWSER)},
        )
    return found | {"sponsors_fill": Target(_at(SITE, _question(setting["paths"]["article"])))}


def _question(path: str) -> str:
    """What the page at `path` asks for once it is there, for all its slots at once. Raises CannotMeasureError."""
    html = get(SITE, path).decode()
    contexts = re.findall(r'data-context="([^"]+)"', html)
    if not contexts:
        raise CannotMeasureError(f"{path} has no slot that a sponsor has booked")
    slots = re.findall(r'data-slot="([^"]+)"', html)
    return "/sponsors/fill/?" + urlencode({"slots": ",".join(slots), "context": contexts[0]})


def tokens_of(path: str) -> list[str]:
    """What the page at `path` gives a browser to report a view with."""
    return re.findall(r'data-beacon-view="([^"]+)"', get(SITE, path).decode())


# Each time another program: one alone would soon be told to wait.
_PROGRAM: Final = """
local number = 0
request = function()
  number = number + 1
  wrk.headers["X-Forwarded-For"] = "10." .. math.floor(number / 65536) % 256 .. "." .. math.floor(number / 256) % 256 .. "." .. number % 256
  return wrk.format("GET")
end
"""
# Each time another address, so that nothing of its page is at hand.
_EACH: Final = """
local paths, number = %(paths)s, os.time() * 97
request = function()
  number = number + 1
  return wrk.format("GET", paths[number %% #paths + 1])
end
"""
_POST: Final = """
local sessions, number = %(sessions)s, 0
request = function()
  number = number + 1
  local session = sessions[number %% #sessions + 1]
  local body = "csrfmiddlewaretoken=" .. %(csrf)s .. "&body=Remark+number+" .. number .. "+about+the+harbour."
  return wrk.format("POST", %(path)s, {
    ["Content-Type"] = "application/x-www-form-urlencoded",
    ["Cookie"] = "csrftoken=" .. %(csrf)s .. "; sessionid=" .. session,
  }, body)
end
"""
_BEACON: Final = """
local bodies, number = %(bodies)s, 0
request = function()
  number = number + 1
  return wrk.format("POST", "/beacon/", {
    ["Content-Type"] = "application/json", ["Sec-Fetch-Site"] = "same-origin",
    ["User-Agent"] = %(agent)s .. " " .. number,
  }, bodies[number %% #bodies + 1])
end
"""
