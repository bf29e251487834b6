"""Loading what the engine compares: plain facts and vectors, whole batches at once."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any, Final
from urllib.parse import urlsplit

import numpy as np
from django.db import connection
from django.db.models import Q

from accounts.models import TrustLevel
from feed.models import NotRelevant, Post, PostStatus, ReadMoreRule
from feed.read_more.facts import Facts, Rules, Vector
from feed.read_more.terms import SCALE

COLUMNS: Final = (
    "pk", "author_id", "language", "published_at", "created_at", "status", "author__trust_level",
    "author__is_staff", "author__is_superuser", "is_sensitive", "link__url", "canonical_url",
    "reaction_count", "comment_count", "bookmark_count", "features__spam_probability",
    "features__copied_share", "features__names", "features__term_ids", "features__term_weights",
)  # fmt: skip


def load_facts(pks: Collection[int]) -> dict[int, Facts]:
    """By key, of the posts that exist, in one query."""
    rows = Post.objects.filter(pk__in=pks).order_by().values(*COLUMNS)
    return {row["pk"]: _facts(row) for row in rows}


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
    """For each list what moderators and members said about it, in two queries."""
    site: list[ReadMoreRule] = []
    own: dict[int, list[ReadMoreRule]] = {pk: [] for pk in pks}
    about = Q(under__isnull=True) | Q(under__in=pks)
    for rule in ReadMoreRule.objects.filter(about).order_by("pk"):
        if rule.under_id is None:
            site.append(rule)
        else:
            own[rule.under_id].append(rule)
    objections = _objections(pks)
    return {pk: _rules([*own[pk], *site], objections.get(pk, {})) for pk in pks}


def domain_of(url: str) -> str:
    """The host of an address without "www.", in lower case; "" for none."""
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        return ""
    return host.removeprefix("www.")


def _facts(row: Mapping[str, Any]) -> Facts:
    ids, weights = row["features__term_ids"], row["features__term_weights"]
    return Facts(
        pk=row["pk"],
        author_pk=row["author_id"],
        language=row["language"],
        published_at=row["published_at"] or row["created_at"],
        is_live=row["status"] == PostStatus.PUBLISHED,
        author_has_standing=row["author__trust_level"] > TrustLevel.NEW
        or row["author__is_staff"]
        or row["author__is_superuser"],
        is_sensitive=row["is_sensitive"],
        domain=domain_of(row["link__url"] or row["canonical_url"]),
        voices=row["reaction_count"] + row["comment_count"] + row["bookmark_count"],
        spam_probability=row["features__spam_probability"],
        copied_share=row["features__copied_share"],
        names=tuple(row["features__names"] or ()),
        term_ids=np.array(ids or [], dtype=np.int32),
        term_weights=np.array(weights or [], dtype=np.float32) / np.float32(SCALE),
    )


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


def _rules(rules: Sequence[ReadMoreRule], objections: dict[int, int]) -> Rules:
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
    )
