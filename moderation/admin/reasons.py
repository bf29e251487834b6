"""The table of reasons that moderators decide for."""

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin
from unfold.decorators import display
from unfold.widgets import UnfoldAdminTextareaWidget

from config.freshness import touch
from moderation.models import DECISIONS_SHOWN, RELIED_ON, DecisionReason, Reason
from moderation.selectors.decision_reasons import all_codes
from moderation.services.reasons import take_turn

FIELDS = ("label", "code", "explanation", "is_spam", "is_offered", "position")
# For whoever changes a reason that comes with the program.
STANDARD = _("These words come with the program, and each reader sees them in his or her language. What you write instead is shown to everybody as you write it; decisions of before keep what they said.")  # fmt: skip


class ReasonForm(forms.ModelForm):  # type: ignore[type-arg]
    """One row of the table."""

    class Meta:
        widgets: ClassVar = {"explanation": UnfoldAdminTextareaWidget({"rows": 3})}

    def clean(self) -> dict[str, Any] | None:
        """Of two who add the same code at once the second reads that it is taken."""
        take_turn()
        return super().clean()


@admin.register(DecisionReason)
class DecisionReasonAdmin(ModelAdmin):
    """Reasons are added, worded and withdrawn, never deleted: decisions point to them."""

    form = ReasonForm
    list_display = ("show_label", "code", "is_spam", "is_offered", "position")
    ordering = ("position", "code")
    prepopulated_fields: ClassVar = {"code": ("label",)}

    @display(description=_("words"), ordering="label")
    def show_label(self, reason: DecisionReason) -> str:
        """As members read it: those that come with the program in their language."""
        return str(reason)

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> tuple[Any, ...]:
        is_standard = obj is not None and obj.code in Reason.values
        return ((None, {"fields": FIELDS, "description": STANDARD if is_standard else ""}),)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """A new one stands behind the others."""
        last = len(all_codes())
        return {"position": last, **super().get_changeform_initial_data(request)}

    def get_prepopulated_fields(self, request: HttpRequest, obj: Any = None) -> dict[str, Any]:
        return {} if obj else dict(self.prepopulated_fields)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """What the database would refuse to change."""
        if obj is None:
            return ()
        fixed = ("is_offered",) if obj.code in RELIED_ON else ()
        return ("code", *fixed, *(("is_spam",) if obj.code == Reason.SPAM else ()))

    def save_model(self, request: HttpRequest, obj: DecisionReason, form: Any, change: Any) -> None:
        """Only what was changed, so that two who change different things both do; the log's filter names it anew."""
        if change:
            obj.save(update_fields=form.changed_data)
        else:
            obj.save(force_insert=True)
        touch(DECISIONS_SHOWN)
