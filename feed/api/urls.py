"""Addresses of the API."""

from django.urls import path
from rest_framework.routers import SimpleRouter

from accounts.api.blocks import BlockEndpoint
from accounts.api.notifications import NotificationEndpoint
from accounts.api.webhooks import DeliveryEndpoint, WebhookEndpoint
from feed.api.comments import CommentEndpoint
from feed.api.filed import (
    CategoryEndpoint,
    MemberEndpoint,
    SearchEndpoint,
    TagEndpoint,
    UploadEndpoint,
)
from feed.api.fresh import FreshEndpoint
from feed.api.own_feeds import OwnFeedsEndpoint
from feed.api.pictures import PictureEndpoint
from feed.api.posts import PostEndpoint
from feed.api.readers import BookmarkEndpoint, BookmarkListEndpoint, FollowEndpoint, MuteEndpoint
from feed.api.series import SeriesEndpoint
from feed.api.unsaved import UnsavedEndpoint

app_name = "api"
router = SimpleRouter(use_regex_path=False)
router.register("posts", PostEndpoint, "post")
router.register("comments", CommentEndpoint, "comment")
router.register("categories", CategoryEndpoint, "category")
router.register("tags", TagEndpoint, "tag")
router.register("members", MemberEndpoint, "member")
router.register("unsaved", UnsavedEndpoint, "unsaved")
router.register("series", SeriesEndpoint, "series")
router.register("blocks", BlockEndpoint, "block")
router.register("search", SearchEndpoint, "search")
router.register("media", UploadEndpoint, "media")
router.register("follows", FollowEndpoint, "follow")
router.register("mutes", MuteEndpoint, "mute")
router.register("bookmark-lists", BookmarkListEndpoint, "bookmark-list")
router.register("bookmarks", BookmarkEndpoint, "bookmark")
router.register("webhooks", WebhookEndpoint, "webhook")
router.register("webhook-deliveries", DeliveryEndpoint, "webhook-delivery")
router.register("notifications", NotificationEndpoint, "notification")
urlpatterns = [
    path(
        "account/feeds/",
        OwnFeedsEndpoint.as_view(
            {"get": "retrieve", "patch": "partial_update", "delete": "destroy"}
        ),
        name="own-feeds",
    ),
    path("posts/fresh/", FreshEndpoint.as_view({"get": "retrieve"}), name="fresh"),
    path(
        "media/<int:pk>/",
        PictureEndpoint.as_view({"get": "retrieve", "patch": "partial_update"}),
        name="picture",
    ),
    *router.urls,
]
