"""The log of decisions: read, searched, never changed."""

from typing import Any

from django.contrib import admin
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils.html import format_html_join
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin
from unfold.contrib.filters.admin import ChoicesDropdownFilter, RangeDateFilter
from unfold.decorators import display

from feed.models import PostStatus
from feed.models.comment import CommentStatus
from moderation.models import Decision, Verb

COLOURS = {
    Verb.RELEASE: "success",
    Verb.RESTORE: "success",
    Verb.REINSTATE: "success",
    Verb.KEEP: "success",
    Verb.UNSILENCE: "success",
    Verb.UNWARN: "success",
    Verb.WARN: "warning",
    Verb.SILENCE: "danger",
    Verb.HIDE: "danger",
    Verb.QUARANTINE: "danger",
    Verb.ACCEPT: "success",
    Verb.REFUSE: "danger",
    Verb.SUSPEND: "danger",
    Verb.FEATURE: "info",
    Verb.UNFEATURE: "info",
    Verb.PIN: "info",
    Verb.UNPIN: "info",
}

# How the evidence is headed; the records name it in English.
LABELS = {
    "added": _("adds"),
    "author_count": _("authors"),
    "posts": _("posts"),
    "template": _("template"),
    "author": _("author"),
    "bio": _("about"),
    "body": _("text"),
    "display_name": _("name shown"),
    "held_reasons": _("reasons"),
    "is_active": _("active"),
    "post": _("post"),
    "status": _("status"),
    "recommended_in": _("recommended under so many posts"),
    "title": _("title"),
    "trust_level": _("trust level"),
    "view_count": _("views"),
}
STATES = dict(PostStatus.choices) | dict(CommentStatus.choices)


@admin.register(Decision)
class DecisionAdmin(ModelAdmin):
    """Who decided what, when and why, with the evidence as it was."""

    list_display = (
        "created_at",
        "show_verb",
        "subject_kind",
        "subject_label",
        "reason",
        "show_actor",
        "note",
    )
    list_filter = (
        ("verb", ChoicesDropdownFilter),
        ("subject_kind", ChoicesDropdownFilter),
        ("reason", ChoicesDropdownFilter),
        ("created_at", RangeDateFilter),
    )
    list_filter_submit = True
    list_select_related = ("actor",)
    list_per_page = 50
    show_full_result_count = False
    search_fields = ("subject_label", "note", "actor__username")
    search_help_text = _("Words of the subject or the note, or a moderator’s username")
    ordering = ("-created_at", "-pk")
    fields = (
        "created_at",
        "verb",
        "subject_kind",
        "subject_pk",
        "subject_label",
        "reason",
        "note",
        "show_actor",
        "show_evidence",
    )
    readonly_fields = fields

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Decision]:
        decisions: QuerySet[Decision] = super().get_queryset(request)
        return decisions.defer("evidence")

    @display(description=_("decision"), ordering="verb", label=COLOURS)
    def show_verb(self, decision: Decision) -> tuple[str, str]:
        return decision.verb, decision.get_verb_display()

    @display(description=_("decided by"), ordering="actor__username")
    def show_actor(self, decision: Decision) -> Any:
        return decision.actor or _("a rule")

    @display(description=_("evidence"))
    def show_evidence(self, decision: Decision) -> str:
        evidence = decision.evidence.items()
        facts = ((LABELS.get(name, name), _shown(name, fact)) for name, fact in evidence)
        return format_html_join("", "<p><strong>{}</strong><br>{}</p>", facts)


def _shown(name: str, fact: Any) -> Any:
    """Names of rules and states in the reader's language; anything else as it was kept."""
    if name == "held_reasons":
        return ", ".join(gettext(rule) for rule in fact)
    return STATES.get(fact, fact) if name == "status" else fact
