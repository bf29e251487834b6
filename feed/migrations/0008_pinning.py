"""Finding what moderators keep on top without reading the whole table."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("feed", "0007_image_indexes")]

    operations = [
        migrations.AddIndex(
            model_name="post",
            index=models.Index(
                models.OrderBy(models.F("published_at"), descending=True),
                name="feed_post_pinned",
                condition=models.Q(status="published", is_pinned=True),
            ),
        ),
        migrations.AddIndex(
            model_name="post",
            index=models.Index(
                models.OrderBy(models.F("published_at"), descending=True),
                name="feed_post_featured",
                condition=models.Q(status="published", is_featured=True),
            ),
        ),
    ]
