"""What readers answer."""

import secrets

from django import forms
from django.utils.translation import gettext_lazy as _

from feed.access import MAX_PK
from feed.models.comment import COMMENT_LENGTH
from feed.text.plain import one_line

FORM_KEY = r"^[A-Za-z0-9_-]{8,40}\Z"


def new_form_key() -> str:
    """Names a form that is about to be shown, so that it makes one comment however often it is sent."""
    return secrets.token_urlsafe(12)


class CommentForm(forms.Form):
    """An answer. `parent`: the comment that is answered, if it is one; `form_key`: see `new_form_key`."""

    body = forms.CharField(
        label=_("Comment"),
        max_length=COMMENT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    parent = forms.IntegerField(
        required=False, min_value=1, max_value=MAX_PK, widget=forms.HiddenInput
    )
    form_key = forms.RegexField(FORM_KEY, required=False, widget=forms.HiddenInput)

    def clean_body(self) -> str:
        body: str = self.cleaned_data["body"]
        if not one_line(body):
            raise forms.ValidationError(_("Write something first."))
        return body
