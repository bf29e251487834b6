"""Where what stood elsewhere stands now."""

from typing import Final

from exchange.models import OldAddress
from feed.models import Post
from feed.models.link import URL_LENGTH

# What belongs to the site's own working; no post ever stood there.
OURS: Final = ("/api/", "/static/", "/media/", "/admin/")


def new_address(path: str) -> str:
    """The address of the post that stood at `path` (with its query), if strangers may see it; else "".

    With and without a slash at the end, as servers took both; a query that the old address had not is passed over.
    """
    if path.startswith(OURS) or len(path) > URL_LENGTH:
        return ""
    bare = path.partition("?")[0]
    spellings = {path, bare, f"{bare.rstrip('/')}/", bare.rstrip("/")} - {"", "/"}
    old = OldAddress.objects.filter(path__in=spellings).order_by("-path").values("post")
    post = Post.objects.live().filter(pk__in=old).only("slug").first()
    return post.get_absolute_url() if post else ""
