"""Shape of what the API answers."""

from typing import Any, ClassVar

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from accounts.models import User
from feed.api.extras import ExtrasSerializer
from feed.models import Category, Comment, Image, LinkPreview, Post, Tag
from feed.selectors.read_more import Further


class MemberSerializer(serializers.ModelSerializer[User]):
    """A member as every reader sees one."""

    name = serializers.CharField(read_only=True)
    url = serializers.CharField(source="get_absolute_url", read_only=True)

    class Meta:
        model = User
        fields: ClassVar = ["username", "name", "bio", "url"]


class CategorySerializer(serializers.ModelSerializer[Category]):
    url = serializers.CharField(source="get_absolute_url", read_only=True)

    class Meta:
        model = Category
        fields: ClassVar = ["slug", "name", "description", "post_count", "url"]


class TagSerializer(serializers.ModelSerializer[Tag]):
    url = serializers.CharField(source="get_absolute_url", read_only=True)

    class Meta:
        model = Tag
        fields: ClassVar = ["slug", "name", "description", "post_count", "url"]


class ImageSerializer(serializers.ModelSerializer[Image]):
    url = serializers.CharField(read_only=True)

    class Meta:
        model = Image
        fields: ClassVar = ["url", "width", "height", "alt", "caption", "credit"]


class LinkSerializer(serializers.ModelSerializer[LinkPreview]):
    """The page elsewhere that a post is about, and what it says of itself."""

    site = serializers.CharField(read_only=True)

    class Meta:
        model = LinkPreview
        fields: ClassVar = ["url", "title", "description", "site", "status", "fetched_at"]


class PostSerializer(serializers.ModelSerializer[Post]):
    """A post in a list."""

    author = MemberSerializer(read_only=True)
    category = CategorySerializer(read_only=True)
    tags = serializers.SlugRelatedField[Tag](slug_field="slug", many=True, read_only=True)
    lead_image = ImageSerializer(read_only=True, allow_null=True)
    link = LinkSerializer(read_only=True, allow_null=True)
    url = serializers.CharField(source="get_absolute_url", read_only=True)

    class Meta:
        model = Post
        fields: ClassVar = [
            "id", "title", "excerpt", "url", "language", "author", "category", "tags", "lead_image", "link",
            "canonical_url",
            "published_at", "edited_at", "view_count", "comment_count", "reaction_count", "reading_minutes",
        ]  # fmt: skip


class PostDetailSerializer(PostSerializer):
    """A post with its text, its recommendations, and what stands beside it."""

    read_more = serializers.SerializerMethodField()
    extras = serializers.SerializerMethodField()

    class Meta(PostSerializer.Meta):
        fields: ClassVar = [
            *PostSerializer.Meta.fields,
            "body",
            "body_html",
            "read_more",
            "extras",
        ]

    def get_read_more(self, _post: Post) -> list[dict[str, Any]]:
        """Recommended posts, best first, at most five, each with its score, the score's factors and a reason."""
        found: list[Further] = self.context.get("read_more", [])
        return [
            {
                "id": one.post.pk,
                "title": one.post.title,
                "url": one.post.get_absolute_url(),
                "score": one.score,
                "reason": one.reason,
                "parts": one.parts,
            }
            for one in found
        ]

    @extend_schema_field(ExtrasSerializer)
    def get_extras(self, _post: Post) -> dict[str, Any]:
        """Reactions by kind, place in a series, poll."""
        return dict(ExtrasSerializer(self.context["extras"]).data)


class CommentSerializer(serializers.ModelSerializer[Comment]):
    author = MemberSerializer(read_only=True)
    url = serializers.CharField(source="get_absolute_url", read_only=True)

    class Meta:
        model = Comment
        fields: ClassVar = [
            "id",
            "post",
            "parent",
            "author",
            "body",
            "body_html",
            "created_at",
            "edited_at",
            "helpful_count",
            "url",
        ]
