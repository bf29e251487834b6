"""Partitions are made and dropped by functions with the rights of the tables' owner, so that the role that serves needs none (docs/operations.md)."""

from django.db import migrations

FUNCTIONS = """
CREATE FUNCTION counting_make_month(month date) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    first date := date_trunc('month', month)::date;
BEGIN
    EXECUTE format(
        'CREATE TABLE IF NOT EXISTS %I PARTITION OF counting_ledgerevent FOR VALUES FROM (%L) TO (%L)',
        'counting_ledgerevent_' || to_char(first, 'YYYY_MM'), first, (first + interval '1 month')::date
    );
END $$;
CREATE FUNCTION counting_drop_month(month date) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    EXECUTE format('DROP TABLE %I', 'counting_ledgerevent_' || to_char(month, 'YYYY_MM'));
END $$;
REVOKE EXECUTE ON FUNCTION counting_make_month(date), counting_drop_month(date) FROM PUBLIC;
"""


class Migration(migrations.Migration):
    dependencies = [("counting", "0002_ledger")]

    operations = [
        migrations.RunSQL(
            FUNCTIONS,
            "DROP FUNCTION counting_make_month(date); DROP FUNCTION counting_drop_month(date);",
        )
    ]
