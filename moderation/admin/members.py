"""Members, as moderators and administrators see them."""

from datetime import datetime
from typing import Any

from django.contrib import admin
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.forms import ModelMultipleChoiceField
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from unfold.contrib.filters.admin import BooleanRadioFilter, ChoicesDropdownFilter, RangeDateFilter
from unfold.decorators import display
from unfold.widgets import UnfoldAdminCheckboxSelectMultipleWidget

from accounts.access import member_of
from accounts.models import NO_END, TrustLevel, User
from accounts.services.access import end_sessions
from feed.models import Post
from moderation import services
from moderation.admin.deeds import DecidingAdmin, Deed
from moderation.admin.forms import DecisionForm, MemberActionForm, MemberForm
from moderation.admin.timeline import sign_out, timeline
from moderation.models import Reason, SubjectKind
from moderation.selectors import review_member
from moderation.selectors.reports import is_reported

PROFILE = (
    "username",
    "display_name",
    "bio",
    "trust_level",
    "show_standing",
    "date_joined",
    "last_login",
)
STATE_COLOURS = {"free": "success", "silenced": "warning", "suspended": "danger", "left": "info"}
RIGHTS = ("email", "is_staff", "is_superuser", "groups")
# Who gets or loses one of these signs in anew, so that no old session carries new rights.
RANK = frozenset({"is_staff", "is_superuser", "groups"})
# What administrators may set here; everything else of a member is the member's own, or a decision.
EDITABLE = frozenset({"display_name", "bio", "trust_level", "is_staff", "is_superuser", "groups"})


