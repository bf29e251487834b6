"""What `migrate` would do to this database now, and how large the tables are that it touches."""

from dataclasses import dataclass

from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from config.preflight.changes import Risk, changes_of, risks

# As PostgreSQL last estimated; counting would take as long as what we warn of.
SIZE = "SELECT greatest(reltuples, 0)::bigint, pg_total_relation_size(oid) FROM pg_class WHERE oid = to_regclass(%s)"


@dataclass(frozen=True)
class Table:
    """`rows`: PostgreSQL's estimate, 0 before its first look. `size_bytes`: with indexes."""

    name: str
    rows: int
    size_bytes: int


def pending() -> tuple[int, list[Risk]]:
    """How many migrations wait, and what they would do to the site that goes on meanwhile, in their order.

    Nothing where none was ever applied: a new database has no site that goes on.
    """
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    nodes = executor.loader.graph.nodes  # without those that a squashed one has replaced
    applied = [key for key in executor.loader.applied_migrations if key in nodes]
    if not applied:
        return len(plan), []
    found: list[Risk] = []
    state = executor.loader.project_state(applied)
    for migration, _backwards in plan:
        for change in changes_of(migration, state):
            found += risks(change)
    return len(plan), found


def table_of(risk: Risk) -> Table | None:
    """None for what concerns no table, or one that is not there yet: nobody waits for it."""
    if not risk.change.table:
        return None
    with connection.cursor() as cursor:
        cursor.execute(SIZE, [f'"{risk.change.table}"'])
        row = cursor.fetchone()
    return Table(risk.change.table, *row) if row else None
