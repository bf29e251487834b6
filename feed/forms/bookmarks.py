"""Shape of what members type about the posts that they keep."""

from collections.abc import Iterable

from django import forms
from django.utils.translation import gettext_lazy as _

from feed.models import BookmarkList
from feed.text.plain import one_line


class BookmarkListForm(forms.Form):
    """The name of a list."""

    name = forms.CharField(label=_("Name of the list"), max_length=60)

    def clean_name(self) -> str:
        name = one_line(self.cleaned_data["name"])
        if not name:
            raise forms.ValidationError(_("Write a name of visible characters."))
        return name


class BookmarkForm(forms.Form):
    """A note, and the list to lie on; `lists` are those of the member."""

    note = forms.CharField(label=_("Note"), max_length=300, required=False)
    list = forms.TypedChoiceField(label=_("List"), coerce=int)

    def __init__(self, data: object = None, *, lists: Iterable[BookmarkList]) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        self.fields["list"].choices = [(each.pk, each.name) for each in lists]  # type: ignore[attr-defined]
