"""What members publish."""

from __future__ import annotations

from functools import lru_cache

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from config.files import FileField
from feed.models.category import Category, Tag
from feed.models.image import Image
from feed.models.link import URL_LENGTH, LinkPreview
from feed.models.post_queryset import PostQuerySet, PostStatus
from feed.models.search import search_vector
from feed.models.series import Series

TITLE_LENGTH = 200
BODY_LENGTH = 50_000


@lru_cache(maxsize=4_000)
def _page_of(pk: int, slug: str) -> str:
    """Asked a dozen times for an article, and for each card."""
    return reverse("feed:post", args=[pk, slug])


class Post(models.Model):
    """An article in the feed.

    `body` is Markdown as written, `body_html` its sanitised rendering; `slug` only decorates the address.
    `published_at`: public since; set once, also for a post that was held or hidden later; None for a draft.
    `view_count`: changed only by feed.services.counts; `comment_count`, `score`, `hotness`: by feed.services.
    `score`: approval without the clock (feed.ranking.hotness.points), which Top sorts by; `hotness`: the same, aged, for Hot.
    `scheduled_for`: when beat publishes it; kept only while it is SCHEDULED.
    `link`: the page elsewhere that the post is about; None for an article.
    `canonical_url`: address that the author declares as the original, normalised; "" for an original of this site.
    `series_position`: place in `series`, from 1; None outside of one.
    `held_reasons`: names of the spam rules that held the post, strongest first.
    `form_key`: names the form that made the post, so that a form sent twice makes one; None elsewhere.
    `version`: goes up with each edit, so that a stale form is noticed.
    `read_more_due`: the Read More list must be built; set by services, cleared by feed.read_more.refresh.
    `announce_due`: who follows its author, category or tags must still be told; set by services, cleared by feed.announcing.
    `share_image`: the picture drawn for previews elsewhere; changed only by feed.sharing.refresh.
    `share_image_due`: that picture must be drawn or removed; set by services, cleared by feed.sharing.refresh.
    """

    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="posts",
        verbose_name=_("author"),
    )
    category = models.ForeignKey(
        Category, models.PROTECT, related_name="posts", verbose_name=_("category")
    )
    tags = models.ManyToManyField(Tag, related_name="posts", blank=True, verbose_name=_("tags"))
    title = models.CharField(_("title"), max_length=TITLE_LENGTH)
    slug = models.CharField(_("slug"), max_length=80, editable=False)
    body = models.TextField(_("text"), max_length=BODY_LENGTH, blank=True)
    body_html = models.TextField(editable=False, blank=True)
    excerpt = models.CharField(_("excerpt"), max_length=300, blank=True)
    language = models.CharField(
        _("language"), max_length=5, choices=settings.LANGUAGES, default="en"
    )
    status = models.CharField(
        _("status"),
        max_length=10,
        choices=PostStatus,
        default=PostStatus.DRAFT,
        editable=False,
    )
    lead_image = models.ForeignKey(
        Image,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("lead image"),
    )
    link = models.ForeignKey(
        LinkPreview,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="posts",
        verbose_name=_("link"),
    )
    canonical_url = models.URLField(_("original address"), max_length=URL_LENGTH, blank=True)
    series = models.ForeignKey(
        Series,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="posts",
        verbose_name=_("series"),
    )
    series_position = models.PositiveSmallIntegerField(null=True, editable=False)
    scheduled_for = models.DateTimeField(_("scheduled for"), null=True, editable=False)
    published_at = models.DateTimeField(_("published"), null=True, editable=False)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    edited_at = models.DateTimeField(_("last change"), default=timezone.now, editable=False)
    view_count = models.PositiveIntegerField(_("views"), default=0, editable=False)
    comment_count = models.PositiveIntegerField(_("comments"), default=0, editable=False)
    reaction_count = models.PositiveIntegerField(_("reactions"), default=0, editable=False)
    bookmark_count = models.PositiveIntegerField(_("bookmarks"), default=0, editable=False)
    reading_minutes = models.PositiveSmallIntegerField(default=1, editable=False)
    hotness = models.FloatField(default=0.0, editable=False)
    score = models.FloatField(default=1.0, db_default=1.0, editable=False)
    is_featured = models.BooleanField(_("featured"), default=False, editable=False)
    is_pinned = models.BooleanField(_("pinned"), default=False, editable=False)
    is_sensitive = models.BooleanField(
        _("no advertising"),
        default=False,
        help_text=_("The story is about loss, violence or disaster: no sponsor stands beside it."),
    )
    held_reasons = models.JSONField(_("reasons"), default=list, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    form_key = models.CharField(max_length=40, null=True, editable=False)  # noqa: DJ001  (NULLs are not compared)
    read_more_due = models.BooleanField(default=False, editable=False)
    share_image = FileField(upload_to="share/", blank=True, editable=False)
    share_image_due = models.BooleanField(default=False, editable=False)
    announce_due = models.BooleanField(default=False, db_default=False, editable=False)
    search = models.GeneratedField(
        expression=search_vector(("title", "A"), ("excerpt", "B"), ("body", "C")),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    objects = PostQuerySet.as_manager()
    # Names all that a row of a listing is made of, where a process keeps it (feed.selectors.kept).
    kept_as: tuple[object, ...] | None = None

    class Meta:
        verbose_name = _("post")
        verbose_name_plural = _("posts")
        constraints = (
            models.UniqueConstraint("author", "form_key", name="feed_post_form_once"),
            models.UniqueConstraint(
                fields=["series", "series_position"],
                name="feed_post_series_position",
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.CheckConstraint(
                condition=Q(scheduled_for__isnull=False) | ~Q(status=PostStatus.SCHEDULED),
                name="feed_post_scheduled_has_date",
            ),
            models.CheckConstraint(
                condition=Q(published_at__isnull=False) | ~Q(status=PostStatus.PUBLISHED),
                name="feed_post_published_has_date",
            ),
        )
        indexes = (
            models.Index(
                F("published_at").desc(),
                F("id").desc(),
                name="feed_post_latest",
                condition=Q(status="published"),
            ),
            models.Index(
                F("hotness").desc(),
                F("id").desc(),
                name="feed_post_hot",
                condition=Q(status="published"),
            ),
            models.Index(
                F("category"),
                F("published_at").desc(),
                F("id").desc(),
                name="feed_post_cat_latest",
                condition=Q(status="published"),
            ),
            models.Index(
                F("category"),
                F("hotness").desc(),
                F("id").desc(),
                name="feed_post_cat_hot",
                condition=Q(status="published"),
            ),
            models.Index(
                F("score").desc(),
                F("id").desc(),
                name="feed_post_top",
                condition=Q(status="published"),
            ),
            models.Index(
                F("category"),
                F("score").desc(),
                F("id").desc(),
                name="feed_post_cat_top",
                condition=Q(status="published"),
            ),
            models.Index(
                F("author"),
                F("published_at").desc(),
                F("id").desc(),
                name="feed_post_author",
                condition=Q(status="published"),
            ),
            models.Index(
                F("author"),
                F("edited_at").desc(),
                F("id").desc(),
                name="feed_post_mine",
            ),
            models.Index(
                F("scheduled_for"),
                name="feed_post_scheduled",
                condition=Q(status="scheduled"),
            ),
            models.Index(
                F("link"),
                F("published_at").desc(),
                name="feed_post_link",
                condition=Q(status="published"),
            ),
            models.Index(
                F("published_at").desc(),
                name="feed_post_pinned",
                condition=Q(status="published", is_pinned=True),
            ),
            models.Index(
                F("published_at").desc(),
                name="feed_post_featured",
                condition=Q(status="published", is_featured=True),
            ),
            models.Index(F("id"), name="feed_post_held", condition=Q(status="held")),
            models.Index(F("id"), name="feed_post_read_more", condition=Q(read_more_due=True)),
            models.Index(F("id"), name="feed_post_share_image", condition=Q(share_image_due=True)),
            models.Index(F("id"), name="feed_post_announce", condition=Q(announce_due=True)),
            GinIndex(fields=["search"], name="feed_post_search"),
        )

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return _page_of(self.pk, self.slug)

    @property
    def is_live(self) -> bool:
        return self.status == PostStatus.PUBLISHED

    @property
    def is_scheduled(self) -> bool:
        return self.status == PostStatus.SCHEDULED

    @property
    def is_held(self) -> bool:
        return self.status == PostStatus.HELD

    @property
    def is_draft(self) -> bool:
        return self.status == PostStatus.DRAFT

    @property
    def is_hidden(self) -> bool:
        return self.status == PostStatus.HIDDEN
