"""Who a member is."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, ClassVar, Final

from django.contrib.auth.models import AbstractUser, UserManager
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q, QuerySet
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from config.files import ImageField
from config.prepared import prepared_rows

USERNAME_PATTERN = r"^[A-Za-z0-9][A-Za-z0-9_-]{1,29}\Z"
MODERATORS = "moderators"
CATEGORY_MODERATORS = "category moderators"
EDITORS = "editors"
# The end of a sanction that has none.
NO_END: Final = datetime(9999, 12, 31, tzinfo=UTC)


class TrustLevel(models.IntegerChoices):
    """What a member has earned by reading and contributing."""

    NEW = 0, _("new")
    BASIC = 1, _("basic")
    MEMBER = 2, _("member")
    REGULAR = 3, _("regular")
    LEADER = 4, _("leader")


class MailPace(models.TextChoices):
    """How often notifications may come by e-mail."""

    AT_ONCE = "now", _("At once")
    DAILY = "day", _("Once a day, in one message")
    NEVER = "never", _("Never")


class Theme(models.TextChoices):
    """How bright the pages are."""

    AUTO = "auto", _("As my device")
    LIGHT = "light", _("Light")
    DARK = "dark", _("Dark")


class TextSize(models.TextChoices):
    """How large the letters are; the sizes themselves are in site.css."""

    SMALL = "s", _("Small")
    MEDIUM = "m", _("Medium")
    LARGE = "l", _("Large")
    HUGE = "xl", _("Very large")


# Columns of one member, in the order of the fields, for whoever asks for that member meanwhile; () of nobody.
_at_hand: ContextVar[tuple[Any, ...]] = ContextVar("member_at_hand", default=())


@contextmanager
def at_hand(row: tuple[Any, ...]) -> Iterator[None]:
    """Who asks for the member of this row by key gets it, without a question to PostgreSQL."""
    token = _at_hand.set(row)
    try:
        yield
    finally:
        _at_hand.reset(token)


class MemberManager(UserManager["User"]):
    """Creates members as Django does; usernames are looked up without regard to case."""

    use_in_migrations = False

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(username__iexact=username)

    def get(self, *conditions: Any, **named: Any) -> "User":
        """As always; by key alone, as each request of a member asks, in a query that is built once."""
        pk = named.get("pk")
        if conditions or len(named) != 1 or not isinstance(pk, int):
            return super().get(*conditions, **named)
        known = self._at_hand()
        if known is not None and known.pk == pk:
            return known
        row = next(prepared_rows("member", self._by_key, pk), None)
        if row is None:
            raise self.model.DoesNotExist
        return self.model.from_db(self.db, list(row), list(row.values()))

    def _at_hand(self) -> "User | None":
        row = _at_hand.get()
        return self.model.from_db(self.db, self._columns(), row) if row else None

    def _by_key(self, pk: int) -> QuerySet[Any, Any]:
        found: QuerySet[Any, Any] = self.get_queryset().filter(pk=pk).values(*self._columns())
        return found

    def _columns(self) -> list[str]:
        return [field.attname for field in self.model._meta.concrete_fields]


@lru_cache(maxsize=1_000)
def _page_of(username: str) -> str:
    """Asked for each author of each card and comment."""
    return reverse("feed:member", args=[username])


class User(AbstractUser):
    """A member: reader, author, moderator or administrator.

    `first_name` and `last_name` are not used; a member is shown by `display_name` or the username.
    `trust_floor`: the level that a moderator gave, below which nothing takes the member; None where nobody did.
    `silenced_until`, `suspended_until`: end of a sanction, NO_END for one without; None for none. The clock ends
    it; the row is tidied later (moderation.sweepers).
    """

    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    username = models.CharField(
        _("username"),
        max_length=30,
        unique=True,
        validators=[
            RegexValidator(
                USERNAME_PATTERN,
                _(
                    "Use 2 to 30 letters (a–z), digits, hyphens and underscores, beginning with a letter or digit."
                ),
            )
        ],
        error_messages={"unique": _("This username is taken.")},
    )
    email = models.EmailField(_("e-mail address"), blank=True)
    display_name = models.CharField(_("name shown"), max_length=60, blank=True)
    bio = models.TextField(_("about"), max_length=500, blank=True)
    avatar = ImageField(_("picture"), upload_to="avatars/", blank=True)
    language = models.CharField(_("language"), max_length=5, blank=True)
    time_zone = models.CharField(_("time zone"), max_length=40, blank=True)
    trust_level = models.PositiveSmallIntegerField(
        _("trust level"), choices=TrustLevel, default=TrustLevel.NEW
    )
    trust_floor = models.PositiveSmallIntegerField(
        _("at least"), choices=TrustLevel, null=True, blank=True, editable=False
    )
    silenced_until = models.DateTimeField(_("may not write until"), null=True, editable=False)
    suspended_until = models.DateTimeField(_("kept out until"), null=True, editable=False)
    # The database knows these defaults too, so that a release that does not know the columns can still write.
    theme = models.CharField(
        _("light or dark"), max_length=5, choices=Theme, default=Theme.AUTO, db_default=Theme.AUTO
    )
    text_size = models.CharField(
        _("text size"), max_length=2, choices=TextSize,
        default=TextSize.MEDIUM, db_default=TextSize.MEDIUM,
    )  # fmt: skip
    shows_reactions = models.BooleanField(
        _("shows reactions given"), default=False, db_default=False
    )
    mail_pace = models.CharField(
        _("notifications by e-mail"), max_length=5, choices=MailPace,
        default=MailPace.AT_ONCE, db_default=MailPace.AT_ONCE,
    )  # fmt: skip

    left_at = models.DateTimeField(_("left"), null=True, editable=False)

    objects: ClassVar[MemberManager] = MemberManager()

    class Meta:
        verbose_name = _("member")
        verbose_name_plural = _("members")
        indexes = (
            models.Index(
                "silenced_until",
                name="accounts_silenced",
                condition=Q(silenced_until__isnull=False),
            ),
            models.Index(
                "suspended_until",
                name="accounts_suspended",
                condition=Q(suspended_until__isnull=False),
            ),
        )
        constraints = (
            models.UniqueConstraint(
                Lower("username"),
                name="accounts_username_unique",
                violation_error_message=_("This username is taken."),
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name that readers see."""
        if self.left_at:
            return gettext("Former member")
        return self.display_name or self.username

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return _page_of(self.username)

    @property
    def gets_daily_mail(self) -> bool:
        return self.mail_pace == MailPace.DAILY

    @property
    def is_silenced(self) -> bool:
        """May read, but not write, react or vote."""
        return self.silenced_until is not None and self.silenced_until > timezone.now()

    @property
    def is_suspended(self) -> bool:
        """May only see why, appeal, and take the own data along."""
        return self.suspended_until is not None and self.suspended_until > timezone.now()

    @property
    def has_standing(self) -> bool:
        """Beyond probation: past the level NEW, or a moderator."""
        return self.trust_level > TrustLevel.NEW or self.is_moderator

    @cached_property
    def roles(self) -> frozenset[str]:
        """Names of the groups in which this member works here; asks the database once per object."""
        if not (self.is_staff and self.is_active) or self.is_suspended:
            return frozenset()
        return frozenset(self.groups.values_list("name", flat=True))

    @property
    def is_moderator(self) -> bool:
        """May act on what others wrote, wherever it stands."""
        if self.is_superuser and self.is_active and not self.is_suspended:
            return True
        return MODERATORS in self.roles

    @property
    def has_desk(self) -> bool:
        """May decide about something; moderation.access says about what."""
        return self.is_moderator or bool(self.roles & {CATEGORY_MODERATORS, EDITORS})
