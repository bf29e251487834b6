"""Every decision of before has a reason of the table, too; and the public log finds those of one reason along an index."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models

# Reads the rows beside those who read and write them.
HOLDS = """
ALTER TABLE moderation_decision VALIDATE CONSTRAINT moderation_decision_reason_fk;
ALTER TABLE moderation_reportreason VALIDATE CONSTRAINT moderation_reportreason_decides_as_fk;
"""


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("moderation", "0011_decision_reasons")]

    operations = [
        migrations.RunSQL(HOLDS, migrations.RunSQL.noop),
        AddIndexConcurrently(
            model_name='decision',
            index=models.Index(models.F('reason'), models.OrderBy(models.F('created_at'), descending=True), models.OrderBy(models.F('id'), descending=True), name='moderation_by_reason'),
        ),
    ]
