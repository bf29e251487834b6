"""How figures are shown to sponsor managers."""

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from sponsors.templatetags.sponsor_figures import percent


def ctr(*, clicks: int, viewables: int) -> str:
    """Clicks of viewable impressions in percent, or a dash before the first."""
    return percent(clicks / viewables if viewables else None)


def progress(delivered: int, *, of: int | None) -> str:
    """Such as "1,204 of 10,000"; only the first where no quantity was bought."""
    shown = number_format(delivered, force_grouping=True)
    if of is None:
        return shown
    return _("%(delivered)s of %(bought)s") % {
        "delivered": shown,
        "bought": number_format(of, force_grouping=True),
    }
