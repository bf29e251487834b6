from django.db import migrations, models

CHOICES = [
    ("draft", "draft"),
    ("waiting", "waiting for approval"),
    ("approved", "approved"),
    ("refused", "refused"),
]


class Migration(migrations.Migration):
    """What was counted so far was viewable; what was live so far stays so, what is new waits for approval."""

    dependencies = [("sponsors", "0003_booking")]

    operations = [
        migrations.RunSQL(
            "UPDATE sponsors_creativetotal SET viewable_count = impression_count",
            migrations.RunSQL.noop,
            elidable=True,
        ),
        migrations.AlterField(
            "creative",
            "review",
            models.CharField(
                choices=CHOICES,
                default="draft",
                editable=False,
                max_length=10,
                verbose_name="review",
            ),
        ),
    ]
