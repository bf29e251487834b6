"""Where a moderator says why."""

from datetime import datetime, timedelta
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _
from unfold.forms import ActionForm
from unfold.widgets import (
    UnfoldAdminSelectWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
)

from accounts.models import NO_END
from moderation.errors import ReasonMissingError, ReasonNotOfferedError
from moderation.models import APPEAL_LENGTH, NOTE_LENGTH
from moderation.models.note import MEMBER_NOTE_LENGTH
from moderation.selectors.decision_reasons import offered_choices

# The buttons that decide are named so in a form.
BUTTON = "decide_"
# The look of the library's own select in the bar.
BAR_CLASSES = ActionForm.base_fields["action"].widget.attrs["class"]
# How long a sanction lasts, in days; "0" for no end.
A_WEEK = "7"
LASTS = [
    ("1", _("for a day")),
    ("3", _("for three days")),
    (A_WEEK, _("for a week")),
    ("30", _("for thirty days")),
    ("90", _("for ninety days")),
    ("0", _("without end")),
]


def reason_choices() -> list[tuple[str, Any]]:
    """What moderators may choose at this moment, and nothing."""
    return [("", _("Reason …")), *offered_choices()]


def reason_field() -> forms.ChoiceField:
    told = _("This reason is no longer offered. Choose another.")
    return forms.ChoiceField(
        label=_("Reason"),
        choices=reason_choices,
        required=False,
        widget=UnfoldAdminSelectWidget({"aria-label": _("Reason")}),
        error_messages={"invalid_choice": told},
    )


def note_field() -> forms.CharField:
    widget = UnfoldAdminTextInputWidget({"aria-label": _("Note"), "placeholder": _("Note")})
    return forms.CharField(label=_("Note"), max_length=NOTE_LENGTH, required=False, widget=widget)


def lasts_field(**attributes: str) -> forms.ChoiceField:
    widget = UnfoldAdminSelectWidget({"aria-label": _("How long"), **attributes})
    return forms.ChoiceField(
        label=_("How long"), choices=LASTS, required=False, initial=A_WEEK, widget=widget
    )


class WhyForm(forms.Form):
    """The reason, the note and the end alone, as read from either form below."""

    reason = reason_field()
    note = note_field()
    lasts = lasts_field()

    @property
    def objection(self) -> str:
        """Why nothing can be decided, where the form itself is not shown."""
        if self.has_error("reason", "invalid_choice"):
            return str(ReasonNotOfferedError())
        return str(ReasonMissingError())

    def end(self, *, now: datetime) -> datetime:
        """When a sanction ends; a week from now where nothing was chosen."""
        days = int(self.cleaned_data["lasts"] or A_WEEK)
        return now + timedelta(days=days) if days else NO_END


class DecisionActionForm(ActionForm):
    """The bar under a list: a deed for all that is selected, and why; the reason is checked by WhyForm, which says more."""

    reason = forms.CharField(
        label="",
        required=False,
        widget=UnfoldAdminSelectWidget(
            {"class": BAR_CLASSES, "aria-label": _("Reason")}, choices=reason_choices
        ),
    )
    note = forms.CharField(
        label="",
        max_length=NOTE_LENGTH,
        required=False,
        widget=UnfoldAdminTextInputWidget({"aria-label": _("Note"), "placeholder": _("Note")}),
    )


class MemberActionForm(DecisionActionForm):
    """The bar under the list of members: sanctions have an end."""

    lasts = lasts_field(**{"class": BAR_CLASSES})


class DecisionForm(forms.ModelForm):  # type: ignore[type-arg]
    """The page of one subject: its buttons decide, and some of them need a reason."""

    reason = reason_field()
    note = note_field()

    NEEDS_REASON: ClassVar[frozenset[str]] = frozenset({"hide", "warn", "silence", "suspend"})

    def clean(self) -> dict[str, Any] | None:
        if self._asks_for_reason() and not self.cleaned_data.get("reason"):
            self.add_error("reason", _("Choose a reason; the member is told it."))
        return super().clean()

    def _asks_for_reason(self) -> bool:
        return any(f"{BUTTON}{name}" in self.data for name in self.NEEDS_REASON)


class MemberForm(DecisionForm):
    """The page of one member: sanctions have an end, and a lower trust level has a reason."""

    lasts = lasts_field()

    def _asks_for_reason(self) -> bool:
        level = self.cleaned_data.get("trust_level")
        return super()._asks_for_reason() or (
            level is not None and int(level) < self.initial["trust_level"]
        )


class AnswerWhyForm(WhyForm):
    """What is said to a member may be long."""

    note = forms.CharField(max_length=APPEAL_LENGTH, required=False)


class AnswerForm(forms.ModelForm):  # type: ignore[type-arg]
    """The page of one appeal: every button sends words to the member."""

    note = forms.CharField(
        label=_("To the member"),
        max_length=APPEAL_LENGTH,
        required=False,
        help_text=_("The member reads this; your name is not shown."),
        widget=UnfoldAdminTextareaWidget({"rows": 6}),
    )

    def clean(self) -> dict[str, Any] | None:
        if not str(self.cleaned_data.get("note", "")).strip():
            self.add_error("note", _("Write to the member why; nothing was decided."))
        return super().clean()


class NoteForm(forms.Form):
    """A remark about a member."""

    words = forms.CharField(
        label=_("Note"),
        max_length=MEMBER_NOTE_LENGTH,
        widget=UnfoldAdminTextareaWidget({"rows": 4, "aria-label": _("Note")}),
    )
