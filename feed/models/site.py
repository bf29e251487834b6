"""What the site is called and how it proves to search engines that it is ours."""

from typing import ClassVar

from django.core.validators import (
    MaxValueValidator,
    MinValueValidator,
    RegexValidator,
    URLValidator,
)
from django.db import models
from django.utils.translation import gettext_lazy as _

_token = RegexValidator(
    r"^[A-Za-z0-9_.=-]{1,120}\Z",
    _("Paste only the token: letters, digits and . _ = - (no quotes, no HTML)."),
)
_file = RegexValidator(
    r"^google[0-9a-z]{8,40}\.html\Z",
    _("Paste the file's name, such as google0123456789abcdef.html."),
)


_robots = RegexValidator(
    r"^(?:(?:[A-Za-z-]{1,30}:[ \t]*[^\r\n]{0,500}|#[^\r\n]{0,500}|[ \t]*)(?:\r?\n|\Z))*\Z",
    _("Write lines such as “Disallow: /private/”, or comments that begin with #."),
)
_contact = RegexValidator(
    r"^(?:mailto:[^\s@]+@[^\s@]+|https://\S+)\Z",
    _("Write an address such as mailto:security@example.org or https://example.org/report."),
)


class CrawlerPolicy(models.TextChoices):
    """Which robots may read the site."""

    ALL = "all", _("all of them")
    SEARCH = "search", _("all but those that train language models")
    NONE = "none", _("none")


class SiteSettings(models.Model):
    """The one row that a moderator edits in the admin."""

    ONLY: ClassVar[int] = 1

    name = models.CharField(_("name"), max_length=60, default="Broadsheet")
    tagline = models.CharField(_("tagline"), max_length=120, blank=True)
    description = models.CharField(
        _("description"),
        max_length=300,
        blank=True,
        help_text=_("For search engines and link previews."),
    )
    about = models.TextField(
        _("about this site"),
        max_length=2000,
        blank=True,
        help_text=_("Shown in the footer."),
    )
    google_verification = models.CharField(
        _("Google: token of the meta tag"),
        max_length=120,
        blank=True,
        validators=[_token],
    )
    google_verification_file = models.CharField(
        _("Google: name of the verification file"),
        max_length=60,
        blank=True,
        validators=[_file],
        help_text=_("Served at this address with the content that Google expects."),
    )
    bing_verification = models.CharField(
        _("Bing: token"),
        max_length=120,
        blank=True,
        validators=[_token],
        help_text=_("Served as a meta tag and as BingSiteAuth.xml."),
    )
    slot_paragraph = models.PositiveSmallIntegerField(
        _("sponsor’s slot after paragraph"),
        default=3,
        validators=[MinValueValidator(1), MaxValueValidator(50)],
        help_text=_("In an article; a shorter one has no slot in its text."),
    )
    slot_every = models.PositiveSmallIntegerField(
        _("sponsor’s slot after every … posts"),
        default=6,
        validators=[MinValueValidator(3), MaxValueValidator(50)],
        help_text=_("In a list of posts."),
    )
    crawlers = models.CharField(
        _("robots that may read the site"),
        max_length=12,
        choices=CrawlerPolicy,
        default=CrawlerPolicy.SEARCH,
    )
    robots_extra = models.TextField(
        _("further lines for robots.txt"),
        max_length=4000,
        blank=True,
        validators=[_robots],
        help_text=_("One rule a line, such as “User-agent: SomeBot” and “Disallow: /”."),
    )
    feeds_hold_whole_texts = models.BooleanField(
        _("feeds hold whole texts"),
        default=True,
        help_text=_("Otherwise RSS, Atom and JSON feeds hold the excerpts."),
    )
    websub_hub = models.CharField(
        _("WebSub hub"),
        max_length=200,
        blank=True,
        validators=[URLValidator(schemes=["https"])],
        help_text=_("Address of a hub that tells readers’ programs about new posts at once."),
    )
    security_contact = models.CharField(
        _("security contact"),
        max_length=200,
        blank=True,
        validators=[_contact],
        help_text=_("A mailto: or https: address for security.txt."),
    )
    humans = models.TextField(
        _("who makes this site"), max_length=2000, blank=True, help_text=_("Served as humans.txt.")
    )
    staff_needs_second_factor = models.BooleanField(
        _("staff needs a second factor"),
        default=False,
        db_default=False,
        help_text=_(
            "Who has neither an app nor a passkey is led to set one up before the administration opens."
        ),
    )
    updated_at = models.DateTimeField(_("changed"), auto_now=True)

    class Meta:
        verbose_name = _("site settings")
        verbose_name_plural = _("site settings")
        constraints = (
            models.CheckConstraint(condition=models.Q(pk=1), name="feed_one_site_settings"),
        )

    def __str__(self) -> str:
        return self.name
