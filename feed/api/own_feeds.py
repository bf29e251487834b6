"""What a member's own feeds show and learn from."""

from typing import Any, ClassVar

from django.conf import settings
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.describing import extend_schema
from accounts.api.endpoint import Endpoint
from accounts.api.serializers import StrictSerializer
from accounts.api.versions import require_match, version_of
from accounts.models import Scope
from feed.selectors.for_you import is_learning
from feed.selectors.readers import reader_of
from feed.services.interests import forget_interests, let_learn
from feed.services.visiting import change_reading


class FeedsSerializer(StrictSerializer):
    """`languages`: that you read, none for all; `keeps_history`: what you read is remembered, else deleted; `learns`: For you follows it."""

    languages = serializers.ListField(
        child=serializers.ChoiceField(settings.LANGUAGES), max_length=len(settings.LANGUAGES)
    )
    keeps_history = serializers.BooleanField()
    learns = serializers.BooleanField()


class OwnFeedsEndpoint(Endpoint):
    """Languages, history and learning; whom you follow and mute is at `follows/` and `mutes/`."""

    is_personal = True
    pagination_class = None
    serializer_class = FeedsSerializer
    scopes: ClassVar = dict.fromkeys(("partial_update", "destroy"), Scope.PROFILE)

    @extend_schema(summary="Read how your feeds are set")
    def retrieve(self, _request: Request) -> Response:
        """The tab that was open last is not among it."""
        return self._answer()

    @extend_schema(summary="Set your feeds", request=FeedsSerializer(partial=True))
    def partial_update(self, request: Request) -> Response:
        """What is not sent stays. If-Match holds the ETag that you read."""
        before = self._told()
        require_match(request, version=version_of(before))
        sent = before | self.accepted(FeedsSerializer, partial=True)
        learns = sent.pop("learns")
        change_reading(self.member, **sent)
        if learns != before["learns"]:
            let_learn(self.member, is_on=learns)
        return self._answer()

    @extend_schema(summary="Let For you begin anew", responses={204: None})
    def destroy(self, _request: Request) -> Response:
        """What you did until now no longer tells it anything."""
        forget_interests(self.member)
        return Response(status=204)

    def _answer(self) -> Response:
        told = self._told()
        self.version = version_of(told)
        return Response(self.shaped(FeedsSerializer, told))

    def _told(self) -> dict[str, Any]:
        reader = reader_of(self.member)
        return {
            "languages": list(reader.languages),
            "keeps_history": reader.keeps_history,
            "learns": is_learning(self.member),
        }
