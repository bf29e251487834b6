"""Sections, keywords, pictures and the site's settings. Posts and comments: moderation.admin."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Count, Model, QuerySet
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin
from unfold.contrib.filters.admin import RangeDateFilter
from unfold.decorators import display

from accounts.models import User
from config.freshness import SITE, touch
from feed.fetching.errors import retold
from feed.forms.outside import OutsideFeedForm
from feed.models import (
    Category,
    Image,
    OutsideFeed,
    Post,
    ReadMoreList,
    ReadMoreRule,
    SiteSettings,
    Tag,
)
from feed.selectors.recommended import place_charts, place_figures
from feed.selectors.site import site_settings
from feed.services.recommending import apply_rule
from feed.services.share_images import redraw_all, redraw_in_category
from feed.services.subscribing import switch_feed


class SitewideAdmin(ModelAdmin):
    """What stands around every page, so that every kept page is made anew when it changes."""

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: Any) -> None:
        super().save_model(request, obj, form, change)
        touch(SITE)

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        super().delete_model(request, obj)
        touch(SITE)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        super().delete_queryset(request, queryset)
        touch(SITE)


@admin.register(Category)
class CategoryAdmin(SitewideAdmin):
    """The sections, in editorial order. One that holds posts cannot be deleted."""

    list_display = ("name", "slug", "position", "post_count")
    search_fields = ("name", "description")
    prepopulated_fields = {"slug": ("name",)}
    fields = ("name", "slug", "description", "position", "moderators")
    filter_horizontal = ("moderators",)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """Who moderates is for administrators to say."""
        return () if request.user.is_superuser else ("moderators",)

    def view_on_site(self, obj: Category) -> str:
        return obj.get_absolute_url()

    @transaction.atomic
    def save_model(
        self,
        request: HttpRequest,
        obj: Category,
        form: "ModelForm[Category]",
        change: bool,  # noqa: FBT001  (Django's signature)
    ) -> None:
        super().save_model(request, obj, form, change)
        if change and "name" in form.changed_data:
            redraw_in_category(obj)


@admin.register(Tag)
class TagAdmin(SitewideAdmin):
    """The keywords that members made."""

    list_display = ("name", "slug", "post_count")
    search_fields = ("name",)
    ordering = ("-post_count", "name")
    fields = ("name", "slug", "description")
    show_full_result_count = False

    def view_on_site(self, obj: Tag) -> str:
        return obj.get_absolute_url()


class ReadOnlyAdmin(ModelAdmin):
    """What is made elsewhere and only looked at here."""

    list_filter_submit = True
    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


@admin.register(Image)
class ImageAdmin(ReadOnlyAdmin):
    """Pictures that members uploaded, with their words."""

    list_display = ("show_picture", "alt", "caption", "credit", "show_owner", "created_at")
    list_select_related = ("owner",)
    list_filter = (("created_at", RangeDateFilter),)
    search_fields = ("alt", "caption", "credit", "owner__username")
    ordering = ("-pk",)
    fields = ("file", "width", "height", "alt", "caption", "credit", "show_owner", "created_at")
    readonly_fields = ("show_owner",)

    @display(description=_("picture"))
    def show_picture(self, image: Image) -> str:
        return format_html('<img src="{}" alt="" width="60" loading="lazy">', image.thumbnail_url)

    @display(description=_("owner"), ordering="owner__username")
    def show_owner(self, image: Image) -> User:
        return image.owner


@admin.register(ReadMoreList)
class ReadMoreListAdmin(ReadOnlyAdmin):
    """What stands under each post, and why."""

    list_display = ("show_post", "show_count", "engine", "built_at")
    list_select_related = ("post",)
    list_filter = (("built_at", RangeDateFilter),)
    search_fields = ("post__title",)
    ordering = ("-built_at",)
    fields = ("show_post", "items", "engine", "built_at")
    readonly_fields = ("show_post",)
    list_before_template = "admin/feed/_places.html"

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        places = place_figures(today=timezone.now().date())
        shown = {"places": places, "charts": place_charts(places)}
        response: HttpResponse = super().changelist_view(request, (extra_context or {}) | shown)
        return response

    @display(description=_("post"), ordering="post__title")
    def show_post(self, read_more: ReadMoreList) -> Post:
        return read_more.post

    @display(description=_("posts"))
    def show_count(self, read_more: ReadMoreList) -> int:
        return len(read_more.items)


@admin.register(ReadMoreRule)
class ReadMoreRuleAdmin(ModelAdmin):
    """What moderators pin and exclude: a post, an author or a site, under one post or everywhere."""

    list_display = ("verdict", "post", "author", "domain", "under", "made_by", "created_at")
    list_select_related = ("post", "author", "under", "made_by")
    list_filter = ("verdict",)
    search_fields = ("post__title", "author__username", "domain", "note")
    autocomplete_fields = ("under", "post", "author")
    fields = ("verdict", "post", "author", "domain", "under", "note")
    show_full_result_count = False

    @transaction.atomic
    def save_model(self, request: HttpRequest, obj: ReadMoreRule, form: Any, change: Any) -> None:
        obj.made_by_id = obj.made_by_id or request.user.pk
        super().save_model(request, obj, form, change)
        apply_rule(obj)

    @transaction.atomic
    def delete_model(self, request: HttpRequest, obj: ReadMoreRule) -> None:
        super().delete_model(request, obj)
        apply_rule(obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[ReadMoreRule]) -> None:
        for rule in queryset:
            self.delete_model(request, rule)


@admin.register(OutsideFeed)
class OutsideFeedAdmin(ModelAdmin):
    """Feeds of other sites, and how they are: each item becomes a link post that is judged as a member's is."""

    form = OutsideFeedForm
    list_display = (
        "__str__",
        "category",
        "author",
        "show_state",
        "polled_at",
        "due_at",
        "show_count",
    )
    list_select_related = ("category", "author")
    list_filter = ("is_on", "category")
    search_fields = ("title", "url")
    ordering = ("-failures", "title", "pk")
    autocomplete_fields = ("author",)
    readonly_fields = ("show_state", "polled_at", "due_at", "failures", "show_count")
    fields = (
        "url", "title", "category", "author", "language", "is_on",
        "show_state", "polled_at", "due_at", "failures", "show_count",
    )  # fmt: skip
    actions = ("ask_now",)

    @display(description=_("state"))
    def show_state(self, feed: OutsideFeed) -> str:
        return retold(feed.state)

    @display(description=_("items"), ordering="item_count")
    def show_count(self, feed: Any) -> int:
        return int(feed.item_count)

    def get_queryset(self, request: HttpRequest) -> QuerySet[OutsideFeed]:
        feeds: QuerySet[OutsideFeed] = super().get_queryset(request)
        return feeds.annotate(item_count=Count("items"))

    @admin.action(description=_("Ask now"))
    def ask_now(self, request: HttpRequest, queryset: QuerySet[OutsideFeed]) -> None:
        for feed in queryset.filter(is_on=True):
            switch_feed(feed)

    def save_model(self, request: HttpRequest, obj: OutsideFeed, form: Any, change: Any) -> None:
        switch_feed(obj)


