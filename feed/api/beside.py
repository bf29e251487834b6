"""What belongs to a post: its past, its poll, what to read next."""

from datetime import UTC
from typing import Any, ClassVar

from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.describing import extend_schema
from accounts.api.endpoint import Endpoint
from accounts.models import Scope
from feed import access
from feed.api import inputs
from feed.api.extras import PollSerializer
from feed.api.serializers import FurtherSerializer, RevisionSerializer
from feed.errors import NotFoundError
from feed.models import Post
from feed.selectors.extras import post_extras
from feed.selectors.history import post_history
from feed.selectors.polls import poll_of
from feed.selectors.read_more import read_more
from feed.services import polling, recommending
from feed.services.revisions import purge_revision


class PostBeside(Endpoint):
    """Revisions, recommendations and the poll of a post."""

    scopes: ClassVar = {
        "purge": Scope.POSTS,
        "not_relevant": Scope.REACTIONS,
        "ask": Scope.POSTS,
        "ask_no_more": Scope.POSTS,
        "answer": Scope.REACTIONS,
    }

    @extend_schema(
        summary="List what a post said", responses=RevisionSerializer(many=True), filters=False
    )
    @action(detail=True, pagination_class=None, filterset_class=None)
    def revisions(self, request: Request, pk: int) -> Response:
        """Published states, newest first, at most fifty; purged ones without their words."""
        post = access.post_for(request.user, int(pk))
        found = [step.revision for step in post_history(post)]
        return Response(RevisionSerializer(found, many=True).data)

    @extend_schema(summary="Purge an earlier revision", responses={204: None})
    @action(detail=True, methods=["delete"], url_path="revisions/<int:number>")
    def purge(self, _request: Request, pk: int, number: int) -> Response:
        """Its words are gone for good; its number and date stay. What the post says now cannot be purged."""
        post = access.editable_post_for(self.member, int(pk))
        purge_revision(access.revision_of(post, number))
        return Response(status=204)

    @extend_schema(
        summary="Read what to read next", responses=FurtherSerializer(many=True), filters=False
    )
    @action(detail=True, url_path="read-more", pagination_class=None, filterset_class=None)
    def read_more(self, request: Request, pk: int) -> Response:
        """At most five posts, best first, each with its score, the parts of the score, and the reason."""
        post = access.post_for(request.user, int(pk))
        found = read_more(post, visitor=request.user)
        return Response(FurtherSerializer(found, many=True).data)

    @extend_schema(summary="Call a recommendation not relevant", responses={204: None})
    @action(detail=True, methods=["delete"], url_path="read-more/<int:other_pk>")
    def not_relevant(self, request: Request, pk: int, other_pk: int) -> Response:
        """Out of your list under this post for good; the word counts when the lists of others are made."""
        under = access.post_for(request.user, int(pk))
        post = access.post_for(request.user, other_pk)
        recommending.call_not_relevant(member=self.member, under=under, post=post)
        return Response(status=204)

    @extend_schema(summary="Read a poll", responses=PollSerializer, filters=False)
    @action(detail=True, pagination_class=None, filterset_class=None)
    def poll(self, request: Request, pk: int) -> Response:
        """Results are for those who voted, and for all once it has closed."""
        return self._poll(access.post_for(request.user, int(pk)))

    @extend_schema(
        summary="Ask the readers of a post", request=inputs.PollInput, responses=PollSerializer
    )
    @poll.mapping.put
    def ask(self, request: Request, pk: int) -> Response:
        """Replaces the question; once there are votes only the closing time of an open poll changes."""
        post = access.editable_post_for(self.member, int(pk))
        sent = self.accepted(inputs.PollInput)
        polling.set_poll(post=post, terms=inputs.poll_terms(sent, poll=poll_of(post), zone=UTC))
        return self._poll(access.post_for(request.user, post.pk))

    @extend_schema(summary="Remove a poll", responses={204: None})
    @poll.mapping.delete
    def ask_no_more(self, _request: Request, pk: int) -> Response:
        """While nobody has voted."""
        polling.remove_poll(access.editable_post_for(self.member, int(pk)))
        return Response(status=204)

    @extend_schema(summary="Vote in a poll", request=inputs.PollVoteInput, responses=PollSerializer)
    @action(detail=True, methods=["put"], url_path="poll/vote")
    def answer(self, request: Request, pk: int) -> Response:
        """Once; the same answer sent again changes nothing, another one is refused."""
        post = access.post_for(request.user, int(pk))
        choice = self.accepted(inputs.PollVoteInput)["answer"]
        polling.vote(post=post, member=self.member, choice_pk=choice)
        return self._poll(access.post_for(request.user, post.pk))

    def _poll(self, post: Post) -> Response:
        found: Any = post_extras(post, visitor=self.request.user).poll
        if found is None:
            raise NotFoundError
        return Response(self.shaped(PollSerializer, found))
