"""What the role of PostgreSQL may do that serves the site: read and write rows. Tables are made, changed and dropped by their owner."""

from typing import Final

from django.db import connection, transaction
from psycopg import sql

# In this order; `role`: whom it is for.
GRANTS: Final = (
    "REVOKE CREATE, TEMPORARY ON DATABASE {database} FROM PUBLIC",
    "REVOKE CREATE ON SCHEMA {schema} FROM PUBLIC",
    "REVOKE ALL ON ALL TABLES IN SCHEMA {schema} FROM {role}",
    "GRANT CONNECT ON DATABASE {database} TO {role}",
    "GRANT USAGE ON SCHEMA {schema} TO {role}",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA {schema} TO {role}",
    "GRANT SELECT, USAGE ON ALL SEQUENCES IN SCHEMA {schema} TO {role}",
    # Also on what later migrations make, and on the months of the ledger.
    "ALTER DEFAULT PRIVILEGES IN SCHEMA {schema} GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {role}",
    "ALTER DEFAULT PRIVILEGES IN SCHEMA {schema} GRANT SELECT, USAGE ON SEQUENCES TO {role}",
    "REVOKE EXECUTE ON FUNCTION counting_make_month(date), counting_drop_month(date) FROM PUBLIC",
    "GRANT EXECUTE ON FUNCTION counting_make_month(date), counting_drop_month(date) TO {role}",
    # `/readyz` reads which migrations were done; nobody but `migrate` says so.
    "REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM {role}",
)
FACTS: Final = "SELECT current_database(), current_schema(), current_user"
IS_OWNER: Final = """
    SELECT rolsuper OR pg_has_role(current_user, relowner, 'USAGE') FROM pg_roles, pg_class
    WHERE rolname = current_user AND pg_class.oid = to_regclass('django_migrations')
"""


class RightsError(Exception):
    """`str()` says what to do."""


@transaction.atomic
def let_serve(role: str, *, password: str = "") -> None:
    """Give a role what the site needs, and nothing else of what it had on our tables. Safe to run again.

    Args:
        password: with one the role is made, or gets it; without, it must be there.

    Raises:
        RightsError: it is the role that asks, or there is none of this name.
    """
    with connection.cursor() as cursor:
        cursor.execute(FACTS)
        database, schema, owner = cursor.fetchone()
        if role == owner:
            raise RightsError(f"{role} owns the tables: name the role that the site is to serve with.")  # fmt: skip
        cursor.execute("SELECT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = %s)", [role])
        (is_there,) = cursor.fetchone()
        if not (is_there or password):
            raise RightsError(f"There is no role {role}: createuser {role}")
        names = {"database": database, "schema": schema, "role": role}
        words = {name: sql.Identifier(value) for name, value in names.items()}
        if password:
            how = "ALTER" if is_there else "CREATE"
            given = (words["role"], sql.Literal(password))
            cursor.execute(sql.SQL(how + " ROLE {} LOGIN PASSWORD {}").format(*given))
        for grant in GRANTS:
            cursor.execute(sql.SQL(grant).format(**words))


def serves_with_few_rights() -> bool:
    """Whether the role of this process can neither change nor drop tables; True where there are none yet."""
    with connection.cursor() as cursor:
        cursor.execute(IS_OWNER)
        row = cursor.fetchone()
    return not (row and row[0])
