"""Where a moderator says why."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _
from unfold.forms import ActionForm
from unfold.widgets import UnfoldAdminSelectWidget, UnfoldAdminTextInputWidget

from moderation.models import NOTE_LENGTH, Reason

# The buttons that decide are named so in a form.
BUTTON = "decide_"
# The look of the library's own select in the bar.
BAR_CLASSES = ActionForm.base_fields["action"].widget.attrs["class"]
CHOICES = [("", _("Reason …")), *Reason.choices]


def reason_field() -> forms.ChoiceField:
    widget = UnfoldAdminSelectWidget({"aria-label": _("Reason")})
    return forms.ChoiceField(label=_("Reason"), choices=CHOICES, required=False, widget=widget)


def note_field() -> forms.CharField:
    widget = UnfoldAdminTextInputWidget({"aria-label": _("Note"), "placeholder": _("Note")})
    return forms.CharField(label=_("Note"), max_length=NOTE_LENGTH, required=False, widget=widget)


class WhyForm(forms.Form):
    """The reason and the note alone, as read from either form below."""

    reason = reason_field()
    note = note_field()


class DecisionActionForm(ActionForm):
    """The bar under a list: a deed for all that is selected, and why."""

    reason = forms.ChoiceField(
        label="",
        choices=CHOICES,
        required=False,
        widget=UnfoldAdminSelectWidget({"class": BAR_CLASSES, "aria-label": _("Reason")}),
    )
    note = forms.CharField(
        label="",
        max_length=NOTE_LENGTH,
        required=False,
        widget=UnfoldAdminTextInputWidget({"aria-label": _("Note"), "placeholder": _("Note")}),
    )


class DecisionForm(forms.ModelForm):  # type: ignore[type-arg]
    """The page of one subject: its buttons decide, and some of them need a reason."""

    reason = reason_field()
    note = note_field()

    NEEDS_REASON: ClassVar[frozenset[str]] = frozenset({"hide", "suspend"})

    def clean(self) -> dict[str, Any] | None:
        if self._asks_for_reason() and not self.cleaned_data.get("reason"):
            self.add_error("reason", _("Choose a reason; the author is told it."))
        return super().clean()

    def _asks_for_reason(self) -> bool:
        return any(f"{BUTTON}{name}" in self.data for name in self.NEEDS_REASON)
