"""The deeds of the admin: each a button on a page and an action in a list, both calling one service."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from django.contrib import messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.exceptions import BadRequest
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import ngettext
from unfold.admin import ModelAdmin
from unfold.dataclasses import UnfoldAction

from feed.errors import FeedError
from moderation.admin.forms import BUTTON, DecisionActionForm, DecisionForm, WhyForm
from moderation.errors import ModerationError
from moderation.models import Reason


@dataclass(frozen=True)
class Deed:
    """One thing that a moderator can do to a subject.

    `service`: one of moderation.services; `reason`: taken where the moderator chose none, None if one must
    be chosen; `applies`: whether the button makes sense for this subject now; `has_end`: the service takes an end.
    """

    name: str
    label: Promise | str
    icon: str
    service: Callable[..., Model | None]
    applies: Callable[[Any], bool]
    reason: Reason | None = None
    has_end: bool = False


class DecidingAdmin(ModelAdmin):
    """A page and a list whose only writes are decisions; subclasses say about what."""

    deeds: ClassVar[tuple[Deed, ...]] = ()
    subject_keyword: ClassVar[str] = ""
    form: Any = DecisionForm
    action_form = DecisionActionForm
    why_form: ClassVar[type[WhyForm]] = WhyForm
    show_full_result_count = False
    list_per_page = 50
    list_filter_submit = True
    compressed_fields = True
    why_fieldset: ClassVar[tuple[str | None, dict[str, tuple[str, ...]]]] = (
        None,
        {"fields": ("reason", "note")},
    )

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def may_decide(self, request: HttpRequest) -> bool:
        return bool(request.user.is_authenticated and request.user.is_moderator)

    def may_do(self, request: HttpRequest, deed: Deed) -> bool:
        """Whether this person may do it to some subjects of this page; the service asks for each."""
        return self.may_decide(request)

    def may_save(self, request: HttpRequest) -> bool:
        """Whether this page has fields of its own for this person."""
        return False

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """The deeds, for all that is selected."""
        if not self.may_decide(request):
            return {}
        return {
            deed.name: (_as_action(deed), deed.name, deed.label)
            for deed in self.deeds
            if self.may_do(request, deed)
        }

    def get_actions_submit_line(self, request: HttpRequest, object_id: Any) -> list[UnfoldAction]:
        """A button for each deed that applies to the subject as it stands."""
        subject = self.get_object(request, str(object_id)) if self.may_decide(request) else None
        if subject is None:
            return []
        offered = (deed for deed in self.deeds if self.may_do(request, deed))
        return [_as_button(deed) for deed in offered if deed.applies(subject)]

    def save_model(self, request: HttpRequest, obj: Any, form: DecisionForm, change: Any) -> None:
        """Run the deed whose button was pressed. Nothing else is written from here."""
        for deed in self.deeds:
            if f"{BUTTON}{deed.name}" in request.POST and self.may_do(request, deed):
                self.decide(request, deed, [obj])

    def response_action(self, request: HttpRequest, queryset: QuerySet[Any]) -> HttpResponse | None:
        """Answer 400 to a selection that no list of ours offers."""
        if not all(key.isdecimal() for key in request.POST.getlist(ACTION_CHECKBOX_NAME)):
            raise BadRequest
        response: HttpResponse | None = super().response_action(request, queryset)
        return response

    def decide(
        self,
        request: HttpRequest,
        deed: Deed,
        subjects: Iterable[Model],
        *,
        why_data: Mapping[str, Any] | None = None,
    ) -> None:
        """Do the deed to each subject, each in its own transaction, and say what came of it.

        `why_data`: reason and note; None for those of the form that was sent.
        """
        why = self.why_form(request.POST if why_data is None else why_data)
        reason = why.is_valid() and (why.cleaned_data["reason"] or deed.reason)
        if not self.may_decide(request) or not reason:
            self.message_user(request, why.objection, messages.ERROR)
            return
        case = {"actor": request.user, "reason": reason, "note": why.cleaned_data["note"]}
        if deed.has_end:
            case["until"] = why.end(now=timezone.now())
        outcomes = [self._outcome(deed, subject, case) for subject in subjects]
        self._report(request, outcomes)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Without the buttons that save, where there is nothing to save but decisions."""
        context |= {"show_save": self.may_save(request), "show_save_and_continue": False}
        response: HttpResponse = super().render_change_form(request, context, *args, **kwargs)
        return response

    def response_change(self, request: HttpRequest, obj: Model) -> HttpResponse:
        """Back to the list, where the next case waits; what happened is already said."""
        response: HttpResponse = self.response_post_save_change(request, obj)
        return response

    def log_change(self, request: HttpRequest, obj: Model, message: Any) -> None:
        """The decision is the record."""

    def _outcome(self, deed: Deed, subject: Model, case: dict[str, Any]) -> Model | str | None:
        try:
            return deed.service(**{self.subject_keyword: subject}, **case)
        except (ModerationError, FeedError) as error:
            return str(error)

    def _report(self, request: HttpRequest, outcomes: list[Model | str | None]) -> None:
        decided = sum(isinstance(outcome, Model) for outcome in outcomes)
        unchanged = outcomes.count(None)
        if decided:
            text = ngettext(
                "%(count)s decision recorded.", "%(count)s decisions recorded.", decided
            )
            self.message_user(request, text % {"count": decided}, messages.SUCCESS)
        if unchanged:
            text = ngettext(
                "%(count)s was so already, or cannot be.",
                "%(count)s were so already, or cannot be.",
                unchanged,
            )
            self.message_user(request, text % {"count": unchanged}, messages.INFO)
        for refusal in sorted({outcome for outcome in outcomes if isinstance(outcome, str)}):
            self.message_user(request, refusal, messages.ERROR)


def _as_action(deed: Deed) -> Callable[..., None]:
    def act(model_admin: DecidingAdmin, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        model_admin.decide(request, deed, queryset)

    return act


def _as_button(deed: Deed) -> UnfoldAction:
    return UnfoldAction(
        action_name=f"{BUTTON}{deed.name}",
        method=_as_action(deed),
        description=deed.label,
        path="",
        attrs={},
        icon=deed.icon,
    )
