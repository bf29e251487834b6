"""Bodies and answers that are files; the refusals of answers are problems as everywhere, so both renderers write JSON."""

from typing import Any, Final

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.renderers import JSONRenderer


@extend_schema_field({"type": "string", "format": "binary"})
class UploadField(serializers.FileField):
    """A file in a form; the framework would describe it as the address that it is in answers."""


def with_file(plain: Any, *, form: Any) -> dict[str, Any]:
    """Bodies with a file come as a form, those without also as JSON."""
    return {"application/json": plain, "multipart/form-data": form}


class ZipRenderer(JSONRenderer):
    """Lets programs ask for an archive by its type."""

    media_type = "application/zip"


class PdfRenderer(JSONRenderer):
    """Lets programs ask for a document by its type."""

    media_type = "application/pdf"


ZIP: Final = {(200, ZipRenderer.media_type): OpenApiTypes.BINARY}
PDF: Final = {(200, PdfRenderer.media_type): OpenApiTypes.BINARY}
