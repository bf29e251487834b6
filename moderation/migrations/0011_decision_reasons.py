"""Decisions have a reason of a table, which the database holds; each keeps its words.

The columns stay where they are, so that the version before goes on: what it writes is in the table. The foreign keys hold
for new rows from here on; 0012 looks at the old ones, which takes longer and no lock that readers or writers feel.
"""

import django.db.models.deletion
from django.db import migrations, models

# The reasons that every site has used until now; (code, rule of the house), with the words that decisions showed.
STANDARD = """
INSERT INTO moderation_decisionreason (code, label, explanation, is_spam, position, is_offered) VALUES
    ('spam', 'spam or hidden advertising', 'Advertising that does not say so, and texts written for their links, have no place here.', true, 0, true),
    ('abuse', 'abuse or harassment', 'Nobody is insulted, threatened or pursued here.', false, 1, true),
    ('illegal', 'against the law', 'What the law forbids cannot stand here.', false, 2, true),
    ('privacy', 'someone’s private data', 'Nobody’s address, number or other private data is shown here without their consent.', false, 3, true),
    ('copyright', 'someone else’s work', 'Other people’s work needs their permission here; quoting with the source is fine.', false, 4, true),
    ('off_topic', 'off topic or a duplicate', 'Each text stands here once, in the category where readers look for it.', false, 5, true),
    ('in_order', 'in order', '', false, 6, true),
    ('editorial', 'editorial choice', '', false, 7, true),
    ('other', 'other, see the note', '', false, 8, true);
"""

# The program decides for four of them by itself, and every address and program knows a reason by its code.
KEPT = """
CREATE FUNCTION moderation_keep_reason() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the code of a reason stays, and so do the reasons that the program decides for'
        USING ERRCODE = 'restrict_violation';
END
$$;
CREATE TRIGGER moderation_reason_code_stays
    BEFORE UPDATE ON moderation_decisionreason
    FOR EACH ROW WHEN (NEW.code <> OLD.code) EXECUTE FUNCTION moderation_keep_reason();
CREATE TRIGGER moderation_reason_stays
    BEFORE DELETE ON moderation_decisionreason
    FOR EACH ROW WHEN (OLD.code IN ('spam', 'in_order', 'editorial', 'other')) EXECUTE FUNCTION moderation_keep_reason();
"""

NOT_KEPT = """
DROP TRIGGER moderation_reason_code_stays ON moderation_decisionreason;
DROP TRIGGER moderation_reason_stays ON moderation_decisionreason;
DROP FUNCTION moderation_keep_reason();
"""

# A longer varchar and a constraint that is not yet valid change the catalogue only.
FROM_THE_TABLE = """
ALTER TABLE moderation_decision ALTER COLUMN reason TYPE varchar(20);
ALTER TABLE moderation_reportreason ALTER COLUMN decides_as TYPE varchar(20);
ALTER TABLE moderation_decision ADD CONSTRAINT moderation_decision_reason_fk
    FOREIGN KEY (reason) REFERENCES moderation_decisionreason (code) NOT VALID;
ALTER TABLE moderation_reportreason ADD CONSTRAINT moderation_reportreason_decides_as_fk
    FOREIGN KEY (decides_as) REFERENCES moderation_decisionreason (code) NOT VALID;
"""

FROM_A_LIST = """
ALTER TABLE moderation_decision DROP CONSTRAINT moderation_decision_reason_fk;
ALTER TABLE moderation_reportreason DROP CONSTRAINT moderation_reportreason_decides_as_fk;
"""


class Migration(migrations.Migration):
    dependencies = [("moderation", "0010_trust_levels")]

    operations = [
        migrations.CreateModel(
            name='DecisionReason',
            fields=[
                ('code', models.SlugField(help_text='For programs and addresses; it stays as it is.', max_length=20, primary_key=True, serialize=False, verbose_name='code')),
                ('label', models.CharField(help_text='In the statement to the member, in the public log and where moderators choose.', max_length=100, verbose_name='words')),
                ('explanation', models.CharField(blank=True, help_text='What the member reads below these words: the rule of the house, in a sentence or two.', max_length=500, verbose_name='explanation')),
                ('is_spam', models.BooleanField(default=False, help_text='The spam filter learns from what is hidden for it, and the figures count it.', verbose_name='counts as spam')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='place')),
                ('is_offered', models.BooleanField(default=True, help_text='Whether moderators can choose it. What was decided for it keeps its words.', verbose_name='offered')),
            ],
            options={
                'verbose_name': 'reason of decisions',
                'verbose_name_plural': 'reasons of decisions',
                'ordering': ('position', 'code'),
                'default_permissions': ('add', 'change', 'view'),
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('code__in', ['spam', 'in_order', 'editorial', 'other']), _negated=True), ('is_offered', True), _connector='OR'), name='moderation_reason_relied_on', violation_error_message='The program decides for this reason by itself, so it stays offered.'), models.CheckConstraint(condition=models.Q(models.Q(('code', 'spam'), _negated=True), ('is_spam', True), _connector='OR'), name='moderation_reason_spam', violation_error_message='This reason always counts as spam.'), models.CheckConstraint(condition=models.Q(('label', ''), _negated=True), name='moderation_reason_words')],
            },
        ),
        migrations.RunSQL(STANDARD, migrations.RunSQL.noop),
        migrations.RunSQL(KEPT, NOT_KEPT),
        migrations.AddField(
            model_name='decision',
            name='reason_words',
            field=models.CharField(blank=True, db_default='', default='', editable=False, max_length=100, verbose_name='words of the reason'),
        ),
        migrations.AddField(
            model_name='decision',
            name='reason_explanation',
            field=models.CharField(blank=True, db_default='', default='', editable=False, max_length=500, verbose_name='explanation of the reason'),
        ),
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunSQL(FROM_THE_TABLE, FROM_A_LIST)],
            state_operations=[
                migrations.AlterField(
                    model_name='decision',
                    name='reason',
                    field=models.ForeignKey(db_column='reason', db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='decisions', to='moderation.decisionreason', verbose_name='reason'),
                ),
                migrations.AlterField(
                    model_name='reportreason',
                    name='decides_as',
                    field=models.ForeignKey(db_column='decides_as', db_index=False, limit_choices_to={'is_offered': True}, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='moderation.decisionreason', verbose_name='reason of the decision'),
                ),
            ],
        ),
    ]
