"""A row of any model that the admin shows, with as little in it as the database accepts."""

from datetime import timedelta
from typing import Any, Final

from django.contrib.auth.models import Group
from django.db.models import ForeignKey, Model
from django.utils import timezone

from accounts.models import SignUpPolicy, User
from feed.models import Comment, Image, Post, ReadMoreRule, SiteSettings
from feed.services.images import store_image
from moderation.models import Report, ReportReason
from sponsors.models import Creative, Flight
from tests.factories import make_comment, make_member, make_post, make_upload
from tests.sponsors.factories import make_creative, make_flight

# Made by services, because the database asks for more than types tell.
MAKERS: Final[dict[type[Model], Any]] = {
    Comment: make_comment,
    Creative: make_creative,
    Flight: make_flight,
    Group: lambda: Group.objects.order_by("pk").first(),
    Image: lambda: store_image(owner=make_member("alice"), upload=make_upload(), alt="A quay"),
    Post: make_post,
    Report: lambda: Report.objects.create(
        reporter=make_member("bob"), subject_kind="post", subject_pk=make_post().pk,
        reason=ReportReason.objects.get(code="spam"),
    ),
    ReadMoreRule: lambda: ReadMoreRule.objects.create(domain="x.example"),
    SignUpPolicy: lambda: SignUpPolicy.objects.get_or_create(pk=1)[0],
    SiteSettings: lambda: SiteSettings.objects.get_or_create(pk=1)[0],
    User: lambda: make_member("alice"),
}  # fmt: skip
VALUES: Final[dict[str, Any]] = {
    "BooleanField": False, "CharField": "x", "TextField": "x", "SlugField": "x", "EmailField": "x@example.org",
    "URLField": "https://x.example/", "JSONField": [], "IntegerField": 1, "SmallIntegerField": 1,
    "BigIntegerField": 1, "PositiveIntegerField": 1, "PositiveSmallIntegerField": 1, "FloatField": 0.5,
    "BinaryField": b"", "FileField": "x.png", "ImageField": "x.png", "ArrayField": [], "DecimalField": 1,
}  # fmt: skip


def some_row(model: type[Model]) -> Model:
    """The oldest there is, or a new one with the rows that it points to."""
    if model in MAKERS:
        return MAKERS[model]()  # type: ignore[no-any-return]
    return model._base_manager.order_by("pk").first() or model._base_manager.create(
        **_needed(model)
    )


def _needed(model: type[Model]) -> dict[str, Any]:
    return {
        field.name: _value(field)
        for field in model._meta.concrete_fields
        if not (field.primary_key or field.null or field.has_default() or field.blank)
        or (isinstance(field, ForeignKey) and not field.null)
    }


def _value(field: Any) -> Any:
    if isinstance(field, ForeignKey):
        return some_row(field.related_model)
    if field.choices:
        return next(value for value, _label in field.flatchoices)
    kind = field.get_internal_type()
    if kind == "DateTimeField":
        return timezone.now() + timedelta(days=1)
    return timezone.now().date() if kind == "DateField" else VALUES[kind]
