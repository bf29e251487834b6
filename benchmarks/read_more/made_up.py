"""A made-up site of any size, and the building of some of its lists; run by benchmarks.read_more.growth.

python -m benchmarks.read_more.made_up fill POSTS | build LISTS | insert POSTS
"""

import resource
import struct
import sys
import time
from collections.abc import Iterator
from statistics import median
from typing import Final

import django
import numpy as np
import psutil

STORY: Final = 20
SECTIONS: Final = 50
AUTHORS: Final = 2_000
BATCH: Final = 5_000
TERMS: Final = 64
COPY_HEADER: Final = b"PGCOPY\n\xff\r\n\0" + struct.pack(">ii", 0, 0)
COPY_END: Final = struct.pack(">h", -1)


def fill(posts: int) -> None:
    """Posts with features, vectors and old empty lists; indexes of the vectors are made at the end, as a dump's are.

    Lists are old in no order, so that a chunk's posts have little in common: the dearest case.
    """
    from django.db import connection

    from feed.models import Encoder
    from feed.read_more.encoders.scale import NAME

    Encoder.objects.create(name=NAME, is_serving=True)
    _add_posts(posts)
    with connection.cursor() as cursor:
        cursor.execute("SELECT indexdef FROM pg_indexes WHERE indexname = 'feed_vector_signs'")
        [definition] = cursor.fetchone()
        cursor.execute("DROP INDEX feed_vector_signs")
        cursor.execute("SELECT array_agg(id ORDER BY id) FROM feed_post")
        [pks] = cursor.fetchone()
        _add_vectors(cursor, pks, NAME)
        _add_terms(cursor, pks)
        cursor.execute("SET maintenance_work_mem = '1GB'")
        cursor.execute(definition)
        cursor.execute("VACUUM ANALYZE")


def build(lists: int) -> None:
    """Build so many lists; prints seconds, seconds of CPU, and the peak of memory in MB."""
    from django.db import connection
    from django.utils import timezone

    from feed.read_more import rebuild

    run = rebuild.open_run(now=timezone.now())
    rebuild.build_chunk(run, now=timezone.now(), size=10)
    backend = psutil.Process(connection.connection.info.backend_pid)
    start, before, built = time.perf_counter(), _cpu_seconds(backend), 0
    while built < lists:
        found = rebuild.build_chunk(run, now=timezone.now(), size=min(rebuild.CHUNK, lists - built))
        if not found:
            break
        built += found
    share = lists / max(built, 1)
    print(
        (time.perf_counter() - start) * share,
        (_cpu_seconds(backend) - before) * share,
        resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    )


def _cpu_seconds(backend: psutil.Process) -> float:
    """Of this process and of the one that PostgreSQL has for it."""
    times = backend.cpu_times()
    return float(time.process_time() + times.user + times.system)


def insert(posts: int) -> None:
    """What a new post costs once it has been read: its own list and those of its neighbours; prints the median seconds.

    The lists of its neighbours are empty, so that it enters all of them: more work than it has on a living site.
    """
    from django.utils import timezone

    from feed.models import Post
    from feed.read_more.refresh import refresh_with_neighbours

    seconds = []
    for pk in Post.objects.order_by("-pk").values_list("pk", flat=True)[: posts * STORY : STORY]:
        start = time.perf_counter()
        refresh_with_neighbours(pk, now=timezone.now())
        seconds.append(time.perf_counter() - start)
    print(median(seconds))


def _add_posts(posts: int) -> None:
    """One by Django, the others copied from it by PostgreSQL."""
    from django.db import connection
    from django.utils import timezone

    from accounts.models import TrustLevel, User
    from feed.models import Category, Post

    members = User.objects.bulk_create(
        User(
            username=f"author{number}", email=f"{number}@example.org", trust_level=TrustLevel.MEMBER
        )
        for number in range(AUTHORS)
    )
    post = Post.objects.create(
        author=members[0],
        category=Category.objects.create(name="News", slug="news"),
        title="A made-up post", body="Some words.", status="published", published_at=timezone.now(),
    )  # fmt: skip
    names = [
        field.column
        for field in Post._meta.local_concrete_fields
        if not field.primary_key and not field.generated
    ]
    columns = ", ".join(names)
    changed = {
        "author_id": f"{members[0].pk} + number %% {AUTHORS}",
        "published_at": "published_at - number * interval '3 minutes'",
    }
    values = ", ".join(changed.get(name, name) for name in names)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO feed_post ({columns}) SELECT {values}"  # noqa: S608  (names of our own columns)
            " FROM feed_post, generate_series(1, %s) AS number WHERE id = %s",
            [posts - 1, post.pk],
        )


