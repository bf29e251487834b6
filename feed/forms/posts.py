"""What authors type."""

from datetime import tzinfo
from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from feed.forms.links import LinkFields
from feed.forms.times import WallTimeField
from feed.models import Category, Image, Post
from feed.models.post import BODY_LENGTH, TITLE_LENGTH
from feed.services.publishing import PostDraft
from feed.services.tagging import MAX_TAGS, NAME_LENGTH, tag_slug
from feed.text.plain import excerpt_of, one_line


class PostForm(LinkFields):
    """A post as its author writes it. `image_pk` carries a picture that was already taken over."""

    # A long title wraps in the form as it will on the page; a break that is typed is taken out again.
    title = forms.CharField(
        label=_("Title"),
        max_length=TITLE_LENGTH,
        widget=forms.Textarea(attrs={"rows": 1, "enterkeyhint": "next"}),
    )
    body = forms.CharField(
        label=_("Text"),
        max_length=BODY_LENGTH,
        widget=forms.Textarea(attrs={"rows": 20}),
        required=False,
    )
    excerpt = forms.CharField(
        label=_("Excerpt"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Shown in lists. Left empty, it is taken from the beginning of the text."),
    )
    category = forms.ModelChoiceField(
        label=_("Category"), queryset=Category.objects.all(), empty_label=_("Choose a category")
    )
    tags = forms.CharField(
        label=_("Tags"),
        max_length=300,
        required=False,
        help_text=_("Up to five, separated by commas."),
    )
    series = forms.CharField(
        label=_("Series"),
        max_length=100,
        required=False,
        widget=forms.TextInput(attrs={"list": "own-series", "autocomplete": "off"}),
        help_text=_("Posts with the same series are read one after the other."),
    )
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    image = forms.FileField(
        label=_("Lead image"),
        required=False,
        help_text=_("JPEG, PNG, WebP or GIF, at most 10 MB."),
    )
    image_pk = forms.IntegerField(required=False, widget=forms.HiddenInput)
    image_alt = forms.CharField(
        label=_("What the image shows"),
        max_length=250,
        required=False,
        help_text=_("For readers who cannot see it."),
    )
    image_caption = forms.CharField(label=_("Caption"), max_length=300, required=False)
    image_credit = forms.CharField(label=_("Credit"), max_length=100, required=False)
    image_focus_x = forms.IntegerField(
        label=_("Focus, percent from the left"),
        min_value=0,
        max_value=100,
        required=False,
        initial=50,
    )
    image_focus_y = forms.IntegerField(
        label=_("Focus, percent from the top"),
        min_value=0,
        max_value=100,
        required=False,
        initial=50,
        help_text=_("This point of the picture stays in view where lists show only a part of it."),
    )
    is_sensitive = forms.BooleanField(
        label=_("No advertising beside this post"),
        required=False,
        help_text=_("For stories about loss, violence or disaster."),
    )
    publish_at = WallTimeField(label=_("Publish at"), required=False)
    browser_zone = forms.CharField(max_length=60, required=False, widget=forms.HiddenInput)
    autosave_key = forms.CharField(max_length=40, required=False, widget=forms.HiddenInput)
    autosave_counter = forms.IntegerField(min_value=0, required=False, widget=forms.HiddenInput)
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    correction = forms.CharField(
        label=_("Correction"),
        max_length=300,
        required=False,
        help_text=_(
            "If the change matters to readers, tell them what was wrong. Shown with the post."
        ),
    )
    remove_image = forms.BooleanField(label=_("Remove the lead image"), required=False)

    IMAGE_FIELDS: ClassVar[tuple[str, ...]] = (
        "image_alt",
        "image_caption",
        "image_credit",
    )

    def clean_title(self) -> str:
        title = one_line(self.cleaned_data["title"])
        if not title:
            raise forms.ValidationError(_("Write a title of visible characters."))
        return title

    def clean_tags(self) -> tuple[str, ...]:
        names = tuple(name for name in map(one_line, self.cleaned_data["tags"].split(",")) if name)
        if len(names) > MAX_TAGS:
            raise forms.ValidationError(
                _("Choose five tags at most; there are %(count)s."),
                params={"count": len(names)},
            )
        if any(len(name) > NAME_LENGTH for name in names):
            raise forms.ValidationError(
                _("A tag has %(limit)s characters at most."),
                params={"limit": NAME_LENGTH},
            )
        if not all(map(tag_slug, names)):
            raise forms.ValidationError(_("Write tags with letters or digits."))
        return names

    def clean(self) -> dict[str, Any]:
        if self.data.get("action") == "schedule" and not self.cleaned_data.get("publish_at"):
            self._require_time()
        return self.cleaned_data

    def _require_time(self) -> None:
        if "publish_at" not in self.errors:
            self.add_error("publish_at", _("Choose when the post is to be published."))

    def draft(self, *, lead_image: Image | None) -> PostDraft:
        """What the services take. Call it on a valid form."""
        data = self.cleaned_data
        return PostDraft(
            title=data["title"],
            body=data["body"],
            category=data["category"],
            tags=data["tags"],
            language=data["language"],
            excerpt=data["excerpt"],
            lead_image=lead_image,
            series=data["series"],
            link_url=data["link_url"],
            canonical_url=data["canonical_url"],
            is_sensitive=data["is_sensitive"],
        )


def initial_of(post: Post, *, zone: tzinfo) -> dict[str, Any]:
    """What the form shows when an existing post is opened in it; an excerpt that we cut is left to be cut again."""
    image, at = post.lead_image, post.scheduled_for
    return {
        "title": post.title,
        "body": post.body,
        "excerpt": "" if post.excerpt == excerpt_of(post.body_html) else post.excerpt,
        "category": post.category_id,
        "tags": ", ".join(tag.name for tag in post.tags.all()),
        "series": post.series.title if post.series else "",
        "link_url": post.link.url if post.link else "",
        "canonical_url": post.canonical_url,
        "language": post.language,
        "is_sensitive": post.is_sensitive,
        "version": post.version,
        "publish_at": at.astimezone(zone).replace(tzinfo=None) if at else None,
        "image_pk": image.pk if image else None,
        "image_alt": image.alt if image else "",
        "image_caption": image.caption if image else "",
        "image_credit": image.credit if image else "",
        "image_focus_x": image.focus_x if image else 50,
        "image_focus_y": image.focus_y if image else 50,
    }


class AutosaveForm(forms.Form):
    """Which form of which tab is to be kept; what stands in it is kept as it is."""

    autosave_key = forms.RegexField(r"^[A-Za-z0-9_-]{8,40}\Z|^post-[0-9]{1,18}\Z")
    autosave_counter = forms.IntegerField(min_value=0, max_value=2**31 - 1, required=False)

    def post_pk(self) -> int | None:
        """Primary key of the post that is edited; None while it is a new one."""
        kind, _dash, number = self.cleaned_data["autosave_key"].partition("-")
        return int(number) if kind == "post" and number.isdecimal() else None
