"""When a member's reading was found valid by counting; and five columns that nothing uses are forgotten.

The version before still reads and writes those columns, so they stay for it, with values of their own for rows that the new
version writes. They go with the version after this one.
"""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("feed", "0028_neighbours_due"),
    ]

    operations = [
        migrations.AddField(
            model_name="reading",
            name="viewed_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AlterField(
            model_name="memberinterests",
            name="candidates",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.BigIntegerField(), default=list, db_default=[], size=None
            ),
        ),
        migrations.AlterField(
            model_name="memberinterests",
            name="is_due",
            field=models.BooleanField(default=True, db_default=True),
        ),
        # Without the model nothing would empty it when an encoder goes.
        migrations.AlterField(
            model_name="memberinterests",
            name="encoder",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="feed.encoder",
                db_constraint=False,
            ),
        ),
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.RemoveIndex("memberinterests", "feed_interests_due"),
                migrations.RemoveField("memberinterests", "encoder"),
                migrations.RemoveField("memberinterests", "dense"),
                migrations.RemoveField("memberinterests", "candidates"),
                migrations.RemoveField("memberinterests", "computed_at"),
                migrations.RemoveField("memberinterests", "is_due"),
            ],
        ),
    ]
