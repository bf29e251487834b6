from django.conf import settings
from django.db import migrations, models
from django.db.models.functions import Greatest


class Migration(migrations.Migration):

    dependencies = [
        ('feed', '0021_staff'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='post',
            name='announce_due',
            field=models.BooleanField(db_default=False, default=False, editable=False),
        ),
        migrations.AddIndex(
            model_name='comment',
            index=models.Index(models.F('author'), models.OrderBy(models.F('created_at'), descending=True), models.OrderBy(models.F('id'), descending=True), condition=models.Q(('status', 'published')), name='feed_comment_written'),
        ),
        migrations.AddIndex(
            model_name='post',
            index=models.Index(models.F('id'), condition=models.Q(('announce_due', True)), name='feed_post_announce'),
        ),
        migrations.AddIndex(
            model_name='reaction',
            index=models.Index(models.F('member'), models.OrderBy(models.F('created_at'), descending=True), models.OrderBy(models.F('id'), descending=True), name='feed_reaction_given'),
        ),
        migrations.AddIndex(
            model_name='reading',
            index=models.Index(Greatest('shown_at', 'read_at'), name='feed_reading_age'),
        ),
    ]
