from django.db import migrations, models


class Migration(migrations.Migration):
    """The price is no longer always that of 1,000 impressions; its column keeps the old name."""

    dependencies = [("sponsors", "0001_initial")]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.RenameField("flight", "cpm_cents", "price_cents"),
                migrations.AlterField(
                    "flight",
                    "price_cents",
                    models.PositiveIntegerField(db_column="cpm_cents", default=0),
                ),
            ]
        )
    ]
