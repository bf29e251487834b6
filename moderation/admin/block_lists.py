"""Taking over lists of websites: hosts files, plain lists, filter lists."""

from typing import Any, Final

from django import forms
from django.contrib import admin
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.widgets import (
    UnfoldAdminSelectWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
)

from feed.models import ContactStanding
from feed.services.contacts import bad_lines, import_domains

MAX_BYTES: Final = 5_000_000
# A page that asks again holds so much of a file; a longer one is chosen again.
KEPT_BYTES: Final = 1_000_000
SHOWN_BAD: Final = 50
SHOWN_CHARACTERS: Final = 120
STANDINGS: Final = [
    (each.value, each.label) for each in ContactStanding if each != ContactStanding.UNKNOWN
]


class ListForm(forms.Form):
    """A list, pasted or as a file, and what is thought of all that it names."""

    standing = forms.ChoiceField(
        label=gettext_lazy("standing"), choices=STANDINGS, initial=ContactStanding.BLOCKED,
        widget=UnfoldAdminSelectWidget,
    )  # fmt: skip
    source = forms.CharField(
        label=gettext_lazy("name of the list"), max_length=60, widget=UnfoldAdminTextInputWidget
    )
    reason = forms.CharField(
        label=gettext_lazy("reason"),
        max_length=200,
        required=False,
        widget=UnfoldAdminTextInputWidget,
    )
    lines = forms.CharField(
        label=gettext_lazy("websites, one a line"), required=False, max_length=MAX_BYTES,
        widget=UnfoldAdminTextareaWidget,
    )  # fmt: skip
    file = forms.FileField(label=gettext_lazy("or a file"), required=False)

    def clean_file(self) -> "UploadedFile[Any] | None":
        file: UploadedFile[Any] | None = self.cleaned_data["file"]
        if file and (file.size or 0) > MAX_BYTES:
            raise forms.ValidationError(_("The file is larger than 5 MB. Divide it."))
        return file

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not cleaned.get("lines") and not cleaned.get("file") and not self.errors:
            raise forms.ValidationError(_("Paste a list or choose a file."))
        return cleaned

    def all_lines(self) -> list[str]:
        file: UploadedFile[Any] | None = self.cleaned_data.get("file")
        read = file.read().decode("utf-8", "replace") if file else ""
        return [*self.cleaned_data["lines"].splitlines(), *read.splitlines()]

    def keep_file(self) -> None:
        """Browsers forget files: what was in it comes back as if it had been pasted."""
        file: UploadedFile[Any] | None = self.files.get("file")
        if file and (file.size or 0) <= KEPT_BYTES:
            file.seek(0)
            read = file.read().decode("utf-8", "replace")
            pasted = "\n".join(part for part in (self.data.get("lines", ""), read) if part)
            self.data = {**dict(self.data.items()), "lines": pasted}


def import_websites(request: HttpRequest) -> HttpResponse:
    """Take a list over, and say which lines named no website."""
    form = ListForm(request.POST or None, request.FILES or None)
    context = {**admin.site.each_context(request), "title": _("Import a list"), "form": form}
    if request.method == "POST" and form.is_valid():
        lines = form.all_lines()
        bad = bad_lines(lines)
        context |= {
            "count": import_domains(
                lines,
                standing=ContactStanding(form.cleaned_data["standing"]),
                source=form.cleaned_data["source"],
                reason=form.cleaned_data["reason"],
            ),
            "bad": [(number, line[:SHOWN_CHARACTERS]) for number, line in bad[:SHOWN_BAD]],
            "bad_count": len(bad),
            "form": ListForm(),
            "is_done": True,
        }
    if form.is_bound and form.errors:
        form.keep_file()
    status = 422 if form.is_bound and form.errors else 200
    return TemplateResponse(request, "admin/moderation/import.html", context, status=status)
