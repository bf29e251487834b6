"""Shape of what programs send. What the words themselves must be is said once, by the forms of the pages."""

from dataclasses import replace
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail, ValidationError

from accounts.api.files import UploadField
from accounts.api.serializers import StrictSerializer
from feed.forms.polls import PollForm
from feed.forms.posts import PostForm, initial_of
from feed.models import FollowLevel, Poll, Post, ReactionKind
from feed.models.comment import COMMENT_LENGTH
from feed.models.mute import KEYWORD_LENGTH
from feed.models.post import BODY_LENGTH, TITLE_LENGTH
from feed.selectors.series import MAX_SHOWN
from feed.selectors.site import all_categories
from feed.services.polling import MAX_ANSWERS, MIN_ANSWERS, PollTerms
from feed.text.plain import one_line

MAX_KEY = 2**63 - 1
# Where a field of the form is called otherwise by programs.
FORM_NAMES = {"lead_image": "image_pk"}


class PostInput(StrictSerializer):
    """A post as its author writes it. `category`: slug; `tags`: names, five at most; `lead_image`: id of an upload."""

    title = serializers.CharField(max_length=TITLE_LENGTH)
    body = serializers.CharField(max_length=BODY_LENGTH, allow_blank=True, trim_whitespace=False)
    category = serializers.CharField(max_length=60)
    tags = serializers.ListField(
        child=serializers.CharField(max_length=40), max_length=5, required=False
    )
    language = serializers.ChoiceField(settings.LANGUAGES, required=False)
    excerpt = serializers.CharField(max_length=300, allow_blank=True, required=False)
    lead_image = serializers.IntegerField(
        min_value=1, max_value=MAX_KEY, allow_null=True, required=False
    )
    series = serializers.CharField(max_length=100, allow_blank=True, required=False)
    link_url = serializers.CharField(max_length=4_000, allow_blank=True, required=False)
    canonical_url = serializers.CharField(max_length=4_000, allow_blank=True, required=False)
    is_sensitive = serializers.BooleanField(required=False)


class PostChange(PostInput):
    """The fields to change. `correction`: what readers are told about the change of a published post."""

    correction = serializers.CharField(max_length=300, allow_blank=True, required=False)


class ScheduleInput(StrictSerializer):
    """When to publish: ISO 8601 with its offset, in the future."""

    at = serializers.DateTimeField()


class CommentChange(StrictSerializer):
    """The new words."""

    body = serializers.CharField(max_length=COMMENT_LENGTH, trim_whitespace=False)

    def validate_body(self, body: str) -> str:
        """As the form of the page: something must be seen of it."""
        if not one_line(body):
            raise ValidationError(_("Write something first."), "blank")
        return body


class CommentInput(CommentChange):
    """`parent`: id of the comment that is answered; without it the post is."""

    parent = serializers.IntegerField(  # type: ignore[assignment]
        min_value=1, max_value=MAX_KEY, allow_null=True, required=False
    )


class VoteInput(StrictSerializer):
    """Whether the comment helped."""

    is_helpful = serializers.BooleanField()


class PollInput(StrictSerializer):
    """A question with two to eight answers; `closes_at`: ISO 8601 in the future, null for never."""

    question = serializers.CharField(max_length=200)
    answers = serializers.ListField(
        child=serializers.CharField(max_length=100), min_length=MIN_ANSWERS, max_length=MAX_ANSWERS
    )
    closes_at = serializers.DateTimeField(required=False, allow_null=True)


class PollVoteInput(StrictSerializer):
    """The id of one of the answers."""

    answer = serializers.IntegerField(min_value=1, max_value=MAX_KEY)


class SeriesChange(StrictSerializer):
    """`posts`: ids of its posts in their new order; one that is not named stays about where it is."""

    title = serializers.CharField(max_length=100)
    description = serializers.CharField(max_length=300, allow_blank=True)
    posts = serializers.ListField(
        child=serializers.IntegerField(min_value=1, max_value=MAX_KEY), max_length=MAX_SHOWN
    )


class ThreadFollowInput(StrictSerializer):
    """What to be told of a conversation."""

    level = serializers.ChoiceField(FollowLevel.choices)


class ReactionInput(StrictSerializer):
    """One of the kinds of approval."""

    kind = serializers.ChoiceField(ReactionKind.choices)


class ListInput(StrictSerializer):
    """The name of a list."""

    name = serializers.CharField(max_length=60)


class BookmarkChange(StrictSerializer):
    """`list`: id of another list of yours to lie on."""

    note = serializers.CharField(max_length=300, allow_blank=True)
    list = serializers.IntegerField(min_value=1, max_value=MAX_KEY)


class KeywordInput(StrictSerializer):
    """A word, or several, to mute."""

    keyword = serializers.CharField(max_length=KEYWORD_LENGTH)


class ImageInput(StrictSerializer):
    """A picture and its words; `alt` is for readers who cannot see it."""

    file = UploadField()
    alt = serializers.CharField(max_length=250, allow_blank=True, required=False)
    caption = serializers.CharField(max_length=300, allow_blank=True, required=False)
    credit = serializers.CharField(max_length=100, allow_blank=True, required=False)


def post_form(sent: dict[str, Any], *, post: Post | None, zone: Any) -> PostForm:
    """The form of the pages, filled in and found right. `post`: what is changed; what is not sent stays.

    Raises:
        ValidationError: what the form says, by the names that programs know.
    """
    typed: dict[str, Any] = (
        initial_of(post, zone=zone) if post else {"language": settings.LANGUAGE_CODE}
    )
    typed |= {FORM_NAMES.get(name, name): value for name, value in sent.items()}
    if "category" in sent:
        typed["category"] = _category_pk(sent["category"])
    if "tags" in sent:
        typed["tags"] = ", ".join(sent["tags"])
    form = PostForm(typed)
    if not form.is_valid():
        raise ValidationError(_told(form))
    return form


def poll_terms(sent: dict[str, Any], *, poll: Poll | None, zone: Any) -> PollTerms:
    """What the form of the pages makes of a question and its answers. Raises ValidationError: what it says."""
    closes_at = sent.get("closes_at")
    typed = {f"answer_{number}": text for number, text in enumerate(sent["answers"], start=1)}
    form = PollForm(typed | {"question": sent["question"]}, poll=poll, zone=zone)
    if not form.is_valid():
        raise ValidationError(_told(form))
    return replace(form.terms(), closes_at=closes_at)


def _category_pk(slug: str) -> int:
    found = next((each.pk for each in all_categories() if each.slug == slug), None)
    if found is None:
        raise ValidationError({"category": ErrorDetail("There is no such category.", "unknown")})
    return found


def _told(form: forms.Form) -> dict[str, list[ErrorDetail]]:
    names = {theirs: ours for ours, theirs in FORM_NAMES.items()}
    return {
        names.get(name, "non_field_errors" if name == "__all__" else name): [
            ErrorDetail(str(each), each.code or "invalid")
            for error in errors.as_data()
            for each in [_first(error)]
        ]
        for name, errors in form.errors.items()
    }


def _first(error: Any) -> Any:
    """A message with its parameters filled in, and its code."""
    words = "; ".join(error.messages)
    return ErrorDetail(words, error.code or "invalid")
