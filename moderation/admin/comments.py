"""Comments, as moderators see them."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html
from django.utils.text import Truncator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from unfold.contrib.filters.admin import ChoicesDropdownFilter, RangeDateFilter
from unfold.decorators import display

from accounts.access import member_of
from feed.models import Comment, CommentStatus
from moderation import services
from moderation.access import may_do_to_texts, narrowed
from moderation.admin.deeds import DecidingAdmin, Deed
from moderation.models import Reason, SubjectKind
from moderation.selectors import review_comment
from moderation.selectors.reports import is_reported

STATUS_COLOURS = {
    CommentStatus.PUBLISHED: "success",
    CommentStatus.HELD: "warning",
    CommentStatus.HIDDEN: "danger",
    CommentStatus.DELETED: "info",
}
FACTS = ("status", "author", "show_post", "created_at", "edited_at")


@admin.register(Comment)
class CommentAdmin(DecidingAdmin):
    """Search, filter, read with context, decide."""

    subject_keyword = "comment"
    deeds = (
        Deed(
            "release", _("Publish"), "check", services.release_comment,
            lambda comment: comment.is_held, Reason.IN_ORDER,
        ),
        Deed(
            "hide", _("Hide"), "visibility_off", services.hide_comment,
            lambda comment: not comment.is_deleted,
        ),
        Deed(
            "keep", _("In order"), "thumb_up", services.keep_comment,
            lambda comment: comment.is_live and is_reported(SubjectKind.COMMENT, comment.pk),
            Reason.IN_ORDER,
        ),
        Deed(
            "restore", _("Restore"), "undo", services.restore_comment,
            lambda comment: comment.status == CommentStatus.HIDDEN, Reason.IN_ORDER,
        ),
    )  # fmt: skip
    list_display = (
        "show_words",
        "show_status",
        "author",
        "show_post",
        "created_at",
    )
    list_select_related = ("author", "post")
    list_filter = (("status", ChoicesDropdownFilter), ("created_at", RangeDateFilter))
    search_fields = ("body", "author__username", "author__display_name", "post__title")
    search_help_text = _("Words of the comment, of its post’s title, or the author’s name")
    ordering = ("-pk",)
    readonly_fields = FACTS
    change_form_before_template = "admin/moderation/_comment.html"

    def may_decide(self, request: HttpRequest) -> bool:
        return bool(request.user.is_authenticated and may_do_to_texts(request.user))

    def get_queryset(self, request: HttpRequest) -> QuerySet[Comment]:
        comments: QuerySet[Comment] = super().get_queryset(request)
        comments = narrowed(comments, member_of(request), "post__category")
        return comments.defer("body_html", "post__body", "post__body_html", "post__search")

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> tuple[Any, ...]:
        facts = (None, {"fields": FACTS})
        return (self.why_fieldset, facts) if self.may_decide(request) else (facts,)

    def view_on_site(self, obj: Comment) -> str:
        return obj.get_absolute_url()

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        context["review"] = review_comment(kwargs["obj"])
        return super().render_change_form(request, context, *args, **kwargs)

    @display(description=_("comment"), header=True)
    def show_words(self, comment: Comment) -> list[str]:
        """Under it, what holds the comment back."""
        words = Truncator(comment.body).chars(80) or "…"
        return [words, ", ".join(gettext(reason) for reason in comment.held_reasons)]

    @display(description=_("post"))
    def show_post(self, comment: Comment) -> str:
        title = Truncator(comment.post.title).chars(60)
        return format_html('<a href="{}">{}</a>', comment.post.get_absolute_url(), title)

    @display(description=_("status"), ordering="status", label=STATUS_COLOURS)
    def show_status(self, comment: Comment) -> tuple[str, str]:
        return comment.status, comment.get_status_display()
