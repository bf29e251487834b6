"""Rules that moderators write: a form for the conditions, a page for the dry run and the switch."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods
from unfold.admin import ModelAdmin, TabularInline
from unfold.decorators import display

from accounts.access import member_of
from feed.errors import FeedError
from feed.models import RuleCondition, RuleState, WrittenRule
from feed.services import ruling
from feed.spam.errors import BadConditionError
from feed.spam.written import Condition, require_fitting, require_sound
from moderation.selectors.trials import dry_run

STATE_COLOURS = {RuleState.OFF: "info", RuleState.SHADOW: "warning", RuleState.ENFORCED: "success"}
# What a rule can become from each state; the services refuse the rest.
NEXT_STATES = {
    RuleState.OFF: (RuleState.SHADOW,),
    RuleState.SHADOW: (RuleState.ENFORCED, RuleState.OFF),
    RuleState.ENFORCED: (RuleState.SHADOW, RuleState.OFF),
}
MAX_FIGURE_LENGTH = 9


class ConditionForm(forms.ModelForm):  # type: ignore[type-arg]
    """A line that cannot be is refused beside its value. The table heads its columns, but names no field to screen readers."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs["aria-label"] = str(field.label)

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or self.cleaned_data
        line = [cleaned.get(name) for name in ("fact", "operator", "value")]
        if all(line):
            try:
                require_sound(Condition(*map(str, line)))
            except BadConditionError as error:
                self.add_error("value", str(error))
        return cleaned


class ConditionFormSet(forms.BaseInlineFormSet):  # type: ignore[type-arg]
    """What does not go with what follows from the rule is refused beside its line."""

    def clean(self) -> None:
        super().clean()
        for form in self.forms:
            line = [form.cleaned_data.get(name) for name in ("fact", "operator", "value")]
            if all(line) and not form.cleaned_data.get("DELETE"):
                try:
                    require_fitting(Condition(*map(str, line)), action=self.instance.action)
                except BadConditionError as error:
                    form.add_error("value", str(error))


class ConditionInline(TabularInline):
    model = RuleCondition
    form = ConditionForm
    formset = ConditionFormSet
    extra = 0
    min_num = 1
    max_num = 12

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        """A rule without a condition would never hold."""
        return super().get_formset(request, obj, **kwargs, validate_min=True)


@admin.register(WrittenRule)
class WrittenRuleAdmin(ModelAdmin):
    """What it says is edited here; whether it counts, on the page of its dry run."""

    inlines = (ConditionInline,)
    fields = ("name", "match", "action", "tag", "words")
    list_display = ("name", "show_state", "action", "version", "tried_hits", "changed_at")
    search_fields = ("name",)
    ordering = ("name",)
    compressed_fields = True

    def get_urls(self) -> list[URLPattern]:
        trial = self.admin_site.admin_view(
            require_http_methods(["GET", "HEAD", "POST"])(self.trial)
        )
        return [path("<int:pk>/trial/", trial, name="feed_writtenrule_trial"), *super().get_urls()]

    @display(description=gettext_lazy("state"), ordering="state", label=STATE_COLOURS)
    def show_state(self, rule: WrittenRule) -> tuple[str, str]:
        return rule.state, rule.get_state_display()

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: Any) -> None:
        """The conditions are written by now: keep this version on record."""
        super().save_related(request, form, formsets, change)
        ruling.keep_version(form.instance, editor=member_of(request))

    def response_add(
        self, request: HttpRequest, obj: Model, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        return self._after(request, obj) or super().response_add(request, obj, *args, **kwargs)

    def response_change(self, request: HttpRequest, obj: Model) -> HttpResponse:
        return self._after(request, obj) or super().response_change(request, obj)

    def trial(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Try a rule on the last thirty days; a button switches it."""
        rule = WrittenRule.objects.prefetch_related("conditions").filter(pk=pk).first()
        if not self.has_change_permission(request, rule):
            raise PermissionDenied
        if rule is None:
            raise Http404
        if request.method == "POST":
            _switch(request, rule)
            return redirect("admin:feed_writtenrule_trial", pk)
        now = timezone.now()
        found = dry_run(ruling.definition_of(rule), now=now)
        ruling.keep_trial(rule, hits=found.hits, texts=found.texts, now=now)
        context = {
            **self.admin_site.each_context(request),
            "title": rule.name,
            "rule": rule,
            "colour": STATE_COLOURS[RuleState(rule.state)],
            "objection": ruling.objection_to_rule(rule),
            "trial": found,
            "share_pct": found.share * 100,
            "is_wide": ruling.is_wide(hits=found.hits, texts=found.texts),
            "watched": rule.hits.filter(was_enforced=False, version=rule.version).count(),
            "has_hits": rule.hits.exists(),
            "versions": rule.versions.select_related("author").order_by("-pk")[:10],
            "states": NEXT_STATES[RuleState(rule.state)],
        }
        return TemplateResponse(request, "admin/moderation/trial.html", context)

    def _after(self, request: HttpRequest, rule: Model) -> HttpResponse | None:
        """Who saves a rule sees at once what it would do."""
        if {"_continue", "_addanother"} & request.POST.keys():
            return None
        return redirect(reverse("admin:feed_writtenrule_trial", args=[rule.pk]))


def _switch(request: HttpRequest, rule: WrittenRule) -> None:
    """To the state that the pressed button names; the version is the one whose dry run was shown."""
    wanted = request.POST.get("state", "")
    figure = request.POST.get("hits", "").strip()
    version = request.POST.get("version", "")
    if wanted not in RuleState or version != str(rule.version):
        messages.error(request, _("The rule was changed meanwhile. Look at it again."))
        return
    is_figure = figure.isdecimal() and len(figure) <= MAX_FIGURE_LENGTH
    try:
        ruling.set_state(
            rule,
            state=RuleState(wanted),
            editor=member_of(request),
            confirmed_hits=int(figure) if is_figure else None,
        )
    except FeedError as error:
        messages.error(request, str(error))
        return
    text = _("The rule is now: %(state)s.") % {"state": RuleState(wanted).label}
    messages.success(request, text)
