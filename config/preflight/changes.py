"""What a migration does to a site that goes on meanwhile: which of its operations lock, and which the running version cannot stand.

Locks: those of PostgreSQL's ALTER TABLE and CREATE INDEX as its manual gives them (chapters "Explicit Locking" and
"ALTER TABLE"). Short ones, which only touch the catalogue, are not told.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.operations import (
    AddConstraintNotValid,
    AddIndexConcurrently,
    ValidateConstraint,
)
from django.db import connection, models
from django.db.migrations import Migration, operations
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState
from django.db.models.fields import NOT_PROVIDED

REMOVALS: Final = (
    operations.RemoveField, operations.RenameField, operations.DeleteModel, operations.RenameModel,
    operations.AlterModelTable,
)  # fmt: skip


class Effect(StrEnum):
    """The worse come first."""

    BREAKS = "breaks the running version"
    STOPS_READING = "stops reading and writing"
    STOPS_WRITING = "stops writing"
    UNTOLD = "cannot be told"


@dataclass(frozen=True)
class Change:
    """One operation, with the models as they are before it."""

    migration: str
    operation: Operation
    app: str
    before: ProjectState

    @property
    def model(self) -> str:
        named = getattr(self.operation, "model_name", None) or getattr(self.operation, "name", "")
        return str(named).lower()

    @property
    def field(self) -> Any:
        """The field as it will be, where the operation adds or alters one."""
        return getattr(self.operation, "field", None)

    @property
    def old_field(self) -> Any:
        """As it is now; None where there is none of this name."""
        model = self.before.models.get((self.app, self.model))
        return model.fields.get(str(getattr(self.operation, "name", ""))) if model else None

    @property
    def table(self) -> str:
        """Empty for what concerns no table, or one that no model names."""
        key = (self.app, self.model)
        if key not in self.before.models:
            return ""
        return str(self.before.apps.get_model(*key)._meta.db_table)


@dataclass(frozen=True)
class Rule:
    """`holds`: whether a change has the effect. `advice`: what to do instead."""

    effect: Effect
    holds: Callable[[Change], bool]
    advice: str


@dataclass(frozen=True)
class Risk:
    """One effect of one change."""

    change: Change
    effect: Effect
    advice: str


def risks(change: Change, *, effects: Iterable[Effect] = tuple(Effect)) -> list[Risk]:
    """Those of `effects` that the change has. All but BREAKS ask the database what it calls a type."""
    return [
        Risk(change, rule.effect, rule.advice)
        for rule in RULES
        if rule.effect in effects and rule.holds(change)
    ]


def changes_of(migration: Migration, state: ProjectState) -> Iterator[Change]:
    """What the migration does in the database, in its order; `state` afterwards holds its models."""
    new_models: set[str] = set()
    for operation in migration.operations:
        for each in _in_database(operation):
            change = Change(
                f"{migration.app_label}.{migration.name}", each, migration.app_label, state.clone()
            )
            if isinstance(each, operations.CreateModel):
                new_models.add(change.model)  # nobody waits for a table that is not there yet
            elif change.model not in new_models:
                yield change
        operation.state_forwards(migration.app_label, state)


def _in_database(operation: Operation) -> list[Operation]:
    if isinstance(operation, operations.SeparateDatabaseAndState):
        return [one for part in operation.database_operations for one in _in_database(part)]
    return [operation]


def _removes(change: Change) -> bool:
    return isinstance(change.operation, REMOVALS)


def _adds_required_column(change: Change) -> bool:
    """Django drops the default that it gives old rows: an INSERT that does not know the column then fails."""
    return isinstance(change.operation, operations.AddField) and _is_required(change.field)


def _becomes_required(change: Change) -> bool:
    if not isinstance(change.operation, operations.AlterField) or change.old_field is None:
        return False
    return bool(change.old_field.null) and not change.field.null


def _is_required(field: Any) -> bool:
    has_value = field.null or field.db_default is not NOT_PROVIDED or field.primary_key
    return not (has_value or field.many_to_many or isinstance(field, models.GeneratedField))


def _writes_the_table_anew(change: Change) -> bool:
    if isinstance(change.operation, operations.AddField):
        return isinstance(change.field, models.GeneratedField)
    if not isinstance(change.operation, operations.AlterField) or change.old_field is None:
        return False
    return _type(change.old_field) != _type(change.field)


def _type(field: Any) -> str | None:
    """A varchar of another length is no other type; a shorter one fails of itself where rows are longer."""
    if field.is_relation or isinstance(field, models.CharField):
        return type(field).__name__
    return str(field.db_type(connection))


def _checks_every_row(change: Change) -> bool:
    if isinstance(change.operation, AddConstraintNotValid | ValidateConstraint):
        return False
    constraint = getattr(change.operation, "constraint", None)
    kinds = (models.CheckConstraint, models.UniqueConstraint, ExclusionConstraint)
    return isinstance(change.operation, operations.AddConstraint) and isinstance(constraint, kinds)


def _builds_an_index(change: Change) -> bool:
    if isinstance(change.operation, AddIndexConcurrently):
        return False
    if isinstance(change.operation, operations.AddIndex):
        return True
    if not isinstance(change.operation, operations.AddField | operations.AlterField):
        return False
    had = change.old_field is not None and _is_indexed(change.old_field)
    return _is_indexed(change.field) and not had


def _is_indexed(field: Any) -> bool:
    return bool(field.db_index or field.unique)


def _is_code(change: Change) -> bool:
    return isinstance(change.operation, operations.RunPython | operations.RunSQL)


RULES: Final = (
    Rule(Effect.BREAKS, _removes, "remove it one version after the code that used it"),
    Rule(Effect.BREAKS, _adds_required_column, "give it a db_default, or let it be null"),
    Rule(Effect.BREAKS, _becomes_required, "require it one version after the code that left it empty"),
    Rule(Effect.STOPS_READING, _writes_the_table_anew, "add a new column, fill it in batches, read it in the next version"),
    Rule(Effect.STOPS_READING, _checks_every_row, "AddConstraintNotValid, then ValidateConstraint; a unique index concurrently"),
    Rule(Effect.STOPS_WRITING, _builds_an_index, "AddIndexConcurrently in a migration that is not atomic"),
    Rule(Effect.UNTOLD, _is_code, "read what it does; rows that it changes stay locked until it ends"),
)  # fmt: skip
