"""The database itself refuses to change or delete a decision, whoever asks."""

from django.db import migrations

REFUSE = """
CREATE FUNCTION moderation_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'moderation_decision is append-only' USING ERRCODE = 'restrict_violation';
END
$$;
CREATE TRIGGER moderation_decision_append_only
    BEFORE UPDATE OR DELETE ON moderation_decision
    FOR EACH ROW EXECUTE FUNCTION moderation_refuse_change();
"""

ALLOW = """
DROP TRIGGER moderation_decision_append_only ON moderation_decision;
DROP FUNCTION moderation_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("moderation", "0001_initial")]

    operations = [migrations.RunSQL(REFUSE, ALLOW)]
