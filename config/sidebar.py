"""The admin's sidebar: what this person may open, in the order of a working day."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from django.http import HttpRequest
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from moderation.access import may_do_to_texts
from moderation.selectors import HeldCounts, held_counts
from moderation.selectors.waiting import waiting_count

Item = dict[str, Any]
_HELD: Final = "_held_counts"


@dataclass(frozen=True)
class Entry:
    """A link to the list of one model, for those who may see it.

    `query` narrows the list; `page`: name of a page's address that stands in for the list.
    """

    title: str
    icon: str
    model: str
    query: str = ""
    count: int = 0
    page: str = ""

    def item(self) -> Item:
        app_label, name = self.model.split(".")
        address = reverse(self.page or f"admin:{app_label}_{name}_changelist")
        badge = {"badge": str(self.count), "badge_variant": "warning"} if self.count else {}
        return {"title": self.title, "icon": self.icon, "link": address + self.query, **badge}

    def is_for(self, request: HttpRequest) -> bool:
        app_label, name = self.model.split(".")
        user = request.user
        return user.has_perm(f"{app_label}.view_{name}") or user.has_perm(
            f"{app_label}.change_{name}"
        )


def navigation(request: HttpRequest) -> list[Item]:
    """Groups of links; groups without any are left out."""
    groups = [
        {"title": title, "separator": True, "items": _items(request, entries)}
        for title, entries in _groups(request)
    ]
    home = {"title": _("Dashboard"), "icon": "dashboard", "link": reverse("admin:index")}
    return [{"items": [home]}, *(group for group in groups if group["items"])]


def held_at(request: HttpRequest) -> HeldCounts:
    """What is held, counted once for each page, however many places show it."""
    counted: HeldCounts | None = getattr(request, _HELD, None)
    if counted is None:
        counted = held_counts()
        setattr(request, _HELD, counted)
    return counted


def account_links(_request: HttpRequest) -> list[Item]:
    """Links under one's own name."""
    return [
        {"title": _("Settings"), "link": reverse("accounts:settings")},
        {"title": _("Two-factor authentication"), "link": reverse("mfa_index")},
    ]


def _items(request: HttpRequest, entries: list[Entry]) -> list[Item]:
    return [
        entry.item() | {"active": _is_active(request, entry)}
        for entry in entries
        if entry.is_for(request)
    ]


def _is_active(request: HttpRequest, entry: Entry) -> bool:
    """A narrowed list is active only while it is narrowed so, and its wide twin only while it is not."""
    address = entry.item()["link"].partition("?")[0]
    is_narrowed = "status__exact=held" in request.META.get("QUERY_STRING", "")
    return request.path.startswith(address) and is_narrowed == bool(entry.query)


def _groups(request: HttpRequest) -> Iterator[tuple[str, list[Entry]]]:
    yield _("Waiting"), _waiting(request)
    yield (
        _("Newsroom"),
        [
            Entry(_("Posts"), "article", "feed.post"),
            Entry(_("Comments"), "forum", "feed.comment"),
            Entry(_("Pictures"), "image", "feed.image"),
            Entry(_("Categories"), "category", "feed.category"),
            Entry(_("Tags"), "sell", "feed.tag"),
            Entry(_("Outside feeds"), "rss_feed", "feed.outsidefeed"),
            Entry(_("Read More"), "auto_stories", "feed.readmorelist"),
            Entry(_("Read More rules"), "playlist_remove", "feed.readmorerule"),
        ],
    )
    yield (
        _("Spam"),
        [
            Entry(_("Campaigns of spam"), "hub", "feed.spamcampaign"),
            Entry(_("Waiting changes"), "edit_note", "feed.pendingedit"),
            Entry(_("Written rules"), "rule_settings", "feed.writtenrule"),
            Entry(_("Contacts"), "contact_phone", "feed.contactkey"),
            Entry(_("Judgements"), "balance", "feed.judgement"),
            Entry(_("Spam models"), "model_training", "feed.spammodel"),
        ],
    )
    yield _("People"), _people()
    yield (
        _("Sponsors"),
        [
            Entry(_("Sponsors"), "handshake", "sponsors.sponsor"),
            Entry(_("Campaigns"), "campaign", "sponsors.campaign"),
            Entry(_("Flights"), "flight_takeoff", "sponsors.flight"),
            Entry(_("Creatives"), "ad", "sponsors.creative"),
            Entry(_("Slots"), "view_quilt", "sponsors.sponsorslot"),
            Entry(_("Delivered"), "bar_chart", "sponsors.creativetotal"),
            Entry(_("Not billed"), "block", "sponsors.invalidtotal"),
            Entry(_("Fill rate"), "percent", "sponsors.slottotal"),
            Entry(_("Invoices"), "receipt_long", "sponsors.invoice"),
            Entry(_("News of flights"), "notifications", "sponsors.alert"),
            Entry(_("Policy"), "policy", "sponsors.sponsoringpolicy"),
        ],
    )
    yield (
        _("Site"),
        [
            Entry(_("Settings"), "tune", "feed.sitesettings"),
            Entry(_("Counted events"), "monitoring", "counting.eventtotal"),
            Entry(_("Readers by day"), "groups", "counting.subjectday"),
            Entry(_("Operations"), "monitor_heart", "auth.group", page="operations"),
            Entry(_("What the staff did"), "history", "auth.group", page="staff-audit"),
            Entry(capfirst(_("pictures to be fetched")), "downloading", "exchange.pendingpicture"),
            Entry(_("Roles"), "shield_person", "auth.group"),
            Entry(_("E-mail addresses"), "alternate_email", "account.emailaddress"),
        ],
    )


def _people() -> list[Entry]:
    return [
        Entry(_("Members"), "group", "accounts.user"),
        Entry(_("Applications"), "how_to_reg", "accounts.applicant"),
        Entry(_("Invitations"), "mail", "accounts.invitation"),
        Entry(_("Sign-up"), "person_add", "accounts.signuppolicy"),
        Entry(_("Unwanted in sign-ups"), "person_off", "accounts.signupblock"),
        Entry(_("Decisions"), "gavel", "moderation.decision"),
        Entry(_("Appeals"), "balance", "moderation.appeal"),
        Entry(_("Reports"), "flag", "moderation.report"),
        Entry(_("Reasons of decisions"), "fact_check", "moderation.decisionreason"),
        Entry(_("Reasons to report"), "rule", "moderation.reportreason"),
        Entry(_("Trust levels"), "verified_user", "accounts.trustrule"),
    ]


def _waiting(request: HttpRequest) -> list[Entry]:
    if not request.user.is_authenticated:
        return []
    if not request.user.is_moderator:
        # counting what lies in some categories is not worth a query on each page
        page = "moderation-queue"
        if may_do_to_texts(request.user):
            return [Entry(_("Review queue"), "inbox", "feed.post", page=page)]
        return [Entry(_("Review queue"), "inbox", "sponsors.creative", page=page)]
    held = held_at(request)
    query = "?status__exact=held"
    return [
        Entry(
            _("Review queue"), "inbox", "feed.post", count=waiting_count(), page="moderation-queue"
        ),
        Entry(_("Held posts"), "pending_actions", "feed.post", query, held.posts),
        Entry(_("Held comments"), "mark_chat_unread", "feed.comment", query, held.comments),
    ]