@admin.register(User)
class MemberAdmin(DecidingAdmin):
    """Moderators read and suspend; administrators also set trust and rights."""

    subject_keyword = "member"
    form = MemberForm
    action_form = MemberActionForm
    why_fieldset = (None, {"fields": ("reason", "lasts", "note")})
    deeds = (
        Deed(
            "keep", _("In order"), "thumb_up", services.keep_member,
            lambda member: is_reported(SubjectKind.MEMBER, member.pk), Reason.IN_ORDER,
        ),
        Deed("warn", _("Warn"), "campaign", services.warn_member, lambda member: not member.left_at),
        Deed(
            "silence", _("Silence"), "voice_over_off", services.silence_member,
            lambda member: not member.left_at, has_end=True,
        ),
        Deed(
            "unsilence", _("Let write again"), "record_voice_over", services.unsilence_member,
            lambda member: member.is_silenced, Reason.IN_ORDER,
        ),
        Deed(
            "suspend", _("Suspend"), "block", services.suspend_member,
            lambda member: not member.left_at, has_end=True,
        ),
        Deed(
            "reinstate", _("Reinstate"), "undo", services.reinstate_member,
            lambda member: not member.left_at and (member.is_suspended or not member.is_active),
            Reason.IN_ORDER,
        ),
        Deed(
            "vouch", _("End probation"), "verified_user", services.vouch_for_member,
            lambda member: member.is_active and member.trust_level == TrustLevel.NEW, Reason.IN_ORDER,
        ),
    )  # fmt: skip
    list_display = (
        "show_name",
        "trust_level",
        "show_post_count",
        "date_joined",
        "show_state",
        "is_staff",
    )
    list_filter = (
        ("trust_level", ChoicesDropdownFilter),
        ("is_active", BooleanRadioFilter),
        ("is_staff", BooleanRadioFilter),
        ("date_joined", RangeDateFilter),
    )
    search_fields = ("username", "display_name")
    search_help_text = _("Username or name shown")
    ordering = ("-pk",)
    change_form_before_template = "admin/moderation/_member.html"

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Moderators send the form of this page too: its buttons decide, its fields are closed to them."""
        return self.may_decide(request)

    def may_save(self, request: HttpRequest) -> bool:
        return _is_administrator(request)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        is_open = EDITABLE if _is_administrator(request) else frozenset()
        return tuple(name for name in (*PROFILE, *RIGHTS) if name not in is_open)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> tuple[Any, ...]:
        fieldsets: tuple[Any, ...] = ((None, {"fields": PROFILE}),)
        if _is_administrator(request):
            fieldsets += ((_("Rights"), {"fields": RIGHTS}),)
        return (self.why_fieldset, *fieldsets) if self.may_decide(request) else fieldsets

    def formfield_for_manytomany(
        self, db_field: Any, request: HttpRequest, **kwargs: Any
    ) -> "ModelMultipleChoiceField[Any] | None":
        """Roles are few: a box to tick for each."""
        kwargs["widget"] = UnfoldAdminCheckboxSelectMultipleWidget
        field: ModelMultipleChoiceField[Any] | None = super().formfield_for_manytomany(
            db_field, request, **kwargs
        )
        return field

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        counts = (
            Post.objects.live()
            .filter(author=OuterRef("pk"))
            .order_by()
            .values("author")
            .annotate(count=Count("pk"))
            .values("count")
        )
        members: QuerySet[User] = super().get_queryset(request)
        return members.annotate(live_post_count=Coalesce(Subquery(counts), 0))

    def save_model(self, request: HttpRequest, obj: User, form: DecisionForm, change: Any) -> None:
        """Write what an administrator changed, no other column; then decide."""
        columns = EDITABLE.intersection(form.changed_data) - {"groups", "trust_level"}
        if _is_administrator(request) and columns:
            obj.save(update_fields=sorted(columns))
        if _is_administrator(request) and "trust_level" in form.changed_data:
            self._give_level(request, obj, form)
        if (
            _is_administrator(request)
            and RANK.intersection(form.changed_data)
            and obj != request.user
        ):
            end_sessions(obj)
        super().save_model(request, obj, form, change)

    def _give_level(self, request: HttpRequest, obj: User, form: DecisionForm) -> None:
        why = form.cleaned_data
        services.set_level(
            member=obj,
            level=TrustLevel(obj.trust_level),
            actor=member_of(request),
            reason=why.get("reason") or Reason.IN_ORDER,
            note=why.get("note", ""),
        )

    def get_urls(self) -> list[URLPattern]:
        """Before the others, which take any words for a key."""
        view = self.admin_site.admin_view(timeline)
        out = self.admin_site.admin_view(sign_out)
        own = [
            path("<str:object_id>/timeline/", view, name="accounts_user_timeline"),
            path("<str:object_id>/sign-out/", out, name="accounts_user_signout"),
        ]
        return own + list(super().get_urls())

    def view_on_site(self, obj: User) -> str | None:
        """A suspended member has no page."""
        return obj.get_absolute_url() if obj.is_active else None

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        context["review"] = review_member(kwargs["obj"])
        return super().render_change_form(request, context, *args, **kwargs)

    @display(description=_("member"), ordering="username", header=True)
    def show_name(self, member: User) -> list[Any]:
        picture = {"path": member.avatar.url} if member.avatar else None
        return [member.name, member.username, member.name[:1], picture]

    @display(description=_("state"), label=STATE_COLOURS)
    def show_state(self, member: User) -> tuple[str, str]:
        return _standing(member)

    @display(description=_("state"))
    def show_standing(self, member: User) -> str:
        """On the page of one, which shows words and no label."""
        _colour, words = _standing(member)
        return words

    @display(description=_("posts"), ordering="live_post_count")
    def show_post_count(self, member: Any) -> int:
        count: int = member.live_post_count
        return count


def _standing(member: User) -> tuple[str, str]:
    """What holds now, the strongest first, with its end; the name of its colour, and the words."""
    if member.left_at:
        return "left", gettext("left")
    if member.is_suspended or not member.is_active:
        return "suspended", _with_end(gettext("suspended"), member.suspended_until)
    if member.is_silenced:
        return "silenced", _with_end(gettext("silenced"), member.silenced_until)
    return "free", gettext("in order")


def _with_end(state: str, until: datetime | None) -> str:
    if until is None or until == NO_END:
        return state
    return f"{state} · {date_format(localtime(until), 'SHORT_DATETIME_FORMAT')}"


def _is_administrator(request: HttpRequest) -> bool:
    return bool(request.user.is_authenticated and request.user.is_superuser)
