"""Addresses of the feed."""

from django.urls import path, re_path

from feed.selectors.feeds import Tab
from feed.views import (
    bookmarks,
    comments,
    desk,
    history,
    listings,
    own_posts,
    polls,
    posts,
    reacting,
    series,
    sharing,
    site,
    writing,
)

app_name = "feed"
HOT = {"tab": Tab.HOT}

urlpatterns = [
    path("", listings.latest, name="latest"),
    path("hot/", listings.hot, name="hot"),
    path("categories/", listings.categories, name="categories"),
    path("categories/<slug:slug>/", listings.category, name="category"),
    path("categories/<slug:slug>/hot/", listings.category, HOT, name="category-hot"),
    path("tags/<slug:slug>/", listings.tag, name="tag"),
    path("tags/<slug:slug>/hot/", listings.tag, HOT, name="tag-hot"),
    path("search/", listings.search_results, name="search"),
    path("members/<str:username>/", listings.member, name="member"),
    path("write/", writing.create, name="post-create"),
    path("write/mine/", own_posts.my_posts, name="my-posts"),
    path("write/preview/", desk.preview, name="preview"),
    path("write/images/", desk.upload_image, name="image-upload"),
    path("write/autosave/", desk.save_for_later, name="autosave"),
    path("write/autosave/discard/", desk.discard, name="autosave-discard"),
    path("posts/<int:pk>/edit/", writing.edit, name="post-edit"),
    path("posts/<int:pk>/publish/", own_posts.publish, name="post-publish"),
    path("posts/<int:pk>/unpublish/", own_posts.unpublish, name="post-unpublish"),
    path("posts/<int:pk>/delete/", own_posts.delete, name="post-delete"),
    path("posts/<int:pk>/history/", history.history, name="post-history"),
    path("posts/<int:pk>/history/<int:number>/purge/", history.purge, name="revision-purge"),
    path("posts/<int:pk>/reactions/", reacting.react, name="react"),
    path("posts/<int:pk>/bookmark/", bookmarks.keep, name="keep"),
    path("posts/<int:pk>/poll/", polls.edit, name="poll"),
    path("posts/<int:pk>/poll/remove/", polls.remove, name="poll-remove"),
    path("posts/<int:pk>/poll/vote/", polls.vote, name="vote"),
    path("posts/<int:pk>/comments/", comments.create, name="comment-create"),
    path("posts/<int:pk>/", posts.post_detail),
    path("posts/<int:pk>/<str:slug>/", posts.post_detail, name="post"),
    path("comments/<int:pk>/", comments.comment, name="comment"),
    path("comments/<int:pk>/edit/", comments.edit, name="comment-edit"),
    path("comments/<int:pk>/delete/", comments.delete, name="comment-delete"),
    path("share/mastodon/<int:pk>/", sharing.mastodon, name="share-mastodon"),
    path("series/<int:pk>/order/", series.arrange, name="series-edit"),
    path("series/<int:pk>/", series.series_detail),
    path("series/<int:pk>/<str:slug>/", series.series_detail, name="series"),
    path("bookmarks/", bookmarks.bookmark_lists, name="bookmarks"),
    path("bookmarks/<int:pk>/", bookmarks.bookmark_list, name="bookmark-list"),
    path("bookmarks/<int:pk>/delete/", bookmarks.delete_list, name="bookmark-list-delete"),
    path("bookmarks/posts/<int:pk>/", bookmarks.change, name="bookmark"),
    path("robots.txt", site.robots, name="robots"),
    path("BingSiteAuth.xml", site.bing_verification, name="bing-verification"),
    re_path(
        r"^(?P<name>google[0-9a-z]+\.html)\Z",
        site.google_verification,
        name="google-verification",
    ),
    path("_components/", site.components, name="components"),
]
