"""Keys with which a member's own programs come in."""

from datetime import datetime
from typing import ClassVar, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Scope(models.TextChoices):
    """What a key opens; the value is what programs and the API's problems call it."""

    READ = "read", _("Read what you can read, your own drafts too")
    POSTS = "posts:write", _("Write, publish and delete posts")
    COMMENTS = "comments:write", _("Write and delete comments")
    REACTIONS = "reactions:write", _("React to posts and judge comments")
    LISTS = "lists:write", _("Keep posts, follow and mute")
    MEDIA = "media:write", _("Upload pictures")
    PROFILE = "profile:write", _("Change your profile and your settings")
    ACCOUNT = "account", _("See and end sign-ins, take your data along")
    CLOSE = "account:close", _("Close your account")
    NOTIFICATIONS = "notifications", _("Read notifications and mark them as read")
    REPORTS = "reports:write", _("Report to moderators")
    WEBHOOKS = "webhooks", _("Be told of events by webhook")
    MODERATION = "moderation", _("Decide as a moderator, where you are one")
    SPONSORS = "sponsors", _("See and hand in what belongs to sponsors you act for")


class PersonalTokenQuerySet(models.QuerySet["PersonalToken"]):
    """The vocabulary for keys."""

    def valid_at(self, now: datetime) -> Self:
        return self.filter(expires_at__gt=now, member__is_active=True)


class PersonalToken(models.Model):
    """A key to the API that acts for one member within its scopes, until it expires or is revoked (deleted).

    `digest`: SHA-256 of the key in hexadecimal; the key itself is shown once and never stored. `ending`: its last four
    characters, so that a member tells keys apart. `used_at`: exact to USED_PRECISION of accounts.services.personal_tokens.
    """

    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="personal_tokens"
    )
    name = models.CharField(_("name"), max_length=60)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    ending = models.CharField(max_length=4, editable=False)
    scopes = ArrayField(
        models.CharField(max_length=20, choices=Scope), verbose_name=_("what it may do")
    )
    created_at = models.DateTimeField(_("made"), auto_now_add=True)
    expires_at = models.DateTimeField(_("valid until"))
    used_at = models.DateTimeField(_("last used"), null=True, blank=True)

    objects: ClassVar = PersonalTokenQuerySet.as_manager()

    class Meta:
        verbose_name = _("personal token")
        verbose_name_plural = _("personal tokens")
        constraints = (
            models.CheckConstraint(
                condition=~Q(scopes=[]), name="accounts_personal_token_opens_something"
            ),
        )
        indexes = (models.Index(F("member"), F("id").desc(), name="accounts_token_newest"),)

    def __str__(self) -> str:
        return f"{self.name} …{self.ending}"

    @property
    def scope_labels(self) -> list[str]:
        return [str(Scope(each).label) for each in self.scopes if each in Scope]
