"""Shape of what the API answers."""

from functools import cached_property
from typing import Any, ClassVar

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from accounts.models import TrustRule, User
from accounts.selectors import trust_rules
from feed.api.extras import ExtrasSerializer, ReactionSerializer
from feed.api.rows import KeptRows
from feed.api.shaping import Shaped
from feed.models import (
    Bookmark,
    BookmarkList,
    Category,
    Comment,
    FollowLevel,
    Image,
    LinkPreview,
    Mute,
    Post,
    Reaction,
    Revision,
    Series,
    Tag,
)
from feed.selectors.choices import slug_of
from feed.selectors.earned import links_of
from feed.text.earned import as_earned


class MemberSerializer(serializers.ModelSerializer[User]):
    """A member as every reader sees one; `avatar`: address of the picture, or ""."""

    name = serializers.CharField(read_only=True)
    avatar = serializers.SerializerMethodField()
    url = serializers.CharField(source="get_absolute_url", read_only=True)

    class Meta:
        model = User
        fields: ClassVar = ["username", "name", "bio", "avatar", "url"]

    def get_avatar(self, member: User) -> str:
        return member.avatar.url if member.avatar else ""


class AuthorSerializer(serializers.ModelSerializer[User]):
    """A member in short."""

    name = serializers.CharField(read_only=True)
    url = serializers.CharField(source="get_absolute_url", read_only=True)

    class Meta:
        model = User
        fields: ClassVar = ["username", "name", "url"]


class CategorySerializer(serializers.ModelSerializer[Category]):
    url = serializers.CharField(source="get_absolute_url", read_only=True)

    class Meta:
        model = Category
        fields: ClassVar = ["slug", "name", "description", "post_count", "url"]


class SectionSerializer(serializers.ModelSerializer[Category]):
    """A category in short."""

    url = serializers.CharField(source="get_absolute_url", read_only=True)

    class Meta:
        model = Category
        fields: ClassVar = ["slug", "name", "url"]


class TagSerializer(serializers.ModelSerializer[Tag]):
    url = serializers.CharField(source="get_absolute_url", read_only=True)

    class Meta:
        model = Tag
        fields: ClassVar = ["slug", "name", "description", "post_count", "url"]


class ImageSerializer(serializers.ModelSerializer[Image]):
    url = serializers.CharField(read_only=True)

    class Meta:
        model = Image
        fields: ClassVar = ["id", "url", "width", "height", "alt", "caption", "credit"]


class LinkSerializer(serializers.ModelSerializer[LinkPreview]):
    """The page elsewhere that a post is about, and what it says of itself."""

    site = serializers.CharField(read_only=True)

    class Meta:
        model = LinkPreview
        fields: ClassVar = ["url", "title", "description", "site", "status", "fetched_at"]


class PostSerializer(Shaped, serializers.ModelSerializer[Post]):
    """A post in a list; `author` and `category` stand in short unless `expand` names them."""

    expandable: ClassVar = {"author": MemberSerializer, "category": CategorySerializer}

    author = AuthorSerializer(read_only=True)
    category = SectionSerializer(read_only=True)
    tags = serializers.SlugRelatedField[Tag](slug_field="slug", many=True, read_only=True)
    lead_image = ImageSerializer(read_only=True, allow_null=True)
    link = LinkSerializer(read_only=True, allow_null=True)
    url = serializers.CharField(source="get_absolute_url", read_only=True)

    class Meta:
        model = Post
        list_serializer_class = KeptRows
        fields: ClassVar = [
            "id", "title", "excerpt", "url", "language", "author", "category", "tags", "lead_image", "link",
            "canonical_url", "status", "version", "scheduled_for", "is_sensitive",
            "published_at", "edited_at", "view_count", "comment_count", "reaction_count", "reading_minutes",
        ]  # fmt: skip


