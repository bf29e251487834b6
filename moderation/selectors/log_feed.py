"""The public log for readers' programs; it says no more than the page does."""

from django.urls import reverse
from django.utils.translation import gettext as _

from feed.selectors.linked_data import absolute
from feed.selectors.syndication import document_of
from feed.syndication.documents import FeedDocument, FeedItem
from moderation.models import Decision
from moderation.selectors.public_log import Filters, public_decisions

FEED_SIZE = 30


def log_feed(filters: Filters, *, path: str) -> FeedDocument:
    """The newest decisions that fit."""
    home = reverse("moderation:log")
    rows = public_decisions(filters).newest_first()[:FEED_SIZE]
    items = [_item(decision, home=home) for decision in rows]
    return document_of(_("Moderation log"), home_path=home, path=path, items=items)


def _item(decision: Decision, *, home: str) -> FeedItem:
    who = _("A moderator") if decision.actor_id else _("A rule")
    title = f"{decision.get_subject_kind_display()} – {decision.get_verb_display()}"
    words = f"{title} ({decision.why}) · {who}"
    return FeedItem(
        id=absolute(f"{home}#decision-{decision.pk}"),
        url=absolute(home),
        title=title,
        summary=words,
        html=f"<p>{words}</p>",
        author_name=who,
        author_url=absolute(home),
        published_at=decision.created_at,
        updated_at=decision.created_at,
    )
