"""What reaches a member, and how."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import ALWAYS_ON, Channel, MailPace, NotificationKind, User
from accounts.services.preferences import Wish, wishes_of


@dataclass(frozen=True)
class Row:
    """One kind, with a box for each channel, in the order of Channel."""

    label: str | Promise
    boxes: list[forms.BoundField]


class NotificationsForm(forms.Form):
    """A box for each kind and channel, and the pace of mail."""

    mail_pace = forms.ChoiceField(
        label=_("E-mail comes"), choices=MailPace.choices, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for kind, channel in _cells():
            self.fields[_name(kind, channel)] = forms.BooleanField(
                label=_label(kind, channel), required=False, disabled=(kind, channel) in ALWAYS_ON
            )

    def rows(self) -> Iterator[Row]:
        """The table, a row a kind."""
        for kind in NotificationKind:
            yield Row(kind.label, [self[_name(kind, channel)] for channel in Channel])

    def channels(self) -> Iterable[str | Promise]:
        """The heads of the table's columns."""
        return (channel.label for channel in Channel)

    def wishes(self) -> frozenset[Wish]:
        """What the service takes. Call it on a valid form."""
        return frozenset(cell for cell in _cells() if self.cleaned_data[_name(*cell)])


def initial_of(member: User) -> dict[str, Any]:
    """What the form shows when it is opened."""
    wishes = wishes_of(member)
    return {_name(*cell): cell in wishes for cell in _cells()} | {"mail_pace": member.mail_pace}


def _cells() -> Iterator[Wish]:
    return ((kind, channel) for kind in NotificationKind for channel in Channel)


def _name(kind: NotificationKind, channel: Channel) -> str:
    return f"{kind.value}-{channel.value}"


def _label(kind: NotificationKind, channel: Channel) -> str:
    return f"{kind.label}: {channel.label}"
