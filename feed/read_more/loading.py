"""Loading what the engine compares: plain facts and vectors, whole batches at once."""

from collections.abc import Collection, Sequence
from datetime import UTC, datetime
from itertools import accumulate, pairwise
from typing import Any, Final
from urllib.parse import urlsplit

import numpy as np
import numpy.typing as npt
from django.db import connection
from django.db.models import Q

from accounts.models import TrustLevel
from feed.models import CoRead, NotRelevant, PostStatus, ReadMoreRule
from feed.read_more.facts import Facts, Ids, Rules, Vector, Weights
from feed.read_more.terms import SCALE

# The arrays in PostgreSQL's binary form, which numpy reads as they are: a list asks for a hundred posts.
FACTS_SQL: Final = """
SELECT post.id, post.author_id, post.language,
    extract(epoch FROM coalesce(post.published_at, post.created_at))::float8, post.status,
    author.trust_level > %(new)s OR author.is_staff OR author.is_superuser,
    post.is_sensitive, coalesce(link.url, post.canonical_url),
    post.reaction_count + post.comment_count + post.bookmark_count,
    features.spam_probability, features.copied_share, coalesce(features.names, '{}'),
    array_send(features.term_ids), array_send(features.term_weights)
FROM feed_post AS post
JOIN accounts_user AS author ON author.id = post.author_id
LEFT JOIN feed_linkpreview AS link ON link.id = post.link_id
LEFT JOIN feed_postfeatures AS features ON features.post_id = post.id
WHERE post.id = ANY(%(pks)s)
"""
ARRAY_HEADER: Final = 20
TERM_ID: Final = np.dtype([("size", ">i4"), ("value", ">i4")])
TERM_WEIGHT: Final = np.dtype([("size", ">i4"), ("value", ">i2")])


def load_facts(pks: Collection[int]) -> dict[int, Facts]:
    """By key, of the posts that exist, in one query."""
    with connection.cursor() as cursor:
        cursor.execute(FACTS_SQL, {"pks": list(pks), "new": TrustLevel.NEW.value})
        rows = cursor.fetchall()
    ids = _arrays([row[-2] for row in rows], TERM_ID, np.int32)
    weights = _arrays([row[-1] for row in rows], TERM_WEIGHT, np.float32, scale=SCALE)
    return {
        row[0]: _facts(row, ids=mine, weights=beside)
        for row, mine, beside in zip(rows, ids, weights, strict=True)
    }


def load_vectors(pks: Collection[int], *, encoder: str) -> dict[int, Vector]:
    """By key, of the posts that have one, in one query; what is not a number throughout is left out."""
    if not encoder or not pks:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT post_id, halfvec_send(dense) FROM feed_postvector"
            " WHERE encoder_id = %s AND post_id = ANY(%s)",
            [encoder, list(pks)],
        )
        found = {pk: _vector(packed) for pk, packed in cursor.fetchall()}
    return {pk: vector for pk, vector in found.items() if np.isfinite(vector).all()}


def load_rules(pks: Collection[int]) -> dict[int, Rules]:
    """For each list what moderators and members said about it, in three queries."""
    site: list[ReadMoreRule] = []
    own: dict[int, list[ReadMoreRule]] = {pk: [] for pk in pks}
    about = Q(under__isnull=True) | Q(under__in=pks)
    for rule in ReadMoreRule.objects.filter(about).order_by("pk"):
        if rule.under_id is None:
            site.append(rule)
        else:
            own[rule.under_id].append(rule)
    objections = _objections(pks)
    co_read = _co_read(pks)
    return {
        pk: _rules([*own[pk], *site], objections.get(pk, {}), co_read.get(pk, {})) for pk in pks
    }


def domain_of(url: str) -> str:
    """The host of an address without "www.", in lower case; "" for none."""
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        return ""
    return host.removeprefix("www.")


def _facts(row: tuple[Any, ...], *, ids: Ids, weights: Weights) -> Facts:
    """From a row of FACTS_SQL."""
    (
        pk, author, language, moment, status, has_standing, is_sensitive, url, voices, spam, copied, names, _, _,
    ) = row  # fmt: skip
    return Facts(
        pk=pk,
        author_pk=author,
        language=language,
        published_at=datetime.fromtimestamp(moment, UTC),
        is_live=status == PostStatus.PUBLISHED,
        author_has_standing=has_standing,
        is_sensitive=is_sensitive,
        domain=domain_of(url) if url else "",
        voices=voices,
        spam_probability=spam,
        copied_share=copied,
        names=tuple(names),
        term_ids=ids,
        term_weights=weights,
    )


def _arrays(
    packed: Sequence[bytes | None], kind: np.dtype[np.void], to: type[Any], *, scale: int = 1
) -> list[npt.NDArray[Any]]:
    """PostgreSQL's binary form of arrays, read all at once: a header, absent in an empty one, then for each value its size
    before it.
    """
    bare = [(each or b"")[ARRAY_HEADER:] for each in packed]
    values = np.frombuffer(b"".join(bare), dtype=kind)["value"].astype(to)
    if scale != 1:
        values = values / to(scale)
    ends = accumulate((len(each) // kind.itemsize for each in bare), initial=0)
    return [values[start:end] for start, end in pairwise(ends)]


def _vector(packed: bytes) -> Vector:
    """PostgreSQL's binary form: two numbers of 16 bits, then halves, high byte first."""
    return np.frombuffer(packed, dtype=">f2", offset=4).astype(np.float32)


def _objections(pks: Collection[int]) -> dict[int, dict[int, int]]:
    """By list and post, the number of members in good standing who called it not relevant there."""
    found: dict[int, dict[int, int]] = {}
    rows = NotRelevant.objects.filter(
        under__in=pks, member__trust_level__gt=TrustLevel.NEW, member__is_active=True
    ).values_list("under_id", "post_id")
    for under, post in rows:
        counts = found.setdefault(under, {})
        counts[post] = counts.get(post, 0) + 1
    return found


def _co_read(pks: Collection[int]) -> dict[int, dict[int, float]]:
    """For each post what its readers also read, with the strength."""
    found: dict[int, dict[int, float]] = {}
    rows = CoRead.objects.filter(post__in=pks).values_list("post_id", "other_id", "strength")
    for pk, other, strength in rows:
        found.setdefault(pk, {})[other] = strength
    return found


def _rules(
    rules: Sequence[ReadMoreRule], objections: dict[int, int], co_read: dict[int, float]
) -> Rules:
    pins = [rule for rule in rules if rule.verdict == ReadMoreRule.Verdict.PIN]
    bans = [rule for rule in rules if rule.verdict == ReadMoreRule.Verdict.EXCLUDE]
    banned = frozenset(rule.post_id for rule in bans if rule.post_id)
    return Rules(
        pinned=tuple(
            dict.fromkeys(
                rule.post_id for rule in pins if rule.post_id and rule.post_id not in banned
            )
        ),
        excluded_posts=banned,
        excluded_authors=frozenset(rule.author_id for rule in bans if rule.author_id),
        excluded_domains=frozenset(domain_of(f"//{rule.domain}") for rule in bans if rule.domain),
        objections=objections,
        co_read=co_read,
    )
