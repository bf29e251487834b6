"""What every endpoint does beside its own deed."""

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.utils.cache import patch_cache_control
from rest_framework import exceptions
from rest_framework.decorators import MethodMapper
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer, Serializer
from rest_framework.viewsets import GenericViewSet

from accounts.api import limits
from accounts.api.queries import require_known
from accounts.api.versions import tag_answer
from accounts.models import Scope, User
from config.freshness import SHOWN
from config.keyset import Page

READING = ("GET", "HEAD")


class Endpoint(GenericViewSet[Any]):
    """Scopes, limits, entity tags, and answers that belong to one member alone.

    `scopes`: what a token must open, by action, where that is more than to read; `queries`: what may stand in the query,
    by action that reads, where that is anything; `is_personal`: strangers have nothing
    to read here; `for_members`: nor by these actions; `is_open_to_suspended`: members whom moderators keep out may come; `version`: set by an action that answers something editable, see accounts.api.versions.
    """

    # Answers are kept for strangers only where an action says what they show.
    kept_query: ClassVar[frozenset[str]] = frozenset()
    scopes: ClassVar[dict[str, Scope]] = {}
    queries: ClassVar[dict[str, frozenset[str]]] = {}
    is_personal = False
    for_members: ClassVar[frozenset[str]] = frozenset()
    is_open_to_suspended = False
    version = ""
    filter_backends: Any = ()

    @classmethod
    def get_extra_actions(cls) -> list[Any]:
        """As the library finds them, but without asking each view for its description (accounts.api.describing)."""
        members = (getattr(cls, name) for name in dir(cls) if name != "schema")
        return [
            each for each in members if isinstance(getattr(each, "mapping", None), MethodMapper)
        ]

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        self.perform_authentication(
            request
        )  # a wrong token is the first thing to tell, whatever is asked
        if self.action is None:
            raise exceptions.MethodNotAllowed(request.method or "")
        super().initial(request, *args, **kwargs)
        if request.method in READING:
            require_known(request, self.queries.get(self.action, frozenset()))

    def check_throttles(self, request: Request) -> None:
        """Count this request against its limit. Raises Throttled, UncountableError."""
        self.allowance = limits.spend(request)

    def finalize_response(
        self, request: Request, response: Any, *args: Any, **kwargs: Any
    ) -> Response:
        answer = super().finalize_response(request, response, *args, **kwargs)
        if not request._request.META.get(
            SHOWN
        ):  # what is kept for all strangers tells nobody's limit
            for name, value in limits.headers_of(getattr(self, "allowance", None)).items():
                answer.headers[name] = value
        if request.user.is_authenticated or answer.status_code == 401:
            patch_cache_control(answer, private=True, no_cache=True)
        if answer.status_code in (200, 201) and isinstance(answer, Response):
            tag_answer(request, answer, version=self.version)
        return answer

    @property
    def member(self) -> User:
        """Who is asking; for actions that `MayCome` lets members only reach."""
        assert isinstance(self.request.user, User)  # noqa: S101  (MayCome has asked)
        return self.request.user

    def accepted(self, kind: type[BaseSerializer[Any]], *, partial: bool = False) -> dict[str, Any]:
        """What was sent, checked. Raises ValidationError: with every field that is wrong."""
        sent = kind(data=self.request.data, partial=partial)
        sent.is_valid(raise_exception=True)
        return dict(sent.validated_data)

    def shaped(self, kind: type[Serializer[Any]], row: Any, **context: Any) -> Any:
        """The output of one row."""
        return kind(row, context={**self.get_serializer_context(), **context}).data

    def listed(
        self, rows: QuerySet[Any], kind: type[BaseSerializer[Any]], **context: Any
    ) -> Response:
        """A page of a list that a selector named, in the order of the endpoint's pagination."""
        page = self.paginate_queryset(rows)
        context |= self.get_serializer_context()
        return self.get_paginated_response(kind(page, many=True, context=context).data)

    def page_of(self, page: Page[Any], kind: type[Serializer[Any]]) -> Response:
        """A page that a selector cut."""
        return Response(self.paged(page, kind))

    def paged(self, page: Page[Any], kind: type[Serializer[Any]]) -> dict[str, Any]:
        """The shape of every list."""
        if not page.rows:
            kind(context=self.get_serializer_context()).fields  # noqa: B018  (refuses a wrong `fields` there, too)
        rows = kind(page.rows, many=True, context=self.get_serializer_context()).data
        return {
            "next": self._link(page.next_cursor),
            "previous": self._link(page.previous_cursor),
            "results": rows,
        }

    def _link(self, cursor: str | None) -> str | None:
        if cursor is None:
            return None
        query = self.request.query_params.copy()
        query["cursor"] = cursor
        return self.request.build_absolute_uri(f"{self.request.path}?{query.urlencode()}")

    @property
    def cursor(self) -> str | None:
        """Where in a list of a selector to go on."""
        return self.request.query_params.get("cursor") or None
