"""What a member has chosen about authors, categories and tags: to follow, to mute, or neither."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse

from accounts.models import User
from config.reading import connection_for_reading
from feed.access import Visitor
from feed.models import Category, Mute, Post, Tag

Subject = User | Category | Tag
Named = tuple[str, int]


@dataclass(frozen=True)
class Choice:
    """What one visitor has chosen about one thing. `may_choose`: False for strangers and about oneself."""

    subject: Subject
    is_followed: bool
    is_muted: bool
    may_choose: bool

    @property
    def kind(self) -> str:
        """`author`, `category` or `tag`."""
        return kind_of(self.subject)

    @property
    def slug(self) -> str:
        return slug_of(self.subject)

    @property
    def name(self) -> str:
        return self.subject.name

    @property
    def url(self) -> str:
        """Where the choice is posted to."""
        owner = "member" if isinstance(self.subject, User) else self.kind
        return reverse(f"feed:{owner}-choice", args=[self.slug])

    @property
    def part_id(self) -> str:
        return f"choice-{self.kind}-{self.subject.pk}"


def kind_of(subject: Subject) -> str:
    return "author" if isinstance(subject, User) else str(subject._meta.model_name)


def slug_of(subject: Subject) -> str:
    """What names it in addresses."""
    return subject.username if isinstance(subject, User) else subject.slug


def choices(subjects: Sequence[Subject], *, visitor: Visitor) -> list[Choice]:
    """One for each subject, in their order, in one query; none for strangers."""
    if not visitor.is_authenticated:
        return [
            Choice(each, is_followed=False, is_muted=False, may_choose=False) for each in subjects
        ]
    named = [_named(each) for each in subjects]
    followed, muted = _chosen(visitor, named)
    return [
        Choice(
            each,
            is_followed=name in followed,
            is_muted=name in muted,
            may_choose=name != ("author", visitor.pk),
        )
        for each, name in zip(subjects, named, strict=True)
    ]


def choice_about(subject: Subject, *, visitor: Visitor) -> Choice:
    return choices([subject], visitor=visitor)[0]


def choices_about_post(post: Post, *, tags: Sequence[Tag], visitor: Visitor) -> list[Choice]:
    """About the post's author, category and tags; [] for strangers."""
    if not visitor.is_authenticated:
        return []
    subjects = [each for _kind, _pk, each in subjects_of(post, tags=tags)]
    return [each for each in choices(subjects, visitor=visitor) if each.may_choose]


def subjects_of(post: Post, *, tags: Sequence[Tag]) -> list[tuple[str, int, Subject]]:
    """What a reader of a post may want more of, or less: kind and key of each, and the row."""
    subjects: list[Subject] = [post.author, post.category, *tags]
    return [(*_named(each), each) for each in subjects]


def all_followed(member: User) -> list[Choice]:
    """All that a member follows: members, categories, tags, each by name."""
    found: list[Subject] = [
        *User.objects.filter(followers__follower=member).order_by("username"),
        *Category.objects.filter(follows__member=member),
        *Tag.objects.filter(follows__member=member),
    ]
    return [Choice(each, is_followed=True, is_muted=False, may_choose=True) for each in found]


def all_muted(member: User) -> list[Mute]:
    """All that a member mutes, latest first, with what it is."""
    mutes = Mute.objects.filter(member=member).select_related("author", "category", "tag")
    return list(mutes.order_by("-pk"))


def _chosen(member: User, named: Sequence[Named]) -> tuple[set[Named], set[Named]]:
    """What of these the member follows, and what he mutes. Six short looks, written out: building them costs more than they do."""
    with connection_for_reading().cursor() as cursor:
        cursor.execute(
            """
            SELECT 'follow', 'author', followed_id FROM accounts_follow
            WHERE follower_id = %(member)s AND followed_id = ANY(%(author)s)
            UNION ALL SELECT 'follow', 'category', category_id FROM feed_categoryfollow
            WHERE member_id = %(member)s AND category_id = ANY(%(category)s)
            UNION ALL SELECT 'follow', 'tag', tag_id FROM feed_tagfollow
            WHERE member_id = %(member)s AND tag_id = ANY(%(tag)s)
            UNION ALL SELECT 'mute', 'author', author_id FROM feed_mute
            WHERE member_id = %(member)s AND author_id = ANY(%(author)s)
            UNION ALL SELECT 'mute', 'category', category_id FROM feed_mute
            WHERE member_id = %(member)s AND category_id = ANY(%(category)s)
            UNION ALL SELECT 'mute', 'tag', tag_id FROM feed_mute
            WHERE member_id = %(member)s AND tag_id = ANY(%(tag)s)
            """,
            {"member": member.pk}
            | {kind: _pks(named, kind) for kind in ("author", "category", "tag")},
        )
        rows = cursor.fetchall()
    followed, muted = (
        {(kind, pk) for choice, kind, pk in rows if choice == chosen}
        for chosen in ("follow", "mute")
    )
    return followed, muted


def _named(subject: Subject) -> Named:
    return kind_of(subject), subject.pk


def _pks(named: Sequence[Named], kind: str) -> list[int]:
    return [pk for each, pk in named if each == kind]