class FurtherSerializer(serializers.Serializer[Any]):
    """One recommendation: its score, the parts of the score, and the reason in the reader's language."""

    id = serializers.IntegerField(source="post.pk", read_only=True)
    title = serializers.CharField(source="post.title", read_only=True)
    url = serializers.CharField(source="post.get_absolute_url", read_only=True)
    score = serializers.FloatField(read_only=True)
    reason = serializers.CharField(read_only=True)
    parts = serializers.DictField(child=serializers.FloatField(), read_only=True)


class RevisionSerializer(serializers.ModelSerializer[Revision]):
    """What a post said; `purged_at`: since when the words are gone."""

    editor = serializers.SlugRelatedField[User](slug_field="username", read_only=True)

    class Meta:
        model = Revision
        fields: ClassVar = [
            "number", "title", "body", "correction", "editor", "created_at", "purged_at",
        ]  # fmt: skip


class SeriesSerializer(serializers.ModelSerializer[Series]):
    """A series, and its live posts in their order."""

    author = AuthorSerializer(read_only=True)
    url = serializers.CharField(source="get_absolute_url", read_only=True)
    posts = serializers.SerializerMethodField()

    class Meta:
        model = Series
        fields: ClassVar = ["id", "title", "description", "author", "url", "created_at", "posts"]

    @extend_schema_field(PostSerializer(many=True))
    def get_posts(self, _series: Series) -> list[dict[str, Any]]:
        return list(PostSerializer(self.context["posts"], many=True).data)


class PostDetailSerializer(PostSerializer):
    """A post with its text, its recommendations, and what stands beside it; its links are those that its author has earned."""

    body_html = serializers.SerializerMethodField()
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

    def get_body_html(self, post: Post) -> str:
        return as_earned(post.body_html, links_of(post.author))

    @extend_schema_field(FurtherSerializer(many=True))
    def get_read_more(self, _post: Post) -> list[dict[str, Any]]:
        """Recommended posts, best first, at most five, each with its score, the score's factors and a reason."""
        return list(FurtherSerializer(self.context.get("read_more", []), many=True).data)

    @extend_schema_field(ExtrasSerializer)
    def get_extras(self, _post: Post) -> dict[str, Any]:
        """Reactions by kind, place in a series, poll."""
        return dict(ExtrasSerializer(self.context["extras"]).data)


class EarnedLinks(serializers.Serializer[Any]):
    """Comments with the links that their authors have earned; the table of trust levels is read once."""

    @cached_property
    def rules(self) -> dict[int, TrustRule]:
        return trust_rules()

    def earned(self, comment: Comment) -> str:
        return as_earned(comment.body_html, links_of(comment.author, rules=self.rules))


class CommentSerializer(EarnedLinks, serializers.ModelSerializer[Comment]):
    body_html = serializers.SerializerMethodField()
    author = AuthorSerializer(read_only=True)
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
            "unhelpful_count",
            "status",
            "url",
        ]

    def get_body_html(self, comment: Comment) -> str:
        return self.earned(comment)


class NodeSerializer(EarnedLinks):
    """A comment in its place; where `is_shown` is false only its place is left, above answers that stand."""

    id = serializers.IntegerField(source="comment.pk", read_only=True)
    parent = serializers.IntegerField(source="comment.parent_id", read_only=True, allow_null=True)  # type: ignore[assignment]
    depth = serializers.IntegerField(read_only=True)
    is_shown = serializers.BooleanField(read_only=True)
    author = serializers.SerializerMethodField()
    body_html = serializers.SerializerMethodField()
    created_at = serializers.DateTimeField(source="comment.created_at", read_only=True)
    edited_at = serializers.DateTimeField(
        source="comment.edited_at", read_only=True, allow_null=True
    )
    helpful_count = serializers.IntegerField(source="comment.helpful_count", read_only=True)
    unhelpful_count = serializers.IntegerField(source="comment.unhelpful_count", read_only=True)
    is_new = serializers.BooleanField(read_only=True)
    is_folded = serializers.BooleanField(read_only=True)
    my_vote = serializers.BooleanField(read_only=True, allow_null=True)

    @extend_schema_field(AuthorSerializer(allow_null=True))
    def get_author(self, node: Any) -> dict[str, Any] | None:
        return dict(AuthorSerializer(node.comment.author).data) if node.is_shown else None

    def get_body_html(self, node: Any) -> str:
        return self.earned(node.comment) if node.is_shown else ""


