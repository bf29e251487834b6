"""Models of rows, as Django makes them, without its questions about each field of each row. A leaf: imports nothing of ours.

Django sets each field of a model by its descriptor, so that whatever somebody passes is understood. What PostgreSQL sent for
a field is the field: it lies in the model's dictionary, as it does after a refresh.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple, TypeVar

from django.db import DEFAULT_DB_ALIAS
from django.db.models import Model
from django.db.models.base import ModelState
from django.db.models.query import get_related_populators
from django.db.models.signals import post_init, pre_init

Row = TypeVar("Row", bound=Model)


class Joined(NamedTuple):
    """A model that is joined to another one. `columns`: its own in a row, called `names`; `key`: place of its primary key among them;
    `by`: Django's, which knows both ends.
    """

    model: type[Model]
    columns: slice
    names: list[str]
    key: int
    by: Any

    @classmethod
    def of(cls, by: Any) -> "Joined":
        """Raises TypeError: the model or what is joined to it cannot be made in this way."""
        if by.reorder_for_init or by.related_populators or not is_plain(by.model_cls):
            raise TypeError(by.model_cls)
        return cls(by.model_cls, slice(by.cols_start, by.cols_end), by.init_list, by.pk_idx, by)

    def join(self, row: Sequence[Any], to: Model) -> None:
        values = row[self.columns]
        made = None if values[self.key] is None else model_of(self.model, self.names, values)
        self.by.local_setter(to, made)
        if made is not None:
            self.by.remote_setter(made, to)


class Maker(NamedTuple):
    """Makes models of the rows of one query. `columns`: those of the model, called `names`; `joined`: what comes with it; `noted`: places
    of what is annotated, by name.
    """

    model: type[Model]
    columns: slice
    names: list[str]
    joined: list[Joined]
    noted: dict[str, int]

    @classmethod
    def of(cls, compiler: Any) -> "Maker":
        """Raises TypeError: a model has more to it than its fields, so Django has to make it."""
        about = compiler.klass_info
        if not is_plain(about["model"]):
            raise TypeError(about["model"])
        places = about["select_fields"]
        columns = slice(places[0], places[-1] + 1)
        names = [column.target.attname for column, *_rest in compiler.select[columns]]
        found = get_related_populators(about, compiler.select, DEFAULT_DB_ALIAS)  # type: ignore[call-arg]
        joined = [Joined.of(each) for each in found]
        return cls(about["model"], columns, names, joined, dict(compiler.annotation_col_map))

    def make(self, row: Sequence[Any]) -> Any:
        made = model_of(self.model, self.names, row[self.columns])
        for each in self.joined:
            each.join(row, made)
        for name, place in self.noted.items():
            made.__dict__[name] = row[place]
        return made


def model_of(model: type[Row], names: Sequence[str], values: Sequence[Any]) -> Row:
    """As `Model.from_db`; fields that are not named are deferred. Whoever wants to know of each new row is told."""
    made = model.__new__(model)
    made.__dict__.update(zip(names, values, strict=True))
    made._state = state = ModelState()
    state.adding, state.db = False, DEFAULT_DB_ALIAS
    if post_init.has_listeners(model):
        post_init.send(model, instance=made)
    return made


def is_plain(model: type[Model]) -> bool:
    """Whether nothing but its fields is set when one is made."""
    is_watched = pre_init.has_listeners(model)
    has_own_ways = "__init__" in vars(model) or model.from_db.__func__ is not Model.from_db.__func__  # type: ignore[attr-defined]
    return not is_watched and not has_own_ways
