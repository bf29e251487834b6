"""Addresses of moderation, for members."""

from django.urls import path, register_converter

import feed.urls  # noqa: F401  (registers the format of a feed in an address)
from config.rooms import Room
from moderation.models import SubjectKind

app_name = "moderation"
decisions, public_log = Room("moderation.views.decisions"), Room("moderation.views.public_log")
reporting, sanctions = Room("moderation.views.reporting"), Room("moderation.views.sanctions")


class SubjectConverter:
    """What a complaint is about, in an address."""

    regex = f"{SubjectKind.POST}|{SubjectKind.COMMENT}|{SubjectKind.MEMBER}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(SubjectConverter, "subject")

urlpatterns = [
    path("decisions/<int:pk>/", decisions.decision, name="decision"),
    path("decisions/<int:pk>/appeal/", decisions.appeal, name="appeal"),
    path("decisions/<int:pk>/appeal/messages/", decisions.say, name="say"),
    path("moderation/sanction/", sanctions.standing, name="sanction"),
    path("moderation/log/", public_log.log, name="log"),
    path("moderation/log/feed.<format:form>", public_log.feed, name="log-feed"),
    path("report/<subject:kind>/<int:pk>/", reporting.report, name="report"),
]
