"""Appeals: the dialogue with a member about a decision, answered by another moderator."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from unfold.contrib.filters.admin import ChoicesDropdownFilter
from unfold.dataclasses import UnfoldAction
from unfold.decorators import display

from accounts.access import member_of
from moderation import services
from moderation.admin.deeds import DecidingAdmin, Deed
from moderation.admin.forms import AnswerForm, AnswerWhyForm
from moderation.models import Appeal, AppealMessage, AppealState, Reason
from moderation.selectors.answering import why_not_to_answer
from moderation.selectors.statements import statement_of

STATE_COLOURS = {
    AppealState.OPEN: "warning",
    AppealState.UPHELD: "info",
    AppealState.OVERTURNED: "success",
}


def _is_open(appeal: Appeal) -> bool:
    return appeal.state == AppealState.OPEN


def _obstacle(request: HttpRequest, appeal: Appeal) -> str:
    return why_not_to_answer(appeal, moderator=member_of(request))


@admin.register(Appeal)
class AppealAdmin(DecidingAdmin):
    """Read what was decided and what was said, ask, answer."""

    subject_keyword = "appeal"
    form = AnswerForm
    why_form = AnswerWhyForm
    why_fieldset = (None, {"fields": ("note",)})
    deeds = (
        Deed("say", _("Ask or explain"), "forum", services.say_to_member, _is_open, Reason.IN_ORDER),
        Deed(
            "uphold", _("The decision stands"), "gavel", services.uphold_appeal, _is_open,
            Reason.IN_ORDER,
        ),
        Deed(
            "overturn", _("Take the decision back"), "undo", services.overturn_appeal, _is_open,
            Reason.IN_ORDER,
        ),
    )  # fmt: skip
    list_display = ("created_at", "member", "decision", "show_state", "answered_by", "answered_at")
    list_select_related = ("member", "decision", "answered_by")
    list_filter = (("state", ChoicesDropdownFilter),)
    search_fields = ("member__username", "decision__subject_label")
    ordering = ("-pk",)
    fields = ("member", "state", "created_at", "answered_by", "answered_at")
    readonly_fields = fields
    change_form_before_template = "admin/moderation/_appeal.html"

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.may_decide(request)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> tuple[Any, ...]:
        facts = (None, {"fields": self.fields})
        is_answerable = obj is not None and _is_open(obj) and not _obstacle(request, obj)
        return (self.why_fieldset, facts) if is_answerable else (facts,)

    def get_actions_submit_line(self, request: HttpRequest, object_id: Any) -> list[UnfoldAction]:
        """No buttons for who may not answer; the page says who may."""
        appeal = self.get_object(request, str(object_id))
        if appeal is not None and _is_open(appeal) and _obstacle(request, appeal):
            return []
        return super().get_actions_submit_line(request, object_id)

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """None in the list: each member is answered alone."""
        return {}

    def _report(self, request: HttpRequest, outcomes: list[Model | str | None]) -> None:
        """A question is no decision."""
        if any(isinstance(outcome, AppealMessage) for outcome in outcomes):
            text = gettext("The member is told and can reply; the appeal stays open.")
            self.message_user(request, text, messages.SUCCESS)
            return
        super()._report(request, outcomes)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        appeal: Appeal = kwargs["obj"]
        context["obstacle"] = _obstacle(request, appeal) if _is_open(appeal) else ""
        context["statement"] = statement_of(appeal.decision, reader=appeal.member)
        return super().render_change_form(request, context, *args, **kwargs)

    @display(description=_("state"), ordering="state", label=STATE_COLOURS)
    def show_state(self, appeal: Appeal) -> tuple[str, str]:
        return appeal.state, appeal.get_state_display()
