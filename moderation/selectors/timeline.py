"""Everything that happened to one member, in one list."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from typing import Any, Final

from django.db.models import IntegerField, QuerySet
from django.db.models.fields.json import KT
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import SignInHint, User
from accounts.selectors import invitations_of, inviter_of
from feed.models import Comment, Post
from moderation.models import (
    NEW_LEVEL,
    OLD_LEVEL,
    Appeal,
    Decision,
    MemberNote,
    Report,
    SubjectKind,
    change_of_level,
)

# Of each kind; the page shows the newest of all.
EACH: Final = 50
SHOWN: Final = 150
WORDS: Final = 160


@dataclass(frozen=True)
class Event:
    """One thing that happened. `kind`: how it is headed; `url`: where it is shown in the admin, or ""."""

    at: datetime
    kind: str
    words: str
    url: str = ""


@dataclass(frozen=True)
class Timeline:
    """Newest first. `neighbours`: other members who signed in from the same network in the last 30 days.

    `inviter`: who brought the member, None where nobody did or is gone; `guests`: whom the member brought, newest first.
    """

    events: list[Event]
    neighbours: list[User]
    inviter: User | None
    guests: list[User]


def timeline_of(member: User) -> Timeline:
    """Twelve queries, however much there is."""
    events = chain(
        [Event(member.date_joined, _("joined"), member.username)],
        _posts(member),
        _comments(member),
        _reports(member),
        _decisions(member),
        _appeals(member),
        _notes(member),
        _sign_ins(member),
    )
    newest = sorted(events, key=lambda event: event.at, reverse=True)[:SHOWN]
    guests = [each.guest for each in invitations_of(member) if each.guest]
    return Timeline(
        events=newest,
        neighbours=_neighbours(member),
        inviter=inviter_of(member),
        guests=guests,
    )


def notes_about(member: User) -> "QuerySet[MemberNote]":
    return MemberNote.objects.filter(member=member).select_related("author")


def _posts(member: User) -> Iterator[Event]:
    for post in Post.objects.by(member).without_text().order_by("-pk")[:EACH]:
        words = f"{post.title} · {post.get_status_display()}"
        yield Event(
            post.published_at or post.created_at, _("post"), words, _page("feed_post", post.pk)
        )


def _comments(member: User) -> Iterator[Event]:
    for comment in Comment.objects.filter(author=member).order_by("-pk")[:EACH]:
        words = f"{comment.body[:WORDS]} · {comment.get_status_display()}"
        yield Event(comment.created_at, _("comment"), words, _page("feed_comment", comment.pk))


def _reports(member: User) -> Iterator[Event]:
    about = Report.objects.about(SubjectKind.MEMBER, member.pk)
    for kind, rows in ((_("reported"), Report.objects.filter(reporter=member)), (_("was reported"), about)):  # fmt: skip
        for report in rows.select_related("reason").order_by("-pk")[:EACH]:
            words = f"{report.reason} · {report.get_subject_kind_display()} · {report.get_state_display()}"
            yield Event(report.created_at, kind, words, _page("moderation_report", report.pk))


def _decisions(member: User) -> Iterator[Event]:
    levels = {"old_level": KT(f"evidence__{OLD_LEVEL}"), "new_level": KT(f"evidence__{NEW_LEVEL}")}
    numbers = {name: Cast(level, IntegerField()) for name, level in levels.items()}
    rows: QuerySet[Any] = Decision.objects.filter(member_pk=member.pk).annotate(**numbers)
    rows = rows.defer("evidence").select_related("actor")
    for decision in rows.order_by("-pk")[:EACH]:
        who = decision.actor.name if decision.actor else _("a rule")
        verb = decision.get_verb_display()
        change = change_of_level(decision.old_level, decision.new_level)
        done = f"{verb}, {change}" if change else verb
        words = f"{decision.subject_label[:WORDS]}: {done} ({decision.why}) · {who}"
        yield Event(
            decision.created_at, _("decision"), words, _page("moderation_decision", decision.pk)
        )


def _appeals(member: User) -> Iterator[Event]:
    for appeal in Appeal.objects.filter(member=member).order_by("-pk")[:EACH]:
        words = appeal.get_state_display()
        yield Event(appeal.created_at, _("appeal"), words, _page("moderation_appeal", appeal.pk))


def _notes(member: User) -> Iterator[Event]:
    for note in notes_about(member):
        yield Event(note.created_at, _("note"), f"{note.words} · {note.author.name}")


def _sign_ins(member: User) -> Iterator[Event]:
    for hint in SignInHint.objects.filter(member=member).order_by("-seen_at")[:EACH]:
        place = _("place %(place)s, browser %(browser)s") % {
            "place": hint.address_hash[:6],
            "browser": hint.device_hash[:6],
        }
        yield Event(hint.seen_at, _("signed in"), place)


def _neighbours(member: User) -> list[User]:
    places = SignInHint.objects.filter(member=member).values("address_hash")
    same = SignInHint.objects.filter(address_hash__in=places).values("member")
    return list(User.objects.filter(pk__in=same).exclude(pk=member.pk).order_by("-pk")[:20])


def _page(name: str, pk: int) -> str:
    return reverse(f"admin:{name}_change", args=[pk])
