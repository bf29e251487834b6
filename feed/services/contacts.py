"""What moderators say of websites and other contacts, one by one or from a list."""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from django.db import transaction

from feed.models import ContactKey, ContactKind, ContactStanding
from feed.spam.contacts import domain_key
from feed.text.plain import one_line

BATCH: Final = 2_000
# "0.0.0.0 host" and "127.0.0.1 host" of hosts files, "||host^" of filter lists, and plain hosts or addresses.
_PREFIX: Final = re.compile(
    r"^(?:(?:0\.0\.0\.0|127\.0\.0\.1|::1?)\s+|\|\||https?://|\*\.)", re.IGNORECASE
)
_REST: Final = re.compile(r"[\^/\s,;].*$")


def import_domains(
    lines: Iterable[str], *, standing: ContactStanding, source: str, reason: str = ""
) -> int:
    """Give all websites of a list a standing; returns how many the list names.

    Lines are hosts, hosts files or filter lists; what is no host, and comments, are skipped. What a moderator said
    of a website before stays. Importing again changes what the same list said.
    """
    hosts = dict.fromkeys(filter(None, map(host_of, lines)))
    for batch in _batches(list(hosts)):
        _import(
            batch, standing=standing, source=one_line(source)[:60], reason=one_line(reason)[:200]
        )
    return len(hosts)


def bad_lines(lines: Iterable[str]) -> list[tuple[int, str]]:
    """The lines that name no website though they are no comment, with their numbers from 1, as an import skips them."""
    numbered = enumerate(lines, start=1)
    return [
        (number, line.strip()) for number, line in numbered if _is_said(line) and not host_of(line)
    ]


def _is_said(line: str) -> bool:
    """Whether a line wants to say something: no comment, heading or empty line of any of the formats."""
    bare = line.partition("#")[0].strip()
    return bool(bare) and not bare.startswith(("!", "["))


def host_of(line: str) -> str:
    """The website that one line of a list names, in its one spelling; "" for none."""
    bare = line.partition("#")[0].strip()
    if bare.startswith("!"):
        return ""
    return domain_key(_REST.sub("", _PREFIX.sub("", bare)))


@transaction.atomic
def _import(hosts: list[str], *, standing: ContactStanding, source: str, reason: str) -> None:
    rows = [
        ContactKey(
            kind=ContactKind.DOMAIN, value=host, standing=standing, source=source, reason=reason
        )
        for host in sorted(hosts)
    ]
    ContactKey.objects.bulk_create(rows, ignore_conflicts=True)
    known = ContactKey.objects.domains().filter(value__in=hosts)
    undecided = known.filter(standing=ContactStanding.UNKNOWN) | known.filter(source=source)
    undecided.update(standing=standing, source=source, reason=reason)


def _batches(hosts: list[str]) -> Iterator[list[str]]:
    return (hosts[start : start + BATCH] for start in range(0, len(hosts), BATCH))
