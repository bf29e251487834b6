"""Posts, as moderators see them. The words are edited on the site, where they are rendered and judged."""

from functools import reduce
from operator import or_
from typing import Any

from django.contrib import admin
from django.contrib.postgres.search import SearchQuery
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from unfold.contrib.filters.admin import (
    BooleanRadioFilter,
    ChoicesDropdownFilter,
    RangeDateFilter,
    RelatedDropdownFilter,
)
from unfold.decorators import display

from accounts.access import member_of
from accounts.models import EDITORS
from feed.models import Post, PostStatus
from feed.models.search import CONFIGURATIONS, PLAIN
from moderation import services
from moderation.access import EDITORIAL, may_do_to_texts, narrowed
from moderation.admin.deeds import DecidingAdmin, Deed
from moderation.models import Reason, SubjectKind
from moderation.selectors import review_post
from moderation.selectors.reports import is_reported

STATUS_COLOURS = {
    PostStatus.DRAFT: "info",
    PostStatus.PUBLISHED: "success",
    PostStatus.HELD: "warning",
    PostStatus.HIDDEN: "danger",
}
FACTS = (
    "status",
    "author",
    "category",
    "tags",
    "language",
    "is_featured",
    "is_pinned",
    "published_at",
    "created_at",
    "edited_at",
    "view_count",
    "comment_count",
)


@admin.register(Post)
class PostAdmin(DecidingAdmin):
    """Search, filter, read with context, decide."""

    subject_keyword = "post"
    deeds = (
        Deed("release", _("Publish"), "check", services.release_post, lambda post: post.is_held, Reason.IN_ORDER),
        Deed("hide", _("Hide"), "visibility_off", services.hide_post, lambda post: not post.is_draft),
        Deed(
            "keep", _("In order"), "thumb_up", services.keep_post,
            lambda post: post.is_live and is_reported(SubjectKind.POST, post.pk), Reason.IN_ORDER,
        ),
        Deed("restore", _("Restore"), "undo", services.restore_post, lambda post: post.is_hidden, Reason.IN_ORDER),
        Deed(
            "feature", _("Feature"), "star", services.feature_post,
            lambda post: post.is_live and not post.is_featured, Reason.EDITORIAL,
        ),
        Deed(
            "unfeature", _("No longer feature"), "star_half", services.unfeature_post,
            lambda post: post.is_featured, Reason.EDITORIAL,
        ),
        Deed(
            "pin", _("Pin"), "push_pin", services.pin_post,
            lambda post: post.is_live and not post.is_pinned, Reason.EDITORIAL,
        ),
        Deed(
            "unpin", _("Unpin"), "keep_off", services.unpin_post,
            lambda post: post.is_pinned, Reason.EDITORIAL,
        ),
    )  # fmt: skip
    list_display = (
        "show_title",
        "show_status",
        "author",
        "category",
        "published_at",
        "view_count",
        "comment_count",
    )
    list_select_related = ("author", "category")
    list_filter = (
        ("status", ChoicesDropdownFilter),
        ("category", RelatedDropdownFilter),
        ("language", ChoicesDropdownFilter),
        ("is_featured", BooleanRadioFilter),
        ("is_pinned", BooleanRadioFilter),
        ("published_at", RangeDateFilter),
    )
    search_fields = ("title", "body", "author__username")
    search_help_text = _("Words of the title or text, or the author’s name")
    ordering = ("-pk",)
    readonly_fields = FACTS
    change_form_before_template = "admin/moderation/_post.html"

    def may_decide(self, request: HttpRequest) -> bool:
        return bool(request.user.is_authenticated and request.user.has_desk)

    def may_do(self, request: HttpRequest, deed: Deed) -> bool:
        """Editors choose what is shown where; the rest is for moderators."""
        member = member_of(request)
        return may_do_to_texts(member) or (deed.name in EDITORIAL and EDITORS in member.roles)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Post]:
        posts: QuerySet[Post] = super().get_queryset(request)
        return narrowed(posts, member_of(request), "category").defer("body", "body_html", "search")

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """Full text in any language, and names; each from its index."""
        if not search_term:
            return queryset, False
        names = Q(author__username__icontains=search_term) | Q(
            author__display_name__icontains=search_term
        )
        texts = (
            Q(search=SearchQuery(search_term, search_type="websearch", config=config))
            for config in (*CONFIGURATIONS.values(), PLAIN)
        )
        return queryset.filter(reduce(or_, texts, names | Q(title__icontains=search_term))), False

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> tuple[Any, ...]:
        facts = (None, {"fields": FACTS})
        return (self.why_fieldset, facts) if self.may_decide(request) else (facts,)

    def view_on_site(self, obj: Post) -> str:
        return obj.get_absolute_url()

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        context["review"] = review_post(kwargs["obj"])
        return super().render_change_form(request, context, *args, **kwargs)

    @display(description=_("title"), ordering="title", header=True)
    def show_title(self, post: Post) -> list[str]:
        """Under it, what holds the post back."""
        return [post.title, ", ".join(gettext(reason) for reason in post.held_reasons)]

    @display(description=_("status"), ordering="status", label=STATUS_COLOURS)
    def show_status(self, post: Post) -> tuple[str, str]:
        return post.status, post.get_status_display()
