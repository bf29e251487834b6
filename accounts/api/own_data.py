"""One's data: to take along, or to take away."""

from typing import ClassVar

from django.http import FileResponse
from rest_framework import serializers
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from accounts import selectors
from accounts.access import export_for
from accounts.api.authentication import require_proof
from accounts.api.describing import extend_schema
from accounts.api.endpoint import Endpoint
from accounts.api.files import ZIP, ZipRenderer
from accounts.api.serializers import StrictSerializer
from accounts.errors import NotFoundError
from accounts.models import DataExport, Leaving, Manner, Scope
from accounts.services import exporting, leaving


class ExportSerializer(serializers.ModelSerializer[DataExport]):
    """Your archive. `made_at`: null until it is ready; `size` in bytes; it is deleted at `expires_at`."""

    class Meta:
        model = DataExport
        fields: ClassVar = ["requested_at", "made_at", "expires_at", "size"]


class LeavingSerializer(serializers.ModelSerializer[Leaving]):
    """Your account is to be closed at `due_at`; until then you may think better of it."""

    class Meta:
        model = Leaving
        fields: ClassVar = ["manner", "requested_at", "due_at"]


class LeavingInput(StrictSerializer):
    """What becomes of what you wrote."""

    manner = serializers.ChoiceField(Manner.choices)


class OwnData(Endpoint):
    """Also for those whom moderators keep out."""

    is_personal = True
    is_open_to_suspended = True
    pagination_class = None


class ExportEndpoint(OwnData):
    """All that the site holds of you, as an archive."""

    serializer_class = ExportSerializer
    scopes: ClassVar = dict.fromkeys(("retrieve", "create", "destroy", "file"), Scope.ACCOUNT)

    @extend_schema(summary="See how far your archive is")
    def retrieve(self, _request: Request) -> Response:
        """404 where you asked for none, or its time is over."""
        return self._answer(selectors.own_data(self.member).export)

    @extend_schema(summary="Ask for your data", request=None, responses={201: ExportSerializer})
    def create(self, request: Request) -> Response:
        """It is made within minutes; asked for again, it is the one that you have. A browser's session must have proved who you are just now."""
        require_proof(request)
        answer = self._answer(exporting.request_export(self.member))
        answer.status_code = 201
        return answer

    @extend_schema(summary="Delete your archive", responses={204: None})
    def destroy(self, _request: Request) -> Response:
        """Once it is made; your data stay on the site."""
        exporting.forget_export(export_for(self.member))
        return Response(status=204)

    @extend_schema(summary="Download your data", responses=ZIP)
    def file(self, request: Request) -> FileResponse:
        """A zip file: JSON by kind, pictures beside it. A browser's session must have proved who you are just now."""
        require_proof(request)
        made = export_for(self.member).file.open("rb")
        return FileResponse(made, as_attachment=True, filename="my-data.zip")

    def _answer(self, export: DataExport | None) -> Response:
        if export is None:
            raise NotFoundError
        return Response(self.shaped(ExportSerializer, export))


class ArchiveFile(ExportEndpoint):
    """The archive itself."""

    renderer_classes = (JSONRenderer, ZipRenderer)


class LeavingEndpoint(OwnData):
    """Closing your account."""

    serializer_class = LeavingSerializer
    scopes: ClassVar = {
        "retrieve": Scope.ACCOUNT, "update": Scope.CLOSE, "destroy": Scope.ACCOUNT,
    }  # fmt: skip

    @extend_schema(summary="See whether your account is to be closed")
    def retrieve(self, _request: Request) -> Response:
        """404 where it is not."""
        return self._answer(selectors.own_data(self.member).leaving)

    @extend_schema(summary="Close your account", request=LeavingInput)
    def update(self, request: Request) -> Response:
        """Nothing is deleted for two weeks. No token that opens more than it needs does this by the way: it takes a scope of its own, `account:close`. A browser's session must have proved who you are just now."""
        require_proof(request)
        manner = Manner(self.accepted(LeavingInput)["manner"])
        return self._answer(leaving.ask_to_leave(self.member, manner=manner))

    @extend_schema(summary="Keep your account", responses={204: None})
    def destroy(self, _request: Request) -> Response:
        """Where nothing was asked for, it does no harm."""
        leaving.stay(self.member)
        return Response(status=204)

    def _answer(self, found: Leaving | None) -> Response:
        if found is None:
            raise NotFoundError
        return Response(self.shaped(LeavingSerializer, found))