def _add_vectors(cursor: object, pks: list[int], encoder: str) -> None:
    """COPY in PostgreSQL's binary form: halves, as pgvector receives them."""
    from feed.models.vectors import VECTOR_SIZE

    name = encoder.encode()
    row = np.dtype(
        [
            ("fields", ">i2"), ("pk_size", ">i4"), ("pk", ">i8"),
            ("name_size", ">i4"), ("name", f"S{len(name)}"),
            ("language_size", ">i4"), ("language", "S2"),
            ("dense_size", ">i4"), ("size", ">i2"), ("unused", ">i2"), ("dense", ">f2", VECTOR_SIZE),
        ]
    )  # fmt: skip
    sql = "COPY feed_postvector (post_id, encoder_id, language, dense) FROM STDIN (FORMAT binary)"
    with cursor.copy(sql) as copy:  # type: ignore[attr-defined]
        copy.write(COPY_HEADER)
        for start in range(0, len(pks), BATCH):
            some = pks[start : start + BATCH]
            rows = np.zeros(len(some), dtype=row)
            rows["fields"], rows["pk_size"], rows["pk"] = 4, 8, some
            rows["name_size"], rows["name"] = len(name), name
            rows["language_size"], rows["language"] = 2, b"en"
            rows["dense_size"], rows["size"] = 4 + 2 * VECTOR_SIZE, VECTOR_SIZE
            rows["dense"] = _vectors(start, len(some), VECTOR_SIZE)
            copy.write(rows.tobytes())
        copy.write(COPY_END)


def _vectors(start: int, count: int, size: int) -> np.ndarray:  # type: ignore[type-arg]
    """Of length 1; those of one story lean the same way, and stories of one section a little."""
    stories = np.arange(start, start + count) // STORY
    vectors = np.empty((count, size), dtype=np.float32)
    for story in np.unique(stories):
        lean = np.random.default_rng(int(story)).normal(size=size)
        section = np.random.default_rng(10**9 + int(story) % SECTIONS).normal(size=size)
        noise = np.random.default_rng(10**8 + int(story)).normal(
            size=(int((stories == story).sum()), size)
        )
        vectors[stories == story] = 1.2 * lean + 0.5 * section + noise
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def _add_terms(cursor: object, pks: list[int]) -> None:
    sql = (
        "COPY feed_postfeatures (post_id, recipe, term_ids, term_weights, names, min_hashes, is_due, encoder, version)"
        " FROM STDIN"
    )
    with cursor.copy(sql) as copy:  # type: ignore[attr-defined]
        for line in _term_lines(pks):
            copy.write(line)
    cursor.execute(  # type: ignore[attr-defined]
        "INSERT INTO feed_readmorelist (post_id, items, recommended, engine, built_at)"
        " SELECT id, '[]', '{}', '', timestamptz 'epoch' + random() * interval '1 day' FROM feed_post"
    )


def _term_lines(pks: list[int]) -> Iterator[str]:
    """A third of the terms are the story's; how often a term occurs falls with its number, as words do.

    The heaviest one is of the section, which a fiftieth of all posts shares: the larger the site, the more rows it finds.
    """
    from feed.read_more.encoders.scale import NAME
    from feed.read_more.terms import RECIPE

    rng = np.random.default_rng(1)
    for number, pk in enumerate(pks):
        story = np.random.default_rng(number // STORY).integers(100_000, 4_000_000, size=20)
        common = (SECTIONS + rng.pareto(0.6, size=44) * 50).astype(np.int64) % 4_000_000
        section = number // STORY % SECTIONS
        ids = np.unique(np.concatenate([[section], story, common]))[:TERMS]
        weights = np.where(np.isin(ids, story), 1_800, 700)
        weights[0] = 1_900
        terms = ",".join(map(str, ids))
        values = ",".join(map(str, weights))
        yield f"{pk}\t{RECIPE}\t{{{terms}}}\t{{{values}}}\t{{Name{number // 60}}}\t{{}}\tf\t{NAME}\t1\n"


if __name__ == "__main__":
    django.setup()
    {"fill": fill, "build": build, "insert": insert}[sys.argv[1]](int(sys.argv[2]))
