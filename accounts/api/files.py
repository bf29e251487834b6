"""Answers that are files; their refusals are problems as everywhere, so both renderers write JSON."""

from typing import Final

from drf_spectacular.types import OpenApiTypes
from rest_framework.renderers import JSONRenderer


class ZipRenderer(JSONRenderer):
    """Lets programs ask for an archive by its type."""

    media_type = "application/zip"


class PdfRenderer(JSONRenderer):
    """Lets programs ask for a document by its type."""

    media_type = "application/pdf"


ZIP: Final = {(200, ZipRenderer.media_type): OpenApiTypes.BINARY}
PDF: Final = {(200, PdfRenderer.media_type): OpenApiTypes.BINARY}
