"""Shape of what authors type about their series."""

from collections.abc import Iterable

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from feed.models import Post, Series
from feed.text.plain import one_line

MAX_NUMBER = 9_999


class SeriesForm(forms.Form):
    """Name, description, and a number for each of the `posts`."""

    title = forms.CharField(label=_("Name of the series"), max_length=100)
    description = forms.CharField(
        label=_("What it is about"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, data: object = None, *, series: Series, posts: Iterable[Post]) -> None:
        words = {"title": series.title, "description": series.description}
        super().__init__(data, initial=words)  # type: ignore[arg-type]
        self.posts = list(posts)
        for number, post in enumerate(self.posts, start=1):
            self.fields[f"number-{post.pk}"] = forms.IntegerField(
                label=post.title, initial=number, min_value=0, max_value=MAX_NUMBER
            )

    def clean_title(self) -> str:
        title = one_line(self.cleaned_data["title"])
        if not title:
            raise forms.ValidationError(_("Write a name of visible characters."))
        return title

    def parts(self) -> list[tuple[Post, BoundField]]:
        """The posts, each with the field of its number."""
        return [(post, self[f"number-{post.pk}"]) for post in self.posts]

    def numbers(self) -> dict[int, int]:
        """The typed numbers by the post's primary key. Call it on a valid form."""
        return {post.pk: self.cleaned_data[f"number-{post.pk}"] for post in self.posts}
