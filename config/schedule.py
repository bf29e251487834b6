"""What beat starts, how often, and why so often."""

from datetime import timedelta
from typing import Any, TypedDict


class Entry(TypedDict):
    """One row of Celery's beat schedule."""

    task: str
    schedule: timedelta
    options: dict[str, Any]


def every(period: timedelta, task: str) -> Entry:
    """A row that expires before its successor comes, so that a stopped worker finds one message, not a heap."""
    return Entry(task=task, schedule=period, options={"expires": period.total_seconds()})


SCHEDULE: dict[str, Entry] = {
    # Who asks for his data waits before the page; making it takes seconds.
    "exports-due": every(timedelta(seconds=15), "accounts.sweepers.make_exports"),
    # An archive that is promised for a week may lie an hour longer.
    "exports-expired": every(timedelta(hours=1), "accounts.sweepers.forget_exports"),
    # After two weeks of grace an hour does not matter.
    "members-leaving": every(timedelta(hours=1), "accounts.sweepers.erase_members"),
    # Whoever watches the site should know within two minutes that beat or the workers stand still.
    "beat": every(timedelta(seconds=10), "config.sweepers.strike"),
    # Somebody should know within minutes that a queue has no worker.
    "queues": every(timedelta(minutes=1), "config.sweepers.tend_queues"),
    # Made once a night, where a folder is named for it; a look that finds today's costs nothing.
    "backup": every(timedelta(minutes=30), "config.sweepers.back_up_nightly"),
    # Rows of sessions that have ended are of use to nobody.
    "sessions": every(timedelta(days=1), "config.sweepers.forget_sessions"),
    # What is deleted while the disk or the object store is away has no address on any page; it is a month old before it goes.
    "orphans": every(timedelta(days=1), "config.sweepers.remove_orphans"),
    # A post that is announced for nine should be there when the clock strikes; half a minute late is the limit.
    "publish-due": every(timedelta(seconds=10), "feed.sweepers.publish_due"),
    # A reader sees a count at most a quarter of a minute old; half of that is for pages that are kept (config.page_cache).
    "counting-drain": every(timedelta(seconds=8), "counting.tasks.drain_all"),
    # Ids of applied batches are of use for a month; some ten thousand come a day and kind.
    "counting-forget": every(timedelta(hours=6), "counting.tasks.forget_applied"),
    # Somebody should know within minutes that counting is stuck.
    "counting-alarms": every(timedelta(minutes=1), "counting.tasks.raise_alarms"),
    # Partitions of the ledger are made two months ahead; a day without beat costs nothing.
    "counting-partitions": every(timedelta(days=1), "counting.tasks.make_partitions"),
    # A month of the ledger grows old once a month; a run that finds nothing costs one query.
    "counting-roll-up": every(timedelta(days=1), "counting.tasks.roll_up_ledger"),
    # A lost message must not cost a post its Read More list; half a minute is soon enough.
    "read-more-missing": every(timedelta(seconds=30), "feed.tasks.sweep_read_more"),
    # What a new encoder has not read, or what came in without a message; forty posts take a worker ten seconds.
    "read-more-unread": every(timedelta(seconds=30), "feed.tasks.read_unread_posts"),
    # A rebuilding goes on when its workers were killed; a minute's pause is short beside its length.
    "read-more-runs": every(timedelta(minutes=1), "feed.tasks.sweep_read_more_runs"),
    # A post shared right after it is published should have its picture; a lost message costs half a minute.
    "share-images-missing": every(timedelta(seconds=30), "feed.tasks.sweep_share_images"),
    # Who is answered, or follows an author, wants to know while the other is still there; a lost message costs half a minute.
    "comments-untold": every(timedelta(seconds=30), "feed.tasks.sweep_announcements"),
    # New posts make better lists for old ones; lists older than a day are made again, a few at a time.
    "read-more-aged": every(timedelta(minutes=5), "feed.tasks.renew_read_more"),
    # What members read together changes from day to day; lists take it up as they are built again.
    "read-more-readers": every(timedelta(hours=6), "feed.tasks.count_co_reading"),
    # "Now" is a matter of minutes; a look costs a few queries for each category.
    "trends": every(timedelta(minutes=2), "feed.tasks.count_trends"),
    # An author who has just posted a link wants to see its preview; a lost message or a busy server costs a while.
    "links-due": every(timedelta(seconds=20), "feed.sweepers.fetch_due_links"),
    # Readers’ programs that use a hub should know within seconds; a run that finds nothing costs two queries.
    "hub-pings": every(timedelta(seconds=10), "feed.sweepers.ping_hub"),
    # Each feed has its own moment, half an hour after the last; five at a time.
    "outside-feeds": every(timedelta(minutes=1), "feed.sweepers.poll_outside_feeds"),
    # Pictures of imported posts; ten at a time are gentle to the old site.
    "import-pictures": every(timedelta(seconds=20), "exchange.sweepers.fetch_pictures"),
    # Pictures are shown as WebP meanwhile; what the message at the upload did not bring about may take a minute.
    "avif-missing": every(timedelta(minutes=1), "feed.tasks.sweep_avif"),
    # An answer should be known within the minute, also when a message was lost or the mail server was away.
    "push-due": every(timedelta(seconds=30), "accounts.tasks.send_push"),
    "mail-due": every(timedelta(seconds=30), "accounts.tasks.send_mail"),
    # Who applied waits for days; a lost message should not add more than a minute.
    "answers-due": every(timedelta(minutes=1), "accounts.tasks.send_answers"),
    # A sponsor who hands in a creative waits for the checks; a manager who approves it, too.
    "sponsors-checks": every(timedelta(seconds=30), "sponsors.sweepers.check_due"),
    # A flight that has ended, or lags behind, is news for today, not for this second.
    "sponsors-watch": every(timedelta(minutes=5), "sponsors.sweepers.watch_flights"),
    # A report shows today's reach; half an hour old is young enough.
    "sponsors-reach": every(timedelta(minutes=30), "sponsors.sweepers.refresh_reach"),
    # The month before is billed on the first day that a beat runs; a run that finds nothing costs a few queries.
    "sponsors-invoices": every(timedelta(hours=12), "sponsors.sweepers.issue_monthly"),
    # Once a day is how often a bookkeeper would look.
    "sponsors-proof": every(timedelta(days=1), "sponsors.sweepers.prove_books"),
    # What a moderator decided should count for the next text; a lost message costs half a minute.
    "spam-learn": every(timedelta(seconds=30), "feed.tasks.learn_spam"),
    # Learning one decision after another drifts; each night the model is made anew from all of them.
    "spam-refit": every(timedelta(days=1), "feed.tasks.refit_spam"),
    # A wave of spam comes within minutes; a lost message must not hide a part of it for longer.
    "spam-campaigns": every(timedelta(seconds=30), "feed.tasks.sweep_campaigns"),
    # A reading is kept for months; a day more does not matter.
    "readings-old": every(timedelta(days=1), "feed.sweepers.forget_readings"),
    # Nobody waits for a level by the minute, but a newcomer who has earned it should see it on the same visit.
    "trust-promotions": every(timedelta(minutes=10), "moderation.sweepers.promote_members"),
    # Hints of sign-ins are promised to go after 30 days; an hour more is within the day.
    "accounts-hints": every(timedelta(hours=1), "accounts.sweepers.forget_hints"),
    # A sanction ends by the clock; the row and the notification may follow a minute later.
    "sanctions-due": every(timedelta(minutes=1), "moderation.sweepers.end_sanctions"),
    # Expired codes and tokens of apps open nothing; they only take room.
    "accounts-app-tokens": every(timedelta(days=1), "accounts.sweepers.forget_app_tokens"),
    # A program should hear within the minute, also when a message was lost; its retries are as exact as this.
    "webhooks-due": every(timedelta(seconds=20), "accounts.tasks.send_webhooks"),
    # Whose program was silent for two days can hear of it five minutes later.
    "webhooks-off": every(timedelta(minutes=5), "accounts.sweepers.tell_webhooks_off"),
    # Messages are kept for thirty days; some hours more cost nothing.
    "webhooks-forget": every(timedelta(hours=6), "accounts.sweepers.forget_webhook_messages"),
    # Answers to repeated requests are kept for a day; an hour more costs nothing.
    "accounts-kept-answers": every(timedelta(hours=1), "accounts.sweepers.forget_kept_answers"),
}
