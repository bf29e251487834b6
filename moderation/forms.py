"""What members tell moderators."""

from django import forms
from django.utils.translation import gettext_lazy as _

from moderation.models import APPEAL_LENGTH, WORDS_LENGTH, ReportReason


class ReportForm(forms.Form):
    """A reason of the table, and words if the member has more to say."""

    reason = forms.ModelChoiceField(
        ReportReason.objects.filter(is_offered=True),
        label=_("What is wrong?"),
        to_field_name="code",
        empty_label=None,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what is wrong.")},
    )
    words = forms.CharField(
        label=_("What should moderators know? (optional)"),
        max_length=WORDS_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class AppealForm(forms.Form):
    """What a member answers to a decision."""

    words = forms.CharField(
        label=_("Your words to the moderators"),
        max_length=APPEAL_LENGTH,
        widget=forms.Textarea(attrs={"rows": 6, "dir": "auto"}),
        error_messages={"required": _("Write what you see otherwise.")},
    )
