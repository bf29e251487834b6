"""What nginx keeps for strangers, by the deployed rules, is no older than the site allows."""

import sys
from pathlib import Path
from time import monotonic, sleep

from tests.in_front import ASKED, free_ports, needs_nginx, nginx_before, running

COUNTING = """
made = []
def application(environ, start_response):
    made.append(1)
    start_response("200 OK", [("Content-Type", "text/plain"), ("Cache-Control", "public, max-age=0, s-maxage=1")])
    return [b"page %d" % len(made)]
"""
# Seconds after which nginx, which counts whole ones, holds a page of one second to be stale.
SHORTLY = 2.1


@needs_nginx
def test_nginx_shows_nothing_that_is_older_than_the_page_allows(tmp_path: Path) -> None:
    """Who comes first after a quiet time waits for the page of now: what was withdrawn meanwhile is gone."""
    (site,) = free_ports(1)
    (tmp_path / "counting.py").write_text(COUNTING)
    granian = [str(Path(sys.executable).parent / "granian"), "--interface=wsgi", f"--port={site}", "counting:application"]  # fmt: skip

    with running(granian, tmp_path, site), nginx_before(site) as nginx:

        def page() -> str:
            asked = ASKED.format(path="/", more="").encode()
            return nginx.said(asked).rpartition("\r\n\r\n")[2]

        first = page()
        kept_until = monotonic() + SHORTLY
        again = page()
        while monotonic() < kept_until:
            sleep(0.1)  # nginx has a clock of its own
        late = page()

    assert (first, again, late) == ("page 1", "page 1", "page 2")
