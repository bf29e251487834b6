"""The database itself refuses an appeal that its decider, or its member, answers; and what was answered stays so."""

from django.db import migrations

REFUSE = """
CREATE FUNCTION moderation_appeal_by_another() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.answered_by_id IS NOT NULL AND (
        NEW.answered_by_id = NEW.member_id
        OR NEW.answered_by_id = (SELECT actor_id FROM moderation_decision WHERE id = NEW.decision_id)
    ) THEN
        RAISE EXCEPTION 'an appeal is answered by another moderator' USING ERRCODE = 'check_violation';
    END IF;
    IF TG_OP = 'UPDATE' AND OLD.state <> 'open' AND NEW.state <> OLD.state THEN
        RAISE EXCEPTION 'an appeal is answered once' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER moderation_appeal_by_another
    BEFORE INSERT OR UPDATE ON moderation_appeal
    FOR EACH ROW EXECUTE FUNCTION moderation_appeal_by_another();
"""

ALLOW = """
DROP TRIGGER moderation_appeal_by_another ON moderation_appeal;
DROP FUNCTION moderation_appeal_by_another();
"""


class Migration(migrations.Migration):
    dependencies = [("moderation", "0006_sanctions")]

    operations = [migrations.RunSQL(REFUSE, ALLOW)]
