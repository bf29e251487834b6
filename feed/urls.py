"""Addresses of the feed."""

from django.urls import path, re_path, register_converter

from config.rooms import Room
from feed.selectors.tabs import Tab, Window
from feed.syndication.formats import FORMATS, FeedFormat
from feed.views import fresh, fronts, listings, members, posts, searching, syndication

app_name = "feed"
# Who only reads enters none of these.
bookmarks, threads = Room("feed.views.bookmarks"), Room("feed.views.threads")
comments, reacting = Room("feed.views.comments"), Room("feed.views.reacting")
desk, writing = Room("feed.views.desk"), Room("feed.views.writing")
embedding, sharing = Room("feed.views.embedding"), Room("feed.views.sharing")
feed_settings, following = Room("feed.views.feed_settings"), Room("feed.views.following")
history, own_posts = Room("feed.views.history"), Room("feed.views.own_posts")
links, polls = Room("feed.views.links"), Room("feed.views.polls")
recommending, series = Room("feed.views.recommending"), Room("feed.views.series")
site, sitemaps = Room("feed.views.site"), Room("feed.views.sitemaps")
HOT = {"tab": Tab.HOT}
TOP = {"tab": Tab.TOP}


class WindowConverter:
    """How far Top looks back, in an address."""

    regex = "|".join(Window)

    def to_python(self, value: str) -> Window:
        return Window(value)

    def to_url(self, value: str) -> str:
        return value


class FormatConverter:
    """The format of a feed, in an address."""

    regex = "|".join(FORMATS)

    def to_python(self, value: str) -> FeedFormat:
        return FORMATS[value]

    def to_url(self, value: FeedFormat | str) -> str:
        return value if isinstance(value, str) else value.name


register_converter(WindowConverter, "window")
register_converter(FormatConverter, "format")

feeds = [
    path("feed.<format:form>", syndication.front, name="feed"),
    path("hot/feed.<format:form>", syndication.front, HOT),
    path("top/feed.<format:form>", syndication.front, TOP),
    path("top/<window:window>/feed.<format:form>", syndication.front, TOP),
    path("categories/<slug:slug>/feed.<format:form>", syndication.category, name="category-feed"),
    path("categories/<slug:slug>/hot/feed.<format:form>", syndication.category, HOT),
    path("categories/<slug:slug>/top/feed.<format:form>", syndication.category, TOP),
    path(
        "categories/<slug:slug>/top/<window:window>/feed.<format:form>", syndication.category, TOP
    ),
    path("tags/<str:slug>/feed.<format:form>", syndication.tag, name="tag-feed"),
    path("tags/<str:slug>/hot/feed.<format:form>", syndication.tag, HOT),
    path("tags/<str:slug>/top/feed.<format:form>", syndication.tag, TOP),
    path("tags/<str:slug>/top/<window:window>/feed.<format:form>", syndication.tag, TOP),
    path("members/<str:username>/feed.<format:form>", syndication.member, name="member-feed"),
    path("search/feed.<format:form>", syndication.search, name="search-feed"),
    path("posts/<int:pk>/comments.<format:form>", syndication.comments, name="comments-feed"),
    path("sitemap.xml", sitemaps.index, name="sitemap"),
    path("sitemap-sections.xml", sitemaps.sections, name="sitemap-sections"),
    path("sitemap-posts-<int:number>.xml", sitemaps.posts, name="sitemap-posts"),
    path("sitemap-members-<int:number>.xml", sitemaps.members, name="sitemap-members"),
    path("sitemap-news.xml", sitemaps.news, name="sitemap-news"),
]

# What is asked for most stands first.
urlpatterns = [
    path("", fronts.front, name="latest"),
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
    path("posts/<int:pk>/comments/follow/", threads.follow, name="thread-follow"),
    path("posts/<int:pk>/comments/seen/", threads.seen, name="thread-seen"),
    path("posts/<int:pk>/comments/members/", threads.mentionable, name="mentionable"),
    path("posts/<int:pk>/", posts.post_detail),
    path("posts/<int:pk>/<str:slug>/", posts.post_detail, name="post"),
    path("posts/<int:pk>/<str:slug>/embed/", embedding.card, name="embed"),
    path(
        "posts/<int:pk>/not-relevant/<int:other_pk>/",
        recommending.not_relevant,
        name="not-relevant",
    ),
    path("latest/", fronts.newest, name="newest"),
    path("hot/", fronts.hot, name="hot"),
    path("top/", fronts.top, name="top"),
    path("top/<window:window>/", fronts.top, name="top"),
    path("following/", fronts.following, name="following"),
    path("for-you/", fronts.for_you, name="for-you"),
    path("fresh/", fresh.fresh, name="fresh"),
    path("settings/feed/", feed_settings.feed_settings, name="feed-settings"),
    path("settings/feed/interests/", feed_settings.interests, name="interests"),
    path("settings/feed/keywords/", feed_settings.mute_word, name="keyword-mute"),
    path("settings/feed/mutes/<int:pk>/", feed_settings.unmute, name="unmute"),
    path("categories/", listings.categories, name="categories"),
    path("categories/<slug:slug>/", listings.category, name="category"),
    path("categories/<slug:slug>/hot/", listings.category, HOT, name="category-hot"),
    path("categories/<slug:slug>/top/", listings.category, TOP, name="category-top"),
    path(
        "categories/<slug:slug>/top/<window:window>/", listings.category, TOP, name="category-top"
    ),
    path("categories/<slug:slug>/choice/", following.choose_category, name="category-choice"),
    path("tags/<str:slug>/", listings.tag, name="tag"),
    path("tags/<str:slug>/hot/", listings.tag, HOT, name="tag-hot"),
    path("tags/<str:slug>/top/", listings.tag, TOP, name="tag-top"),
    path("tags/<str:slug>/top/<window:window>/", listings.tag, TOP, name="tag-top"),
    path("tags/<str:slug>/choice/", following.choose_tag, name="tag-choice"),
    path("members/<str:username>/choice/", following.choose_member, name="member-choice"),
    path("search/", searching.search_results, name="search"),
    path("members/<str:username>/", members.posts, name="member"),
    path("members/<str:username>/comments/", members.comments, name="member-comments"),
    path("members/<str:username>/reactions/", members.reactions, name="member-reactions"),
    path("write/", writing.create, name="post-create"),
    path("write/mine/", own_posts.my_posts, name="my-posts"),
    path("write/preview/", desk.preview, name="preview"),
    path("write/tags/", desk.tags, name="tags-suggested"),
    path("write/link/", links.check_link, name="link-check"),
    path("write/images/", desk.upload_image, name="image-upload"),
    path("write/autosave/", desk.save_for_later, name="autosave"),
    path("write/autosave/discard/", desk.discard, name="autosave-discard"),
    path("comments/vote/", threads.vote, name="comment-vote"),
    path("oembed/", embedding.oembed, name="oembed"),
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
    *feeds,
    path("humans.txt", site.humans, name="humans"),
    path(".well-known/security.txt", site.security, name="security"),
    path("robots.txt", site.robots, name="robots"),
    path("BingSiteAuth.xml", site.bing_verification, name="bing-verification"),
    re_path(
        r"^(?P<name>google[0-9a-z]+\.html)\Z",
        site.google_verification,
        name="google-verification",
    ),
    path("_components/", site.components, name="components"),
]
