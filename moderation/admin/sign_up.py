"""Who may sign up: the policy, what is unwanted, applications, and who invited whom."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin
from unfold.contrib.filters.admin import ChoicesDropdownFilter
from unfold.decorators import display

from accounts.models import Applicant, ApplicantState, Invitation, SignUpBlock, SignUpPolicy
from accounts.services.signing_up import policy
from feed.admin import SitewideAdmin
from moderation import services
from moderation.admin.deeds import DecidingAdmin, Deed
from moderation.models import Reason

STATE_COLOURS = {
    ApplicantState.WAITING: "warning",
    ApplicantState.ACCEPTED: "success",
    ApplicantState.REFUSED: "danger",
}


@admin.register(SignUpPolicy)
class SignUpPolicyAdmin(SitewideAdmin):
    """The one row: its list is its page."""

    fields = ("mode", "invites_from", "invitations_each", "refuses_disposable", "asks_for_proof")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def get_object(
        self, request: HttpRequest, object_id: str, from_field: str | None = None
    ) -> SignUpPolicy | None:
        """The row, or the defaults where nobody has saved it yet; saving makes it."""
        return policy() if object_id == str(SignUpPolicy.ONLY) else None

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        return redirect("admin:accounts_signuppolicy_change", SignUpPolicy.ONLY)


@admin.register(SignUpBlock)
class SignUpBlockAdmin(ModelAdmin):
    """Mail domains, parts of names and websites that speak against a sign-up."""

    list_display = ("value", "kind", "note")
    list_filter = (("kind", ChoicesDropdownFilter),)
    list_filter_submit = True
    search_fields = ("value", "note")
    ordering = ("kind", "value")


@admin.register(Applicant)
class ApplicantAdmin(DecidingAdmin):
    """Who waits to be let in."""

    subject_keyword = "applicant"
    deeds = (
        Deed(
            "accept", _("Let in"), "check", services.accept_applicant,
            lambda applicant: applicant.state == ApplicantState.WAITING, Reason.IN_ORDER,
        ),
        Deed(
            "refuse", _("Keep out"), "block", services.refuse_applicant,
            lambda applicant: applicant.state == ApplicantState.WAITING, Reason.SPAM,
        ),
    )  # fmt: skip
    list_display = ("member", "show_state", "words", "created_at")
    list_select_related = ("member",)
    list_filter = (("state", ChoicesDropdownFilter),)
    search_fields = ("member__username", "words")
    ordering = ("-pk",)
    readonly_fields = ("member", "state", "words", "reasons", "created_at", "decided_at")

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> tuple[Any, ...]:
        facts = (None, {"fields": self.readonly_fields})
        return (self.why_fieldset, facts) if self.may_decide(request) else (facts,)

    @display(description=_("state"), ordering="state", label=STATE_COLOURS)
    def show_state(self, applicant: Applicant) -> tuple[str, str]:
        return applicant.state, applicant.get_state_display()


@admin.register(Invitation)
class InvitationAdmin(ModelAdmin):
    """The tree of who brought whom, only looked at."""

    list_display = ("inviter", "guest", "created_at", "used_at", "expires_at")
    list_select_related = ("inviter", "guest")
    search_fields = ("inviter__username", "guest__username")
    ordering = ("-pk",)
    show_full_result_count = False
    fields = ("inviter", "guest", "created_at", "used_at", "expires_at")
    readonly_fields = fields

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False
