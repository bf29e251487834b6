"""What readers answer."""

from django import forms
from django.utils.translation import gettext_lazy as _

from feed.models.comment import COMMENT_LENGTH
from feed.text.plain import one_line


class CommentForm(forms.Form):
    """An answer. `parent` is the comment that is answered, if it is one."""

    body = forms.CharField(
        label=_("Comment"),
        max_length=COMMENT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    parent = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)

    def clean_body(self) -> str:
        body: str = self.cleaned_data["body"]
        if not one_line(body):
            raise forms.ValidationError(_("Write something first."))
        return body
