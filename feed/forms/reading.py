"""Shape of what members choose about their feeds."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from feed.models.mute import KEYWORD_LENGTH


class ReadingForm(forms.Form):
    """The languages that a member reads, and whether reading is remembered."""

    languages = forms.MultipleChoiceField(
        label=_("Languages I read"),
        help_text=_("Feeds show posts in these languages only. Choose none, and they show all."),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    keeps_history = forms.BooleanField(
        label=_("Remember what I read"),
        help_text=_(
            "For you learns from it, and nobody else sees it. Switched off, what was remembered is deleted."
        ),
        required=False,
    )

    def __init__(self, data: object = None, *, initial: dict[str, object] | None = None) -> None:
        super().__init__(data, initial=initial)  # type: ignore[arg-type]
        self.fields["languages"].choices = settings.LANGUAGES  # type: ignore[attr-defined]


class KeywordForm(forms.Form):
    """A word to mute."""

    keyword = forms.CharField(label=_("Word to mute"), max_length=KEYWORD_LENGTH)
