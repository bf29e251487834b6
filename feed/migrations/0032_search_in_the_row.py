"""Search reads the words of hundreds of posts, which lay in pages of their own: four times the time, by EXPLAIN.

No table is rewritten: words that are there stay where they are until their post is edited (docs/speed.md).
"""

from django.db import migrations

STORAGE = "ALTER TABLE feed_post ALTER COLUMN search SET STORAGE %s"


class Migration(migrations.Migration):
    dependencies = [
        ("feed", "0031_rules_about_members"),
    ]

    operations = [
        migrations.RunSQL(STORAGE % "MAIN", STORAGE % "EXTENDED"),
    ]
