"""Which queue each kind of work waits in, so that what is slow holds up only its like. A leaf: imports nothing of ours.

A worker takes from the queues that it names (`--queues=counts`), and from all of them where it names none. Work is put
together by what it waits for: what must be done within seconds never stands behind a stranger's server, a language model
or a backup. Each task has one queue; a sweeper has that of the work it does, since it does it itself.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final


@dataclass(frozen=True)
class Kind:
    """One queue. `hands`: tasks at a time of a worker for this queue alone; `longest_wait`: with a worker that keeps up."""

    queue: str
    hands: int
    longest_wait: timedelta
    tasks: tuple[str, ...]


# Messages of versions before the other queues came lie in this one.
REST: Final = "celery"
KINDS: Final = (
    # Every few seconds, and short: readers see the counts, and the events server is not to fill up.
    Kind("counts", 2, timedelta(minutes=1), (
        "counting.tasks.drain_all",
        "counting.tasks.raise_alarms",
        "config.sweepers.tend_queues",
    )),
    # Somebody waits for news: mail, push and webhooks, which wait for servers of others, and what is told by them.
    Kind("notices", 4, timedelta(minutes=5), (
        "accounts.tasks.send_mail",
        "accounts.tasks.send_answers",
        "accounts.tasks.send_push",
        "accounts.tasks.send_webhooks",
        "accounts.sweepers.tell_webhooks_off",
        "feed.tasks.announce_comment",
        "feed.tasks.announce_post",
        "feed.tasks.announce_reaction",
        "feed.tasks.sweep_announcements",
        "feed.sweepers.ping_hub",
    )),
    # What reads texts: language models (350 MB for each worker that loads them), lists under posts, spam and its campaigns.
    Kind("texts", 2, timedelta(minutes=10), (
        "feed.tasks.build_read_more",
        "feed.tasks.sweep_read_more",
        "feed.tasks.rebuild_read_more",
        "feed.tasks.sweep_read_more_runs",
        "feed.tasks.read_unread_posts",
        "feed.tasks.renew_read_more",
        "feed.tasks.count_co_reading",
        "feed.tasks.learn_spam",
        "feed.tasks.refit_spam",
        "feed.tasks.find_campaign",
        "feed.tasks.sweep_campaigns",
    )),
    # Minutes or hours, and pages of strangers, who may be as slow as they like: pictures, archives, imports, backups, sums of a day.
    Kind("long", 4, timedelta(minutes=30), (
        "accounts.sweepers.make_exports",
        "config.sweepers.back_up_nightly",
        "config.sweepers.remove_orphans",
        "counting.tasks.roll_up_ledger",
        "exchange.sweepers.fetch_pictures",
        "feed.sweepers.fetch_link",
        "feed.sweepers.fetch_due_links",
        "feed.sweepers.poll_outside_feeds",
        "feed.tasks.draw_share_image",
        "feed.tasks.sweep_share_images",
        "feed.tasks.forget_share_image",
        "feed.tasks.add_avif",
        "feed.tasks.sweep_avif",
        "sponsors.sweepers.check_due",
        "sponsors.sweepers.refresh_reach",
        "sponsors.sweepers.prove_books",
    )),
    # The rest: what PostgreSQL alone has to do.
    Kind(REST, 4, timedelta(minutes=10), (
        "accounts.sweepers.erase_members",
        "accounts.sweepers.forget_app_tokens",
        "accounts.sweepers.forget_exports",
        "accounts.sweepers.forget_hints",
        "accounts.sweepers.forget_kept_answers",
        "accounts.sweepers.forget_webhook_messages",
        "config.sweepers.forget_sessions",
        "config.sweepers.strike",
        "counting.tasks.forget_applied",
        "counting.tasks.make_partitions",
        "feed.sweepers.forget_readings",
        "feed.sweepers.publish_due",
        "feed.tasks.build_for_you",
        "feed.tasks.count_trends",
        "moderation.sweepers.end_sanctions",
        "moderation.sweepers.promote_members",
        "sponsors.sweepers.issue_monthly",
        "sponsors.sweepers.watch_flights",
    )),
)  # fmt: skip


def celery_queues() -> dict[str, Any]:
    """Celery's settings. A worker that names a queue which is not here says so and ends, rather than wait there for good."""
    return {
        "CELERY_TASK_DEFAULT_QUEUE": REST,
        "CELERY_TASK_CREATE_MISSING_QUEUES": False,
        "CELERY_TASK_QUEUES": {kind.queue: {"routing_key": kind.queue} for kind in KINDS},
        "CELERY_TASK_ROUTES": {
            task: {"queue": kind.queue} for kind in KINDS for task in kind.tasks
        },
    }


def hands_for(queues: Sequence[str]) -> int:
    """How many tasks a worker for these queues does at a time, where nobody says otherwise."""
    return sum(kind.hands for kind in KINDS if kind.queue in queues)
