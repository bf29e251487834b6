"""What the site decided about sponsoring."""

from typing import ClassVar

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import TrustLevel


class SponsoringPolicy(models.Model):
    """The one row that a sponsor manager edits in the admin."""

    ONLY: ClassVar[int] = 1

    ad_free_from = models.PositiveSmallIntegerField(
        _("no advertising from this trust level on"),
        choices=TrustLevel,
        null=True,
        blank=True,
        help_text=_("Members of this level and above see no sponsor; leave empty to show all."),
    )
    counts_staff = models.BooleanField(
        _("count the staff"),
        default=False,
        help_text=_("Whether what the staff and the sponsor’s own people see and click is billed."),
    )
    currency = models.CharField(
        _("currency"),
        max_length=3,
        default="EUR",
        validators=[RegexValidator(r"^[A-Z]{3}\Z", _("Write three capital letters, such as EUR."))],
    )
    ads_txt = models.TextField(
        _("lines of ads.txt"),
        max_length=20_000,
        blank=True,
        help_text=_(
            "Others who may sell the site’s slots, one a line. Empty: nobody may, which the file then says."
        ),
    )
    invoice_sender = models.TextField(
        _("sender of invoices"),
        max_length=400,
        blank=True,
        help_text=_("Name, address, tax number; printed at the top of each invoice."),
    )

    class Meta:
        verbose_name = _("sponsoring policy")
        verbose_name_plural = _("sponsoring policy")
        constraints = (
            models.CheckConstraint(condition=models.Q(pk=1), name="sponsors_one_policy"),
        )

    def __str__(self) -> str:
        return str(self._meta.verbose_name)
