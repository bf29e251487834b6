"""Words that are not saved yet, so that what was begun in an app goes on in a browser, and back."""

from typing import Any, ClassVar

from django.conf import settings
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.describing import extend_schema
from accounts.api.endpoint import Endpoint
from accounts.api.once import idempotent
from accounts.api.serializers import StrictSerializer
from accounts.api.versions import require_match
from accounts.models import Scope
from feed import access
from feed.api.inputs import FORM_NAMES, MAX_KEY
from feed.errors import AutosaveConflictError, NotPossibleError
from feed.models import Autosave
from feed.selectors.site import all_categories
from feed.selectors.unsaved import all_unsaved, key_of
from feed.services.autosaving import MAX_LENGTH, autosave, discard_autosave

TICKED = "on"
# So many are kept while somebody makes up his mind; a post takes fewer.
TAGS = 20
PLAIN = ("title", "body", "excerpt", "series", "link_url", "canonical_url", "correction")


def _words(length: int) -> serializers.CharField:
    return serializers.CharField(
        max_length=length, allow_blank=True, trim_whitespace=False, required=False
    )


class UnsavedChange(StrictSerializer):
    """Fields of a post as they stand now, finished or not; what is not sent stays."""

    title = _words(1_000)
    body = _words(MAX_LENGTH)
    excerpt = _words(1_000)
    category = _words(60)
    tags = serializers.ListField(
        child=serializers.CharField(max_length=100), max_length=TAGS, required=False
    )
    language = serializers.ChoiceField(settings.LANGUAGES, required=False)
    lead_image = serializers.IntegerField(
        min_value=1, max_value=MAX_KEY, allow_null=True, required=False
    )
    series = _words(300)
    link_url = _words(4_000)
    canonical_url = _words(4_000)
    correction = _words(1_000)
    is_sensitive = serializers.BooleanField(required=False)


class UnsavedInput(UnsavedChange):
    """`post`: the post whose change was begun; without it, of a new one."""

    post = serializers.IntegerField(min_value=1, max_value=MAX_KEY, required=False)


class UnsavedSerializer(serializers.Serializer[Autosave]):
    """Unsaved words by the names that a post has. `key`: names them; `post`: whose change it is, null for a new one."""

    key = serializers.CharField(read_only=True)
    post = serializers.IntegerField(source="post_id", read_only=True, allow_null=True)
    saved_at = serializers.DateTimeField(read_only=True)
    words = serializers.SerializerMethodField()

    @extend_schema_field(UnsavedChange)
    def get_words(self, kept: Autosave) -> dict[str, Any]:
        return words_of(kept.fields)


class UnsavedEndpoint(Endpoint):
    """What you typed and did not save, twenty texts at most; the pages for writing keep theirs here, too."""

    is_personal = True
    pagination_class = None
    serializer_class = UnsavedSerializer
    lookup_field = "key"
    lookup_value_converter = "slug"
    scopes: ClassVar = dict.fromkeys(("create", "partial_update", "destroy"), Scope.POSTS)

    @extend_schema(summary="List your unsaved words")
    def list(self, _request: Request) -> Response:
        """Latest first."""
        kept: Any = all_unsaved(self.member)
        return Response(UnsavedSerializer(kept, many=True).data)

    @extend_schema(summary="Read unsaved words")
    def retrieve(self, _request: Request, key: str) -> Response:
        return self._answer(access.unsaved_for(self.member, key))

    @extend_schema(
        summary="Keep words unsaved", request=UnsavedInput, responses={201: UnsavedSerializer}
    )
    @idempotent
    def create(self, _request: Request) -> Response:
        """Nobody else sees them. 409 where words about the same post are kept: change those. Delete them once the post is saved."""
        sent = self.accepted(UnsavedInput)
        pk = sent.pop("post", None)
        post = access.editable_post_for(self.member, pk) if pk else None
        try:
            kept = autosave(
                member=self.member,
                key=key_of(post),
                post=post,
                fields=fields_of(sent),
                counter=0,
            )
        except AutosaveConflictError as error:
            told = f"Words about this post are kept already: change unsaved/{key_of(post)}/."
            raise NotPossibleError(told) from error
        answer = self._answer(kept)
        answer.status_code = 201
        return answer

    @extend_schema(summary="Keep on with unsaved words", request=UnsavedChange(partial=True))
    def partial_update(self, request: Request, key: str) -> Response:
        """What is not sent stays. If-Match holds the ETag that you read: 412 means that a browser or an app was faster."""
        kept = access.unsaved_for(self.member, key)
        require_match(request, version=_version(kept))
        fields = kept.fields | fields_of(self.accepted(UnsavedChange, partial=True))
        changed = autosave(
            member=self.member, key=key, post=kept.post, fields=fields, counter=kept.counter
        )
        return self._answer(changed)

    @extend_schema(summary="Forget unsaved words", responses={204: None})
    def destroy(self, _request: Request, key: str) -> Response:
        """The post stays as it is; words that are gone already are no error."""
        discard_autosave(member=self.member, key=key)
        return Response(status=204)

    def _answer(self, kept: Autosave) -> Response:
        self.version = _version(kept)
        return Response(self.shaped(UnsavedSerializer, kept))


def _version(kept: Autosave) -> str:
    return f"c{kept.counter}"


def fields_of(words: dict[str, Any]) -> dict[str, str]:
    """What a program sent, as the form of the pages has it. A category that is none is an empty one: nothing is finished yet."""
    fields = {name: words[name] for name in (*PLAIN, "language") if name in words}
    if "category" in words:
        keys = {each.slug: str(each.pk) for each in all_categories()}
        fields["category"] = keys.get(words["category"], "")
    if "tags" in words:
        fields["tags"] = ", ".join(name.replace(",", " ") for name in words["tags"])
    if "lead_image" in words:
        fields[FORM_NAMES["lead_image"]] = str(words["lead_image"] or "")
    if "is_sensitive" in words:
        fields["is_sensitive"] = TICKED if words["is_sensitive"] else ""
    return fields


def words_of(fields: dict[str, str]) -> dict[str, Any]:
    """What the form of the pages kept, as programs name it."""
    slugs = {str(each.pk): each.slug for each in all_categories()}
    image = fields.get(FORM_NAMES["lead_image"], "")
    tags = (name.strip() for name in fields.get("tags", "").split(","))
    return {name: fields.get(name, "") for name in PLAIN} | {
        "category": slugs.get(fields.get("category", ""), ""),
        "tags": [name for name in tags if name][:TAGS],
        "language": fields.get("language") or settings.LANGUAGE_CODE,
        "lead_image": int(image) if image.isascii() and image.isdecimal() else None,
        "is_sensitive": bool(fields.get("is_sensitive")),
    }
