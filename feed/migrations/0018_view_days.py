from django.db import migrations

# Views that were counted before each day had a row of its own stand on a day on which there was no site.
OPENING_DAYS = """
INSERT INTO counting_subjectday AS day (kind, subject, counted_on, count, reader_count)
SELECT 'view', post.id, date '1970-01-01',
       post.view_count - coalesce(known.n, 0), 0
FROM feed_post AS post
LEFT JOIN (
    SELECT subject, sum(count)::bigint AS n FROM counting_subjectday WHERE kind = 'view' GROUP BY subject
) AS known ON known.subject = post.id
WHERE post.view_count > coalesce(known.n, 0)
ON CONFLICT (kind, subject, counted_on) DO UPDATE SET count = day.count + EXCLUDED.count
"""


class Migration(migrations.Migration):
    dependencies = [
        ("counting", "0002_ledger"),
        ("feed", "0017_vector_languages"),
    ]

    operations = [migrations.RunSQL(OPENING_DAYS, migrations.RunSQL.noop, elidable=True)]
