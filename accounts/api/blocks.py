"""Whom a member keeps at a distance."""

from typing import ClassVar

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts import selectors
from accounts.api.describing import extend_schema
from accounts.api.endpoint import Endpoint
from accounts.api.pagination import FixedCursorPagination
from accounts.api.queries import CUT
from accounts.models import Block


class BlockSerializer(serializers.ModelSerializer[Block]):
    """A member whom you have blocked."""

    username = serializers.CharField(source="blocked.username", read_only=True)
    name = serializers.CharField(source="blocked.name", read_only=True)

    class Meta:
        model = Block
        fields: ClassVar = ["username", "name", "created_at"]


class BlockEndpoint(Endpoint):
    """Your blocks; nobody else sees them. They are made at `members/{username}/block/`."""

    is_personal = True
    serializer_class = BlockSerializer
    pagination_class = FixedCursorPagination
    queries: ClassVar = {"list": CUT}

    @extend_schema(summary="List whom you block")
    def list(self, _request: Request) -> Response:
        """Latest first."""
        return self.page_of(selectors.blocks(self.member, cursor=self.cursor), BlockSerializer)