class ThreadSerializer(serializers.Serializer[Any]):
    """A page of a conversation, in the order of reading."""

    order = serializers.CharField(read_only=True)
    page = serializers.IntegerField(source="number", read_only=True)
    page_count = serializers.IntegerField(read_only=True)
    new_count = serializers.IntegerField(read_only=True)
    comments = NodeSerializer(source="nodes", many=True, read_only=True)


class ThreadFollowSerializer(serializers.Serializer[Any]):
    """What you are told of a conversation."""

    level = serializers.ChoiceField(FollowLevel.choices, read_only=True)


class ReactionsSerializer(serializers.Serializer[Any]):
    """All kinds with their counts; `may_react`: whether you may."""

    reactions = ReactionSerializer(source="choices", many=True, read_only=True)
    may_react = serializers.BooleanField(read_only=True)


class GivenReactionSerializer(serializers.ModelSerializer[Reaction]):
    """A reaction that a member gave: `post` is the id of what it is about."""

    title = serializers.CharField(source="post.title", read_only=True)
    url = serializers.CharField(source="post.get_absolute_url", read_only=True)

    class Meta:
        model = Reaction
        fields: ClassVar = ["kind", "post", "title", "url", "created_at"]


class ChoiceSerializer(serializers.Serializer[Any]):
    """How you stand to an author, category or tag (`kind`); `slug`: what names it in addresses, of an author the username."""

    kind = serializers.CharField(read_only=True)
    slug = serializers.CharField(read_only=True)
    name = serializers.CharField(source="subject.name", read_only=True)
    url = serializers.CharField(source="subject.get_absolute_url", read_only=True)
    is_followed = serializers.BooleanField(read_only=True)
    is_muted = serializers.BooleanField(read_only=True)


class MuteSerializer(serializers.ModelSerializer[Mute]):
    """`kind`: author, category, tag or keyword; `name`: which; `slug`: what names it in addresses, "" of a keyword."""

    kind = serializers.CharField(read_only=True)
    slug = serializers.SerializerMethodField()
    name = serializers.SerializerMethodField()

    class Meta:
        model = Mute
        fields: ClassVar = ["id", "kind", "slug", "name", "created_at"]

    def get_slug(self, mute: Mute) -> str:
        return slug_of(mute.thing) if mute.thing else ""

    def get_name(self, mute: Mute) -> str:
        return mute.thing.name if mute.thing else mute.keyword


class BookmarkListSerializer(serializers.ModelSerializer[BookmarkList]):
    class Meta:
        model = BookmarkList
        fields: ClassVar = ["id", "name", "created_at"]


class BookmarkSerializer(serializers.ModelSerializer[Bookmark]):
    """A kept post: `post` is its id; `title` and `url` are empty while it is not public."""

    title = serializers.SerializerMethodField()
    url = serializers.SerializerMethodField()

    class Meta:
        model = Bookmark
        fields: ClassVar = ["id", "list", "post", "title", "url", "note", "created_at"]

    def get_title(self, bookmark: Bookmark) -> str:
        return bookmark.post.title if bookmark.post.is_live else ""

    def get_url(self, bookmark: Bookmark) -> str:
        return bookmark.post.get_absolute_url() if bookmark.post.is_live else ""


class UploadSerializer(serializers.ModelSerializer[Image]):
    """A picture of yours; `markdown` puts it into a text."""

    url = serializers.CharField(read_only=True)
    markdown = serializers.SerializerMethodField()

    class Meta:
        model = Image
        fields: ClassVar = [
            "id", "url", "width", "height", "alt", "caption", "credit", "focus_x", "focus_y", "markdown",
        ]  # fmt: skip

    def get_markdown(self, image: Image) -> str:
        return f"![{image.alt}]({image.url})"
