"""The spam filter's desk: campaigns, waiting changes, contacts, judgements and versions of the model."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.formats import number_format
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin
from unfold.contrib.filters.admin import ChoicesDropdownFilter, RangeDateFilter
from unfold.decorators import action, display

from feed.models import (
    CampaignStatus,
    ContactKey,
    ContactStanding,
    Judgement,
    PendingEdit,
    PendingState,
    SpamCampaign,
    SpamModel,
)
from feed.services import teaching
from feed.spam import store
from moderation import services
from moderation.admin.block_lists import import_websites
from moderation.admin.deeds import DecidingAdmin, Deed
from moderation.models import Reason

CAMPAIGN_COLOURS = {
    CampaignStatus.FOUND: "warning",
    CampaignStatus.QUARANTINED: "danger",
    CampaignStatus.CLEARED: "success",
}
EDIT_COLOURS = {
    PendingState.WAITING: "warning",
    PendingState.ACCEPTED: "success",
    PendingState.REFUSED: "danger",
    PendingState.REPLACED: "info",
}
STANDING_COLOURS = {
    ContactStanding.UNKNOWN: "info",
    ContactStanding.APPROVED: "success",
    ContactStanding.WARNED: "warning",
    ContactStanding.BLOCKED: "danger",
}
VERDICTS = {"allow": _("appears"), "hold": _("waits"), "reject": _("refused")}
VERDICT_COLOURS = {"allow": "success", "hold": "warning", "reject": "danger"}
SHOWN_POSTS = 50


@admin.register(SpamCampaign)
class SpamCampaignAdmin(DecidingAdmin):
    """Posts made from one template, to be taken away and given back in one act."""

    subject_keyword = "campaign"
    deeds = (
        Deed(
            "quarantine", _("Quarantine"), "coronavirus", services.quarantine_campaign,
            lambda campaign: campaign.status != CampaignStatus.QUARANTINED, Reason.SPAM,
        ),
        Deed(
            "clear", _("In order"), "thumb_up", services.clear_campaign,
            lambda campaign: campaign.status == CampaignStatus.FOUND, Reason.IN_ORDER,
        ),
        Deed(
            "restore", _("Restore"), "undo", services.restore_campaign,
            lambda campaign: campaign.status == CampaignStatus.QUARANTINED, Reason.IN_ORDER,
        ),
    )  # fmt: skip
    list_display = ("sample", "show_status", "post_count", "author_count", "found_at", "grown_at")
    list_filter = (("status", ChoicesDropdownFilter), ("grown_at", RangeDateFilter))
    search_fields = ("sample",)
    ordering = ("-grown_at", "-pk")
    readonly_fields = (
        "sample", "status", "post_count", "author_count", "found_at", "grown_at", "show_posts",
    )  # fmt: skip

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> tuple[Any, ...]:
        facts = (None, {"fields": self.readonly_fields})
        return (self.why_fieldset, facts) if self.may_decide(request) else (facts,)

    @display(description=_("status"), ordering="status", label=CAMPAIGN_COLOURS)
    def show_status(self, campaign: SpamCampaign) -> tuple[str, str]:
        return campaign.status, campaign.get_status_display()

    @display(description=_("posts"))
    def show_posts(self, campaign: SpamCampaign) -> str:
        prints = campaign.prints.select_related("post__author").order_by("post")[:SHOWN_POSTS]
        rows = (
            (each.post.get_absolute_url(), each.post.title, each.post.author.name)
            for each in prints
        )
        line = '<p><a class="text-link underline" href="{}">{}</a> · {}</p>'
        shown = format_html_join("", line, rows)
        more = campaign.post_count - SHOWN_POSTS
        left = gettext("… and %(count)s more.") % {"count": more} if more > 0 else ""
        return format_html("{}{}", shown, left)


@admin.register(PendingEdit)
class PendingEditAdmin(DecidingAdmin):
    """Changes that add a way to reach somebody; the old words stay until somebody decides."""

    subject_keyword = "edit"
    deeds = (
        Deed(
            "accept", _("Accept"), "check", services.accept_edit,
            lambda edit: edit.state == PendingState.WAITING, Reason.IN_ORDER,
        ),
        Deed(
            "refuse", _("Refuse"), "block", services.refuse_edit,
            lambda edit: edit.state == PendingState.WAITING, Reason.SPAM,
        ),
    )  # fmt: skip
    list_display = ("post", "editor", "show_state", "show_added", "created_at")
    list_select_related = ("post", "editor")
    list_filter = (("state", ChoicesDropdownFilter), ("created_at", RangeDateFilter))
    search_fields = ("post__title", "editor__username")
    ordering = ("-pk",)
    readonly_fields = (
        "post",
        "editor",
        "state",
        "show_added",
        "correction",
        "created_at",
        "show_change",
    )

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> tuple[Any, ...]:
        facts = (None, {"fields": self.readonly_fields})
        return (self.why_fieldset, facts) if self.may_decide(request) else (facts,)

    @display(description=_("state"), ordering="state", label=EDIT_COLOURS)
    def show_state(self, edit: PendingEdit) -> tuple[str, str]:
        return edit.state, edit.get_state_display()

    @display(description=_("adds"))
    def show_added(self, edit: PendingEdit) -> str:
        return ", ".join(word for each in edit.evidence for word in each["words"])

    @display(description=_("change"))
    def show_change(self, edit: PendingEdit) -> str:
        """The new words; what they add and take out is marked as on the pages of revisions."""
        return format_html('<div class="whole-text">{}</div>', edit.changes.get("body", ""))


@admin.register(ContactKey)
class ContactKeyAdmin(ModelAdmin):
    """Websites, numbers, mail addresses and messenger names, with what is thought of them and why."""

    list_display = (
        "value",
        "kind",
        "show_standing",
        "reason",
        "spam_count",
        "good_count",
        "source",
    )
    list_filter = (("standing", ChoicesDropdownFilter), ("kind", ChoicesDropdownFilter))
    list_filter_submit = True
    show_full_result_count = False
    search_fields = ("value", "reason", "source")
    ordering = ("-first_seen_at", "-pk")
    fields = (
        "kind",
        "value",
        "standing",
        "reason",
        "spam_count",
        "good_count",
        "source",
        "first_seen_at",
    )
    actions = ("approve", "warn", "block")
    actions_list = ("import_list",)

    @action(
        description=_("Import a list"), url_path="import", icon="upload_file", permissions=["add"]
    )
    def import_list(self, request: HttpRequest) -> HttpResponse:
        return import_websites(request)

    def get_readonly_fields(
        self, request: HttpRequest, obj: Model | None = None
    ) -> tuple[str, ...]:
        kept = ("spam_count", "good_count", "source", "first_seen_at")
        return ("kind", "value", *kept) if obj else kept

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    @display(description=_("standing"), ordering="standing", label=STANDING_COLOURS)
    def show_standing(self, key: ContactKey) -> tuple[str, str]:
        return key.standing, key.get_standing_display()

    @admin.action(description=_("Approve"))
    def approve(self, _request: HttpRequest, keys: QuerySet[ContactKey]) -> None:
        keys.update(standing=ContactStanding.APPROVED)

    @admin.action(description=_("Warn about"))
    def warn(self, _request: HttpRequest, keys: QuerySet[ContactKey]) -> None:
        keys.update(standing=ContactStanding.WARNED)

    @admin.action(description=_("Block"))
    def block(self, _request: HttpRequest, keys: QuerySet[ContactKey]) -> None:
        keys.update(standing=ContactStanding.BLOCKED)


class _LookedAtAdmin(ModelAdmin):
    """Made by the filter, only looked at here."""

    show_full_result_count = False
    list_filter_submit = True

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


@admin.register(Judgement)
class JudgementAdmin(_LookedAtAdmin):
    """The last verdict on each text, with the rules that held, how strongly, and the words that they saw."""

    list_display = (
        "kind",
        "subject_pk",
        "show_action",
        "show_probability",
        "show_rules",
        "judged_at",
    )
    list_filter = (("kind", ChoicesDropdownFilter), ("judged_at", RangeDateFilter))
    ordering = ("-judged_at", "-pk")
    fields = (
        "kind",
        "subject_pk",
        "show_verdict",
        "show_probability",
        "model_version",
        "show_evidence",
        "judged_at",
    )
    readonly_fields = fields

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    @display(description=_("verdict"), ordering="action", label=VERDICT_COLOURS)
    def show_action(self, judgement: Judgement) -> tuple[str, str]:
        return judgement.action, self.show_verdict(judgement)

    @display(description=_("verdict"))
    def show_verdict(self, judgement: Judgement) -> str:
        """On the page of one, which shows words and no label."""
        return str(VERDICTS.get(judgement.action, judgement.action))

    @display(description=_("probability of spam"), ordering="probability")
    def show_probability(self, judgement: Judgement) -> str:
        """A dash where the rules judged alone."""
        chance = judgement.probability
        return "–" if chance is None else number_format(chance, decimal_pos=2)

    @display(description=_("rules"))
    def show_rules(self, judgement: Judgement) -> str:
        return ", ".join(gettext(each["rule"]) for each in judgement.evidence) or "–"

    @display(description=_("evidence"))
    def show_evidence(self, judgement: Judgement) -> str:
        rows = (
            (gettext(each["rule"]), each["strength"], ", ".join(each["words"]))
            for each in judgement.evidence
        )
        return format_html_join("", "<p><strong>{}</strong> {} {}</p>", rows)


@admin.register(SpamModel)
class SpamModelAdmin(_LookedAtAdmin):
    """Versions of the classifier: what was measured, which is in use, and the way back."""

    list_display = ("show_number", "is_active", "learned_count", "show_figures", "made_at")
    ordering = ("-pk",)
    fields = ("is_active", "learned_count", "figures", "made_at")
    readonly_fields = fields
    actions = ("use", "use_shipped")

    def get_queryset(self, request: HttpRequest) -> QuerySet[SpamModel]:
        models: QuerySet[SpamModel] = super().get_queryset(request)
        return models.defer("weights")

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        if store.shipped() is None:
            text = _(
                "The shipped spam model is missing or broken: without a version of your own the rules judge alone."
            )
            self.message_user(request, text, messages.ERROR)
        response: HttpResponse = super().changelist_view(request, extra_context)
        return response

    @display(description=_("version"), ordering="pk")
    def show_number(self, model: SpamModel) -> int:
        return int(model.pk)

    @display(description=_("figures"))
    def show_figures(self, model: SpamModel) -> str:
        return ", ".join(f"{name} {value}" for name, value in model.figures.items()) or "–"

    @admin.action(description=_("Use this version"), permissions=["change"])
    def use(self, request: HttpRequest, models: QuerySet[SpamModel]) -> None:
        chosen = list(models[:2])
        if len(chosen) != 1:
            self.message_user(request, _("Choose one version."), messages.ERROR)
            return
        teaching.use_model(chosen[0])
        self.message_user(request, _("This version judges from now on."), messages.SUCCESS)

    @admin.action(description=_("Use the shipped model"), permissions=["change"])
    def use_shipped(self, request: HttpRequest, _models: QuerySet[SpamModel]) -> None:
        teaching.use_shipped_model()
        self.message_user(request, _("The shipped model judges from now on."), messages.SUCCESS)
