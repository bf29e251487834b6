"""Complaints of members, and the reasons that they may choose."""

from typing import Any

from django.contrib import admin
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin
from unfold.contrib.filters.admin import ChoicesDropdownFilter, RelatedDropdownFilter
from unfold.decorators import display

from accounts.access import member_of
from accounts.models import CATEGORY_MODERATORS
from moderation.access import categories_of
from moderation.models import Report, ReportReason, SubjectKind
from moderation.selectors.reports import about_texts_in, with_names

PAGES = {
    SubjectKind.POST: "admin:feed_post_change",
    SubjectKind.COMMENT: "admin:feed_comment_change",
    SubjectKind.MEMBER: "admin:accounts_user_change",
}


@admin.register(ReportReason)
class ReportReasonAdmin(ModelAdmin):
    """The table of reasons; one in use is no longer offered instead of deleted."""

    list_display = ("show_label", "severity", "decides_as", "position", "is_offered")
    list_select_related = ("decides_as",)
    ordering = ("position", "pk")

    @display(description=_("words"), ordering="label")
    def show_label(self, reason: ReportReason) -> str:
        """As members read it: those that come with the program in their language."""
        return str(reason)

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


@admin.register(Report)
class ReportAdmin(ModelAdmin):
    """Who reported what; decided on the page of the subject."""

    list_display = ("created_at", "show_subject", "reason", "reporter", "weight", "state", "words")
    list_filter = (
        ("state", ChoicesDropdownFilter),
        ("subject_kind", ChoicesDropdownFilter),
        ("reason", RelatedDropdownFilter),
    )
    list_filter_submit = True
    list_select_related = ("reporter", "reason")
    show_full_result_count = False
    list_per_page = 50
    search_fields = ("words", "reporter__username")
    ordering = ("-created_at", "-pk")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Report]:
        """Those about texts of one's categories, for category moderators."""
        reports: QuerySet[Report] = with_names(super().get_queryset(request))
        member = member_of(request)
        if member.is_moderator or CATEGORY_MODERATORS not in member.roles:
            return reports
        return reports.filter(about_texts_in(categories_of(member)))

    @display(description=_("about"))
    def show_subject(self, report: Report) -> Any:
        address = reverse(PAGES[SubjectKind(report.subject_kind)], args=[report.subject_pk])
        name = getattr(report, "subject_name", None) or report.subject_pk
        words = f"{report.get_subject_kind_display()}: {name}"
        return format_html('<a class="text-link underline" href="{}">{}</a>', address, words)
