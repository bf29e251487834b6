"""Which tables an archive holds, and in which order they can be filled."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from graphlib import TopologicalSorter
from typing import Final

from django.apps import apps
from django.db.models import Field, Model

APPS: Final = (
    "accounts", "account", "mfa", "socialaccount", "counting", "feed", "moderation", "sponsors", "exchange",
)  # fmt: skip
# What stays behind, and why. tests/exchange/test_archive.py holds that every other table comes along.
LEFT_OUT: Final = {
    "account.EmailConfirmation": "its links lead to the old site",
    "accounts.DataExport": "made anew when a member asks",
    "accounts.KeptAnswer": "of use for a day",
    "accounts.PersonalToken": "hashed with the old site's secret key",
    "accounts.PushKey": "a secret of the old site",
    "accounts.PushSubscription": "bound to the key of the old site",
    "accounts.RoleGrant": "what the roles of this site were given",
    "accounts.SignIn": "of use for a while",
    "accounts.SignInHint": "of use for a while",
    "accounts.Webhook": "a copy of a site must not tell its listeners everything twice",
    "accounts.WebhookDelivery": "a copy of a site must not tell its listeners everything twice",
    "accounts.User_groups": "roles come along by name, see ROLES",
    "accounts.User_user_permissions": "keys of permissions differ from site to site",
    "counting.AppliedBatch": "belongs to the old events server",
    "counting.BatchSequence": "belongs to the old events server",
    "counting.LedgerEvent": "single events stay; the totals by day come along",
    "exchange.Run": "what was imported here",
    "feed.Encoder": "made anew by tasks",
    "feed.MemberInterests": "made anew by tasks",
    "feed.PostVector": "made anew by tasks",
    "feed.ReadMoreRun": "work of the old site",
    "feed.SpamModel": "made anew each night from the examples",
    "feed.HubPing": "for the moment only",
    "socialaccount.SocialApp": "a secret of the old site",
    "socialaccount.SocialToken": "a secret of the old site",
}
# Filled by migrations where nobody has written yet: the archive's rows take their place.
SEEDED: Final = frozenset(
    {
        "accounts.TrustRule",
        "feed.SiteSettings",
        "moderation.ReportReason",
        "sponsors.SponsorSlot",
        "sponsors.SponsoringPolicy",
    }
)
# Filled so too, by the same names on every site, to which other rows point: the archive's rows are written over them.
NAMED: Final = frozenset({"moderation.DecisionReason"})
# Who belongs to which role, by the role's name.
ROLES: Final = "roles"


@dataclass(frozen=True)
class Kind:
    """One table. `columns`: in the order of the model; none that the database makes itself."""

    name: str
    table: str
    key: str
    columns: tuple[str, ...]
    model: type[Model]

    @property
    def is_named(self) -> bool:
        return self.name in NAMED

    @property
    def is_seeded(self) -> bool:
        return self.name in SEEDED


@cache
def kinds() -> tuple[Kind, ...]:
    """Every kind that comes along; what a row points to stands before the row."""
    models = {model: set(_before(model)) for model in _models()}
    order = TopologicalSorter(
        {model: {one for one in needed if one in models} for model, needed in models.items()}
    )
    return tuple(map(_kind, order.static_order()))


def _models() -> Iterator[type[Model]]:
    for label in APPS:
        for model in apps.get_app_config(label).get_models(include_auto_created=True):
            if model._meta.label not in LEFT_OUT:
                yield model


def _before(model: type[Model]) -> Iterator[type[Model]]:
    """The models that rows point to; their own kind is left out, since a row is older than what answers it."""
    for field in model._meta.concrete_fields:
        target = field.related_model
        if isinstance(target, type) and target is not model:
            yield target


def _kind(model: type[Model]) -> Kind:
    columns = tuple(
        str(field.column) for field in model._meta.concrete_fields if not _is_made(field)
    )
    key = str(model._meta.pk.column)
    return Kind(model._meta.label, model._meta.db_table, key, columns, model)


def _is_made(field: "Field[object, object]") -> bool:
    return bool(getattr(field, "generated", False))
