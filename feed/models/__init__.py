"""Models of the feed."""

from feed.models.category import Category, Tag
from feed.models.comment import Comment, CommentStatus
from feed.models.image import Image
from feed.models.post import Post, PostStatus
from feed.models.read_more import ReadMoreList
from feed.models.revision import Revision
from feed.models.site import SiteSettings

__all__ = [
    "Category",
    "Comment",
    "CommentStatus",
    "Image",
    "Post",
    "PostStatus",
    "ReadMoreList",
    "Revision",
    "SiteSettings",
    "Tag",
]