@admin.register(SiteSettings)
class SiteSettingsAdmin(SitewideAdmin):
    """The one row: its list is its page."""

    fieldsets = (
        (None, {"fields": ("name", "tagline", "description", "about")}),
        (_("Staff"), {"fields": ("staff_needs_second_factor",)}),
        (
            _("Proof for search engines"),
            {"fields": ("google_verification", "google_verification_file", "bing_verification")},
        ),
        (
            _("Robots, feeds and files"),
            {
                "fields": (
                    "crawlers",
                    "robots_extra",
                    "feeds_hold_whole_texts",
                    "websub_hub",
                    "security_contact",
                    "humans",
                )
            },
        ),
    )

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """How the staff signs in is for administrators to say."""
        return () if request.user.is_superuser else ("staff_needs_second_factor",)

    @transaction.atomic
    def save_model(
        self,
        request: HttpRequest,
        obj: SiteSettings,
        form: "ModelForm[SiteSettings]",
        change: bool,  # noqa: FBT001  (Django's signature)
    ) -> None:
        super().save_model(request, obj, form, change)
        if "name" in form.changed_data:
            redraw_all()

    def get_object(
        self, request: HttpRequest, object_id: str, from_field: str | None = None
    ) -> SiteSettings | None:
        """The row, or the defaults where nobody has saved it yet; saving makes it."""
        return site_settings() if object_id == str(SiteSettings.ONLY) else None

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        return redirect("admin:feed_sitesettings_change", SiteSettings.ONLY)
