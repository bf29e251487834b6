"""The log of decisions: read, searched, never changed."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils.html import format_html_join
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST
from unfold.admin import ModelAdmin
from unfold.contrib.filters.admin import (
    ChoicesDropdownFilter,
    RangeDateFilter,
    RelatedDropdownFilter,
)
from unfold.decorators import display

from accounts.access import member_of
from accounts.models import TrustLevel
from feed.errors import FeedError
from feed.models import PostStatus
from feed.models.comment import CommentStatus
from moderation.access import decision_for, require_moderator
from moderation.errors import ModerationError
from moderation.models import NEW_LEVEL, OLD_LEVEL, Decision, Verb
from moderation.services import reversing
from moderation.services.reversing import way_back_of

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
    Verb.LEVEL: "info",
    Verb.VOUCH: "success",
    Verb.HOLD: "warning",
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
    "new_trust_level": _("trust level afterwards"),
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
        "show_reason",
        "show_actor",
        "note",
    )
    list_filter = (
        ("verb", ChoicesDropdownFilter),
        ("subject_kind", ChoicesDropdownFilter),
        ("reason", RelatedDropdownFilter),
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
        "show_reason",
        "explanation",
        "note",
        "show_actor",
        "show_evidence",
    )
    readonly_fields = fields
    change_form_outer_after_template = "admin/moderation/_take_back.html"

    def get_urls(self) -> list[URLPattern]:
        """Before the others, which take any words for a key."""
        view = self.admin_site.admin_view(take_back)
        own = [path("<int:pk>/take-back/", view, name="moderation_decision_take_back")]
        return own + list(super().get_urls())

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        context["way_back"] = way_back_of(kwargs["obj"], moderator=member_of(request))
        response: HttpResponse = super().render_change_form(request, context, *args, **kwargs)
        return response

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

    @display(description=_("reason"), ordering="reason")
    def show_reason(self, decision: Decision) -> str:
        """As it was called then."""
        return decision.why

    @display(description=_("explanation"))
    def explanation(self, decision: Decision) -> str:
        return decision.explanation

    @display(description=_("decided by"), ordering="actor__username")
    def show_actor(self, decision: Decision) -> Any:
        return decision.actor or _("a rule")

    @display(description=_("evidence"))
    def show_evidence(self, decision: Decision) -> str:
        evidence = decision.evidence.items()
        facts = ((LABELS.get(name, name), _shown(name, fact)) for name, fact in evidence)
        return format_html_join("", '<p class="kept-words"><strong>{}</strong><br>{}</p>', facts)


@require_POST
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Undo one decision exactly, and come back to its page."""
    moderator = require_moderator(member_of(request))
    decision = decision_for(moderator, pk)
    try:
        reversing.take_back(decision, actor=moderator, note=request.POST.get("note", ""))
    except (ModerationError, FeedError) as error:
        messages.error(request, str(error))
    else:
        messages.success(request, gettext("Taken back; the member is told."))
    return redirect("admin:moderation_decision_change", pk)


def _shown(name: str, fact: Any) -> Any:
    """Names of rules and states in the reader's language; anything else as it was kept."""
    if name == "held_reasons":
        return ", ".join(gettext(rule) for rule in fact)
    if isinstance(fact, bool):
        return gettext("yes") if fact else gettext("no")
    if name in (OLD_LEVEL, NEW_LEVEL):
        return TrustLevel(fact).label
    return STATES.get(fact, fact) if name == "status" else fact
