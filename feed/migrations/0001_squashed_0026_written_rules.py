"""All of 0001_extensions to 0026_written_rules in one step, for databases that have none of them."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.core.validators
import django.db.models.constraints
import django.db.models.deletion
import django.db.models.lookups
import django.utils.timezone
import pgvector.django.halfvec
import pgvector.django.indexes
from django.conf import settings
from django.db import migrations, models
from django.db.models.functions import Greatest, NullIf
from pgvector.django import VectorExtension


class Migration(migrations.Migration):

    initial = True

    replaces = [
        ('feed', '0001_extensions'),
        ('feed', '0002_initial'),
        ('feed', '0003_revisions'),
        ('feed', '0004_writing'),
        ('feed', '0005_scheduling'),
        ('feed', '0006_share_images'),
        ('feed', '0007_image_indexes'),
        ('feed', '0008_pinning'),
        ('feed', '0009_threads'),
        ('feed', '0010_features'),
        ('feed', '0011_spam'),
        ('feed', '0012_unicode_tags'),
        ('feed', '0013_following_and_mutes'),
        ('feed', '0014_scores'),
        ('feed', '0015_slots'),
        ('feed', '0016_read_more_engine'),
        ('feed', '0017_vector_languages'),
        ('feed', '0018_view_days'),
        ('feed', '0019_syndication'),
        ('feed', '0020_languages'),
        ('feed', '0021_staff'),
        ('feed', '0022_members_and_news'),
        ('feed', '0023_outside'),
        ('feed', '0024_co_reading'),
        ('feed', '0025_reactions_announced'),
        ('feed', '0026_written_rules'),
    ]

    dependencies = [
        ('accounts', '0016_sign_up_and_spending'),
        # Those of the libraries run while there are few models yet: each step renders all that are related.
        ('account', '0009_emailaddress_unique_primary_email'),
        ('admin', '0003_logentry_add_action_flag_choices'),
        ('mfa', '0003_authenticator_type_uniq'),
        ('oauth2_provider', '0022_refreshtoken_token_family_index'),
        ('socialaccount', '0006_alter_socialaccount_extra_data'),
        ('usersessions', '0001_initial'),
        ('accounts', '__first__'),
    ]

    operations = [
        VectorExtension(),
        migrations.CreateModel(
            name='Poll',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('question', models.CharField(max_length=200, verbose_name='question')),
                ('closes_at', models.DateTimeField(blank=True, null=True, verbose_name='closes')),
                ('vote_count', models.PositiveIntegerField(default=0, editable=False, verbose_name='votes')),
            ],
            options={
                'verbose_name': 'poll',
                'verbose_name_plural': 'polls',
            },
        ),
        migrations.CreateModel(
            name='Post',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=200, verbose_name='title')),
                ('slug', models.CharField(editable=False, max_length=80, verbose_name='slug')),
                ('body', models.TextField(blank=True, max_length=50000, verbose_name='text')),
                ('body_html', models.TextField(blank=True, editable=False)),
                ('excerpt', models.CharField(blank=True, max_length=300, verbose_name='excerpt')),
                ('language', models.CharField(choices=[('en', 'English'), ('nl', 'Dutch'), ('de', 'German'), ('fr', 'French'), ('ar', 'Arabic')], default='en', max_length=5, verbose_name='language')),
                ('status', models.CharField(choices=[('draft', 'draft'), ('scheduled', 'scheduled'), ('published', 'published'), ('held', 'held for moderators'), ('hidden', 'hidden by moderators')], default='draft', editable=False, max_length=10, verbose_name='status')),
                ('canonical_url', models.URLField(blank=True, max_length=1000, verbose_name='original address')),
                ('series_position', models.PositiveSmallIntegerField(editable=False, null=True)),
                ('scheduled_for', models.DateTimeField(editable=False, null=True, verbose_name='scheduled for')),
                ('published_at', models.DateTimeField(editable=False, null=True, verbose_name='published')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='created')),
                ('edited_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='last change')),
                ('view_count', models.PositiveIntegerField(default=0, editable=False, verbose_name='views')),
                ('comment_count', models.PositiveIntegerField(default=0, editable=False, verbose_name='comments')),
                ('reaction_count', models.PositiveIntegerField(default=0, editable=False, verbose_name='reactions')),
                ('bookmark_count', models.PositiveIntegerField(default=0, editable=False, verbose_name='bookmarks')),
                ('reading_minutes', models.PositiveSmallIntegerField(default=1, editable=False)),
                ('hotness', models.FloatField(default=0.0, editable=False)),
                ('score', models.FloatField(db_default=1.0, default=1.0, editable=False)),
                ('is_featured', models.BooleanField(default=False, editable=False, verbose_name='featured')),
                ('is_pinned', models.BooleanField(default=False, editable=False, verbose_name='pinned')),
                ('is_sensitive', models.BooleanField(default=False, help_text='The story is about loss, violence or disaster: no sponsor stands beside it.', verbose_name='no advertising')),
                ('held_reasons', models.JSONField(default=list, editable=False, verbose_name='reasons')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('form_key', models.CharField(editable=False, max_length=40, null=True)),
                ('read_more_due', models.BooleanField(default=False, editable=False)),
                ('share_image', models.FileField(blank=True, editable=False, upload_to='share/')),
                ('share_image_due', models.BooleanField(default=False, editable=False)),
                ('announce_due', models.BooleanField(db_default=False, default=False, editable=False)),
                ('search', models.GeneratedField(db_persist=True, expression=models.Case(models.When(language=models.Value('en'), then=django.contrib.postgres.search.CombinedSearchVector(django.contrib.postgres.search.CombinedSearchVector(django.contrib.postgres.search.SearchVector('title', config='english', weight='A'), '||', django.contrib.postgres.search.SearchVector('excerpt', config='english', weight='B'), django.contrib.postgres.search.SearchConfig('english')), '||', django.contrib.postgres.search.SearchVector('body', config='english', weight='C'), django.contrib.postgres.search.SearchConfig('english'))), models.When(language=models.Value('nl'), then=django.contrib.postgres.search.CombinedSearchVector(django.contrib.postgres.search.CombinedSearchVector(django.contrib.postgres.search.SearchVector('title', config='dutch', weight='A'), '||', django.contrib.postgres.search.SearchVector('excerpt', config='dutch', weight='B'), django.contrib.postgres.search.SearchConfig('dutch')), '||', django.contrib.postgres.search.SearchVector('body', config='dutch', weight='C'), django.contrib.postgres.search.SearchConfig('dutch'))), models.When(language=models.Value('de'), then=django.contrib.postgres.search.CombinedSearchVector(django.contrib.postgres.search.CombinedSearchVector(django.contrib.postgres.search.SearchVector('title', config='german', weight='A'), '||', django.contrib.postgres.search.SearchVector('excerpt', config='german', weight='B'), django.contrib.postgres.search.SearchConfig('german')), '||', django.contrib.postgres.search.SearchVector('body', config='german', weight='C'), django.contrib.postgres.search.SearchConfig('german'))), models.When(language=models.Value('fr'), then=django.contrib.postgres.search.CombinedSearchVector(django.contrib.postgres.search.CombinedSearchVector(django.contrib.postgres.search.SearchVector('title', config='french', weight='A'), '||', django.contrib.postgres.search.SearchVector('excerpt', config='french', weight='B'), django.contrib.postgres.search.SearchConfig('french')), '||', django.contrib.postgres.search.SearchVector('body', config='french', weight='C'), django.contrib.postgres.search.SearchConfig('french'))), models.When(language=models.Value('ar'), then=django.contrib.postgres.search.CombinedSearchVector(django.contrib.postgres.search.CombinedSearchVector(django.contrib.postgres.search.SearchVector('title', config='arabic', weight='A'), '||', django.contrib.postgres.search.SearchVector('excerpt', config='arabic', weight='B'), django.contrib.postgres.search.SearchConfig('arabic')), '||', django.contrib.postgres.search.SearchVector('body', config='arabic', weight='C'), django.contrib.postgres.search.SearchConfig('arabic'))), default=django.contrib.postgres.search.CombinedSearchVector(django.contrib.postgres.search.CombinedSearchVector(django.contrib.postgres.search.SearchVector('title', config='simple', weight='A'), '||', django.contrib.postgres.search.SearchVector('excerpt', config='simple', weight='B'), django.contrib.postgres.search.SearchConfig('simple')), '||', django.contrib.postgres.search.SearchVector('body', config='simple', weight='C'), django.contrib.postgres.search.SearchConfig('simple'))), output_field=django.contrib.postgres.search.SearchVectorField())),
                ('author', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='posts', to=settings.AUTH_USER_MODEL, verbose_name='author')),
            ],
            options={
                'verbose_name': 'post',
                'verbose_name_plural': 'posts',
            },
        ),
        migrations.CreateModel(
            name='ReaderState',
            fields=[
                ('member', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='reader_state', serialize=False, to=settings.AUTH_USER_MODEL)),
                ('tab', models.CharField(blank=True, max_length=20)),
                ('languages', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=5), blank=True, default=list, size=None, verbose_name='languages')),
                ('keeps_history', models.BooleanField(default=True, verbose_name='remember what I read')),
                ('seen_at', models.DateTimeField(null=True)),
                ('visit_started_at', models.DateTimeField(null=True)),
                ('last_visit_at', models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='Tag',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=40, unique=True, verbose_name='name')),
                ('slug', models.SlugField(allow_unicode=True, max_length=40, unique=True, verbose_name='slug')),
                ('description', models.CharField(blank=True, max_length=300, verbose_name='description')),
                ('post_count', models.PositiveIntegerField(default=0, editable=False, verbose_name='posts')),
            ],
            options={
                'verbose_name': 'tag',
                'verbose_name_plural': 'tags',
                'ordering': ('name',),
            },
        ),
        migrations.CreateModel(
            name='BookmarkList',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=60, verbose_name='name')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('member', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='bookmark_lists', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'bookmark list',
                'verbose_name_plural': 'bookmark lists',
                'constraints': [models.UniqueConstraint(models.F('member'), models.F('name'), name='feed_bookmark_list_name')],
            },
        ),
        migrations.CreateModel(
            name='Category',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=60, unique=True, verbose_name='name')),
                ('slug', models.SlugField(max_length=60, unique=True, verbose_name='slug')),
                ('description', models.CharField(blank=True, max_length=300, verbose_name='description')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='position')),
                ('post_count', models.PositiveIntegerField(default=0, editable=False, verbose_name='posts')),
                ('moderators', models.ManyToManyField(blank=True, limit_choices_to={'groups__name': 'category moderators'}, related_name='moderated_categories', to=settings.AUTH_USER_MODEL, verbose_name='category moderators')),
            ],
            options={
                'verbose_name': 'category',
                'verbose_name_plural': 'categories',
                'ordering': ('position', 'name'),
            },
        ),
        migrations.CreateModel(
            name='CategoryFollow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='since')),
                ('category', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='follows', to='feed.category')),
                ('member', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='category_follows', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'followed category',
                'verbose_name_plural': 'followed categories',
                'constraints': [models.UniqueConstraint(models.F('member'), models.F('category'), name='feed_category_follow_once')],
            },
        ),
        migrations.CreateModel(
            name='Comment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('body', models.TextField(max_length=10000, verbose_name='comment')),
                ('body_html', models.TextField(editable=False)),
                ('status', models.CharField(choices=[('published', 'published'), ('held', 'held for moderators'), ('hidden', 'hidden by moderators'), ('deleted', 'deleted by its author')], default='published', editable=False, max_length=10, verbose_name='status')),
                ('held_reasons', models.JSONField(default=list, editable=False, verbose_name='reasons')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='written')),
                ('edited_at', models.DateTimeField(editable=False, null=True, verbose_name='edited')),
                ('helpful_count', models.PositiveIntegerField(db_default=0, default=0, editable=False, verbose_name='found helpful')),
                ('unhelpful_count', models.PositiveIntegerField(db_default=0, default=0, editable=False, verbose_name='found unhelpful')),
                ('score', models.FloatField(db_default=0.378447503, default=0.378447503, editable=False)),
                ('form_key', models.CharField(editable=False, max_length=40, null=True)),
                ('announce_due', models.BooleanField(db_default=False, default=False, editable=False)),
                ('author', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='comments', to=settings.AUTH_USER_MODEL, verbose_name='author')),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='replies', to='feed.comment', verbose_name='reply to')),
            ],
            options={
                'verbose_name': 'comment',
                'verbose_name_plural': 'comments',
            },
        ),
        migrations.CreateModel(
            name='CommentVote',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('is_helpful', models.BooleanField(verbose_name='helpful')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='given')),
                ('comment', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='votes', to='feed.comment')),
                ('member', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='comment_votes', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'vote on a comment',
                'verbose_name_plural': 'votes on comments',
                'indexes': [models.Index(models.F('member'), models.OrderBy(models.F('id'), descending=True), name='feed_comment_vote_member')],
                'constraints': [models.UniqueConstraint(models.F('comment'), models.F('member'), name='feed_comment_vote_once')],
            },
        ),
        migrations.CreateModel(
            name='ContactKey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('domain', 'website'), ('phone', 'telephone'), ('mail', 'e-mail'), ('messenger', 'messenger')], max_length=10, verbose_name='kind')),
                ('value', models.CharField(max_length=253, verbose_name='key')),
                ('standing', models.CharField(choices=[('unknown', 'unknown'), ('approved', 'approved'), ('warned', 'warned about'), ('blocked', 'blocked')], default='unknown', max_length=10, verbose_name='standing')),
                ('reason', models.CharField(blank=True, max_length=200, verbose_name='reason')),
                ('source', models.CharField(blank=True, max_length=60, verbose_name='list')),
                ('good_count', models.PositiveIntegerField(default=0, verbose_name='in order')),
                ('spam_count', models.PositiveIntegerField(default=0, verbose_name='spam')),
                ('first_seen_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='first seen')),
            ],
            options={
                'verbose_name': 'contact',
                'verbose_name_plural': 'contacts',
                'indexes': [models.Index(models.F('standing'), models.OrderBy(models.F('id'), descending=True), name='feed_contact_standing'), models.Index(models.OrderBy(models.F('first_seen_at'), descending=True), models.OrderBy(models.F('id'), descending=True), name='feed_contact_newest')],
                'constraints': [models.UniqueConstraint(models.F('kind'), models.F('value'), name='feed_contact_key_once')],
            },
        ),
        migrations.CreateModel(
            name='ContactUse',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('post', 'post'), ('comment', 'comment'), ('profile', 'profile'), ('name', 'name at sign-up')], max_length=10)),
                ('subject_pk', models.BigIntegerField()),
                ('used_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('author', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='contact_uses', to=settings.AUTH_USER_MODEL)),
                ('contact', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='uses', to='feed.contactkey')),
            ],
            options={
                'indexes': [models.Index(models.F('kind'), models.F('subject_pk'), name='feed_contact_use_text')],
                'constraints': [models.UniqueConstraint(models.F('contact'), models.F('kind'), models.F('subject_pk'), name='feed_contact_use_once')],
            },
        ),
        migrations.CreateModel(
            name='Encoder',
            fields=[
                ('name', models.CharField(max_length=40, primary_key=True, serialize=False, verbose_name='name')),
                ('is_serving', models.BooleanField(default=False, verbose_name='serving')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='since')),
            ],
            options={
                'verbose_name': 'encoder',
                'verbose_name_plural': 'encoders',
                'constraints': [models.UniqueConstraint(condition=models.Q(('is_serving', True)), fields=('is_serving',), name='feed_encoder_one_serves')],
            },
        ),
        migrations.CreateModel(
            name='HubPing',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('path', models.CharField(max_length=300, unique=True)),
                ('due_at', models.DateTimeField()),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                'verbose_name': 'ping of the hub',
                'verbose_name_plural': 'pings of the hub',
                'indexes': [models.Index(models.F('due_at'), models.F('id'), name='feed_hub_ping_due')],
            },
        ),
        migrations.CreateModel(
            name='Image',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('file', models.ImageField(height_field='height', upload_to='images/', verbose_name='file', width_field='width')),
                ('width', models.PositiveIntegerField(default=0, editable=False, verbose_name='width')),
                ('height', models.PositiveIntegerField(default=0, editable=False, verbose_name='height')),
                ('renditions', models.JSONField(default=list, editable=False, verbose_name='renditions')),
                ('alt', models.CharField(blank=True, max_length=250, verbose_name='description for those who cannot see it')),
                ('caption', models.CharField(blank=True, max_length=300, verbose_name='caption')),
                ('credit', models.CharField(blank=True, max_length=100, verbose_name='credit')),
                ('focus_x', models.PositiveSmallIntegerField(default=50, validators=[django.core.validators.MaxValueValidator(100)], verbose_name='focus, across')),
                ('focus_y', models.PositiveSmallIntegerField(default=50, validators=[django.core.validators.MaxValueValidator(100)], verbose_name='focus, down')),
                ('renditions_due', models.BooleanField(default=False, editable=False)),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='created')),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='images', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'image',
                'verbose_name_plural': 'images',
                'indexes': [models.Index(models.F('file'), name='feed_image_file'), models.Index(models.F('id'), condition=models.Q(('renditions_due', True)), name='feed_image_due')],
            },
        ),
        migrations.CreateModel(
            name='Judgement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('post', 'post'), ('comment', 'comment'), ('profile', 'profile'), ('name', 'name at sign-up')], max_length=10, verbose_name='kind')),
                ('subject_pk', models.BigIntegerField(verbose_name='number')),
                ('action', models.CharField(max_length=10, verbose_name='verdict')),
                ('probability', models.FloatField(null=True, verbose_name='probability of spam')),
                ('model_version', models.PositiveIntegerField(null=True, verbose_name='model')),
                ('evidence', models.JSONField(default=list, verbose_name='evidence')),
                ('judged_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='judged')),
            ],
            options={
                'verbose_name': 'judgement',
                'verbose_name_plural': 'judgements',
                'default_permissions': ('view',),
                'indexes': [models.Index(models.OrderBy(models.F('judged_at'), descending=True), models.OrderBy(models.F('id'), descending=True), name='feed_judgement_newest')],
                'constraints': [models.UniqueConstraint(models.F('kind'), models.F('subject_pk'), name='feed_judgement_once'), models.CheckConstraint(condition=models.Q(('probability__isnull', True), models.Q(('probability__gte', 0), ('probability__lte', 1)), _connector='OR'), name='feed_judgement_probability')],
            },
        ),
        migrations.CreateModel(
            name='LinkPreview',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('url', models.CharField(max_length=1000, unique=True, verbose_name='address')),
                ('title', models.CharField(blank=True, max_length=300, verbose_name='title')),
                ('description', models.CharField(blank=True, max_length=500, verbose_name='description')),
                ('site_name', models.CharField(blank=True, max_length=100, verbose_name='site')),
                ('status', models.CharField(choices=[('due', 'to be fetched'), ('ready', 'fetched'), ('failed', 'could not be fetched')], default='due', max_length=10, verbose_name='status')),
                ('problem', models.CharField(blank=True, max_length=200, verbose_name='problem')),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('due_at', models.DateTimeField(blank=True, null=True)),
                ('fetched_at', models.DateTimeField(blank=True, null=True, verbose_name='fetched')),
                ('image', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='feed.image')),
            ],
            options={
                'verbose_name': 'link preview',
                'verbose_name_plural': 'link previews',
                'indexes': [models.Index(models.F('due_at'), models.F('id'), condition=models.Q(('due_at__isnull', False)), name='feed_link_due')],
            },
        ),
        migrations.CreateModel(
            name='MemberInterests',
            fields=[
                ('member', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='interests', serialize=False, to=settings.AUTH_USER_MODEL)),
                ('is_on', models.BooleanField(default=True, verbose_name='learn from what I read')),
                ('dense', pgvector.django.halfvec.HalfVectorField(dimensions=1152, null=True)),
                ('candidates', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), default=list, size=None)),
                ('computed_at', models.DateTimeField(null=True)),
                ('forgotten_at', models.DateTimeField(null=True)),
                ('is_due', models.BooleanField(default=True)),
                ('encoder', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='feed.encoder')),
            ],
            options={
                'verbose_name': 'interests of a member',
                'verbose_name_plural': 'interests of members',
                'indexes': [models.Index(models.F('member'), condition=models.Q(('is_due', True)), name='feed_interests_due')],
            },
        ),
        migrations.CreateModel(
            name='Mention',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('comment', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='mentions', to='feed.comment')),
                ('member', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='mentions', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'mention',
                'verbose_name_plural': 'mentions',
                'constraints': [models.UniqueConstraint(models.F('comment'), models.F('member'), name='feed_mention_once')],
            },
        ),
        migrations.CreateModel(
            name='OutsideFeed',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('url', models.CharField(max_length=1000, unique=True, validators=[django.core.validators.URLValidator(schemes=['http', 'https'])], verbose_name='address')),
                ('title', models.CharField(blank=True, max_length=200, verbose_name='title')),
                ('language', models.CharField(choices=[('en', 'English'), ('nl', 'Dutch'), ('de', 'German'), ('fr', 'French'), ('ar', 'Arabic')], default='en', max_length=5, verbose_name='language')),
                ('is_on', models.BooleanField(default=True, verbose_name='switched on')),
                ('due_at', models.DateTimeField(editable=False, null=True, verbose_name='asked next')),
                ('polled_at', models.DateTimeField(editable=False, null=True, verbose_name='asked last')),
                ('etag', models.CharField(blank=True, editable=False, max_length=300)),
                ('modified', models.CharField(blank=True, editable=False, max_length=100)),
                ('failures', models.PositiveSmallIntegerField(default=0, editable=False, verbose_name='failures in a row')),
                ('problem', models.CharField(blank=True, editable=False, max_length=200, verbose_name='problem')),
                ('author', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='shown under')),
                ('category', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='outside_feeds', to='feed.category', verbose_name='category')),
            ],
            options={
                'verbose_name': 'outside feed',
                'verbose_name_plural': 'outside feeds',
                'indexes': [models.Index(models.F('due_at'), models.F('id'), condition=models.Q(('due_at__isnull', False)), name='feed_outside_due')],
            },
        ),
        migrations.CreateModel(
            name='PollChoice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.CharField(max_length=100, verbose_name='answer')),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('vote_count', models.PositiveIntegerField(default=0, editable=False, verbose_name='votes')),
                ('poll', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='choices', to='feed.poll')),
            ],
            options={
                'verbose_name': 'answer',
                'verbose_name_plural': 'answers',
                'ordering': (models.F('position'), models.F('id')),
                'constraints': [models.UniqueConstraint(models.F('poll'), models.F('text'), name='feed_poll_choice_text')],
            },
        ),
        migrations.CreateModel(
            name='PollVote',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('choice', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='votes', to='feed.pollchoice')),
                ('member', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('poll', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='votes', to='feed.poll')),
            ],
            options={
                'verbose_name': 'vote',
                'verbose_name_plural': 'votes',
                'constraints': [models.UniqueConstraint(models.F('poll'), models.F('member'), name='feed_poll_vote_once')],
            },
        ),
        migrations.CreateModel(
            name='PostFeatures',
            fields=[
                ('post', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='features', serialize=False, to='feed.post')),
                ('recipe', models.CharField(blank=True, max_length=40, verbose_name='recipe')),
                ('version', models.PositiveIntegerField(db_default=0, default=0, editable=False)),
                ('term_ids', django.contrib.postgres.fields.ArrayField(base_field=models.IntegerField(), default=list, size=None)),
                ('term_weights', django.contrib.postgres.fields.ArrayField(base_field=models.SmallIntegerField(), default=list, size=None)),
                ('names', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=60), db_default=[], default=list, size=None)),
                ('min_hashes', django.contrib.postgres.fields.ArrayField(base_field=models.IntegerField(), default=list, size=None)),
                ('spam_probability', models.FloatField(null=True, verbose_name='spam probability')),
                ('copied_share', models.FloatField(null=True, verbose_name='copied share')),
                ('encoder', models.CharField(blank=True, db_default='', db_index=True, max_length=40, verbose_name='encoder')),
                ('computed_at', models.DateTimeField(null=True, verbose_name='computed')),
                ('is_due', models.BooleanField(default=True)),
            ],
            options={
                'verbose_name': 'features of a post',
                'verbose_name_plural': 'features of posts',
                'indexes': [django.contrib.postgres.indexes.GinIndex(fields=['term_ids'], name='feed_features_terms'), django.contrib.postgres.indexes.GinIndex(fields=['min_hashes'], name='feed_features_min_hashes'), models.Index(models.F('post'), condition=models.Q(('is_due', True)), name='feed_features_due')],
            },
        ),
        migrations.CreateModel(
            name='ReadMoreList',
            fields=[
                ('post', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='read_more', serialize=False, to='feed.post')),
                ('items', models.JSONField(default=list, verbose_name='items')),
                ('recommended', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), db_default=[], default=list, size=None)),
                ('engine', models.CharField(max_length=40, verbose_name='engine')),
                ('built_at', models.DateTimeField(db_index=True, verbose_name='built')),
            ],
            options={
                'verbose_name': 'Read More list',
                'verbose_name_plural': 'Read More lists',
                'indexes': [django.contrib.postgres.indexes.GinIndex(fields=['recommended'], name='feed_read_more_in')],
            },
        ),
        migrations.CreateModel(
            name='TemplatePrint',
            fields=[
                ('post', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='template_print', serialize=False, to='feed.post')),
                ('author_pk', models.BigIntegerField()),
                ('hashes', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), size=None)),
                ('bands', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), size=None)),
                ('is_due', models.BooleanField(default=True)),
                ('is_quarantined', models.BooleanField(default=False)),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
        ),
        migrations.AddField(
            model_name='post',
            name='category',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='posts', to='feed.category', verbose_name='category'),
        ),
        migrations.AddField(
            model_name='post',
            name='lead_image',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='feed.image', verbose_name='lead image'),
        ),
        migrations.AddField(
            model_name='post',
            name='link',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='posts', to='feed.linkpreview', verbose_name='link'),
        ),
        migrations.AddField(
            model_name='poll',
            name='post',
            field=models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='poll', to='feed.post'),
        ),
        migrations.CreateModel(
            name='PendingEdit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('changes', models.JSONField(verbose_name='changes')),
                ('correction', models.CharField(blank=True, max_length=300, verbose_name='correction')),
                ('base_version', models.PositiveIntegerField(default=1)),
                ('evidence', models.JSONField(default=list, verbose_name='evidence')),
                ('state', models.CharField(choices=[('waiting', 'waits for a moderator'), ('accepted', 'accepted'), ('refused', 'refused'), ('replaced', 'replaced by a later one')], default='waiting', max_length=10, verbose_name='state')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='sent')),
                ('decided_at', models.DateTimeField(null=True, verbose_name='decided')),
                ('editor', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='pending_edits', to=settings.AUTH_USER_MODEL, verbose_name='editor')),
                ('post', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='pending_edits', to='feed.post', verbose_name='post')),
            ],
            options={
                'verbose_name': 'waiting change',
                'verbose_name_plural': 'waiting changes',
                'default_permissions': ('view', 'change'),
                'indexes': [models.Index(models.F('id'), condition=models.Q(('state', 'waiting')), name='feed_pending_waiting')],
                'constraints': [models.UniqueConstraint(models.F('post'), condition=models.Q(('state', 'waiting')), name='feed_pending_edit_once'), models.UniqueConstraint(models.F('editor'), condition=models.Q(('post__isnull', True), ('state', 'waiting')), name='feed_pending_profile_once')],
            },
        ),
        migrations.CreateModel(
            name='OutsideItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('external_id', models.CharField(max_length=64)),
                ('url', models.CharField(max_length=1000, verbose_name='address')),
                ('seen_at', models.DateTimeField(auto_now_add=True, verbose_name='seen')),
                ('feed', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='items', to='feed.outsidefeed')),
                ('post', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='feed.post')),
            ],
            options={
                'verbose_name': 'outside item',
                'verbose_name_plural': 'outside items',
                'constraints': [models.UniqueConstraint(models.F('feed'), models.F('external_id'), name='feed_outside_item_once')],
            },
        ),
        migrations.CreateModel(
            name='NotRelevant',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='since')),
                ('member', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='not_relevant', to=settings.AUTH_USER_MODEL)),
                ('post', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='feed.post')),
                ('under', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='not_relevant', to='feed.post')),
            ],
            options={
                'verbose_name': 'word against a recommendation',
                'verbose_name_plural': 'words against recommendations',
                'constraints': [models.UniqueConstraint(models.F('under'), models.F('post'), models.F('member'), name='feed_not_relevant_once')],
            },
        ),
        migrations.CreateModel(
            name='CoRead',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('readers', models.PositiveIntegerField(verbose_name='readers')),
                ('strength', models.FloatField(verbose_name='strength')),
                ('other', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='feed.post')),
                ('post', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='co_read', to='feed.post')),
            ],
            options={
                'verbose_name': 'posts read by the same members',
                'verbose_name_plural': 'posts read by the same members',
                'constraints': [models.UniqueConstraint(models.F('post'), models.F('other'), name='feed_co_read_once')],
            },
        ),
        migrations.AddField(
            model_name='comment',
            name='post',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='comments', to='feed.post', verbose_name='post'),
        ),
        migrations.CreateModel(
            name='Bookmark',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('note', models.CharField(blank=True, max_length=300, verbose_name='note')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='kept')),
                ('list', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='bookmarks', to='feed.bookmarklist')),
                ('post', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='bookmarks', to='feed.post')),
            ],
            options={
                'verbose_name': 'bookmark',
                'verbose_name_plural': 'bookmarks',
                'indexes': [models.Index(models.F('list'), models.OrderBy(models.F('created_at'), descending=True), models.OrderBy(models.F('id'), descending=True), name='feed_bookmark_latest')],
                'constraints': [models.UniqueConstraint(models.F('list'), models.F('post'), name='feed_bookmark_once')],
            },
        ),
        migrations.CreateModel(
            name='Autosave',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=40)),
                ('fields', models.JSONField(default=dict)),
                ('counter', models.PositiveIntegerField(default=1)),
                ('saved_at', models.DateTimeField(verbose_name='saved')),
                ('member', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='autosaves', to=settings.AUTH_USER_MODEL, verbose_name='member')),
                ('post', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='autosaves', to='feed.post')),
            ],
            options={
                'verbose_name': 'unsaved text',
                'verbose_name_plural': 'unsaved texts',
                'constraints': [models.UniqueConstraint(models.F('member'), models.F('key'), name='feed_autosave_key')],
            },
        ),
        migrations.CreateModel(
            name='PostVector',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('language', models.CharField(db_default='', max_length=5)),
                ('dense', pgvector.django.halfvec.HalfVectorField(dimensions=1152)),
                ('encoder', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='feed.encoder')),
                ('post', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='vectors', to='feed.post')),
            ],
            options={
                'verbose_name': 'vector',
                'verbose_name_plural': 'vectors',
                'indexes': [pgvector.django.indexes.HnswIndex(ef_construction=64, fields=['dense'], m=16, name='feed_vector_near', opclasses=['halfvec_ip_ops'])],
                'constraints': [models.UniqueConstraint(models.F('post'), models.F('encoder'), name='feed_vector_once')],
            },
        ),
        migrations.CreateModel(
            name='Reaction',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('like', 'I like this'), ('thanks', 'Thank you'), ('insight', 'I learned something'), ('moved', 'This moves me'), ('funny', 'This makes me laugh')], max_length=10, verbose_name='kind')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='given')),
                ('announce_due', models.BooleanField(db_default=False, default=False, editable=False)),
                ('member', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reactions', to=settings.AUTH_USER_MODEL)),
                ('post', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reactions', to='feed.post')),
            ],
            options={
                'verbose_name': 'reaction',
                'verbose_name_plural': 'reactions',
                'indexes': [models.Index(models.F('member'), models.OrderBy(models.F('id'), descending=True), name='feed_reaction_member'), models.Index(models.F('member'), models.OrderBy(models.F('created_at'), descending=True), models.OrderBy(models.F('id'), descending=True), name='feed_reaction_given'), models.Index(models.F('id'), condition=models.Q(('announce_due', True)), name='feed_reaction_announce')],
                'constraints': [models.UniqueConstraint(models.F('post'), models.F('member'), name='feed_reaction_once')],
            },
        ),
        migrations.CreateModel(
            name='ReactionTotal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('like', 'I like this'), ('thanks', 'Thank you'), ('insight', 'I learned something'), ('moved', 'This moves me'), ('funny', 'This makes me laugh')], max_length=10)),
                ('count', models.PositiveIntegerField(default=0)),
                ('post', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reaction_totals', to='feed.post')),
            ],
            options={
                'constraints': [models.UniqueConstraint(models.F('post'), models.F('kind'), name='feed_reaction_total')],
            },
        ),
        migrations.CreateModel(
            name='Reading',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('shown_count', models.PositiveIntegerField(default=0)),
                ('shown_at', models.DateTimeField(null=True)),
                ('read_at', models.DateTimeField(null=True)),
                ('member', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='readings', to=settings.AUTH_USER_MODEL)),
                ('post', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='readings', to='feed.post')),
            ],
            options={
                'indexes': [models.Index(models.F('member'), models.OrderBy(models.F('read_at'), descending=True), condition=models.Q(('read_at__isnull', False)), name='feed_reading_latest'), models.Index(Greatest('shown_at', 'read_at'), name='feed_reading_age')],
                'constraints': [models.UniqueConstraint(models.F('member'), models.F('post'), name='feed_reading_once')],
            },
        ),
        migrations.CreateModel(
            name='ReadMark',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('seen_pk', models.BigIntegerField(default=0)),
                ('seen_at', models.DateTimeField(auto_now=True)),
                ('member', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='read_marks', to=settings.AUTH_USER_MODEL)),
                ('post', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='read_marks', to='feed.post')),
            ],
            options={
                'verbose_name': 'read mark',
                'verbose_name_plural': 'read marks',
                'constraints': [models.UniqueConstraint(models.F('member'), models.F('post'), name='feed_read_mark_once')],
            },
        ),
        migrations.CreateModel(
            name='ReadMoreRule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('verdict', models.CharField(choices=[('pin', 'pin'), ('exclude', 'exclude')], default='exclude', max_length=10, verbose_name='rule')),
                ('domain', models.CharField(blank=True, help_text='The host that posts link to, such as example.org.', max_length=255, verbose_name='site')),
                ('note', models.CharField(blank=True, max_length=200, verbose_name='reason')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='since')),
                ('author', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='author')),
                ('made_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='made by')),
                ('post', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='feed.post', verbose_name='post')),
                ('under', models.ForeignKey(blank=True, help_text='Empty: under all posts of the site.', null=True, on_delete=django.db.models.deletion.CASCADE, related_name='read_more_rules', to='feed.post', verbose_name='under the post')),
            ],
            options={
                'verbose_name': 'Read More rule',
                'verbose_name_plural': 'Read More rules',
                'constraints': [models.CheckConstraint(condition=django.db.models.lookups.Exact(models.Func(models.F('post'), models.F('author'), NullIf('domain', models.Value('')), function='num_nonnulls', output_field=models.IntegerField()), 1), name='feed_read_more_rule_one_thing', violation_error_message='Name one thing: a post, an author or a site.'), models.CheckConstraint(condition=models.Q(('verdict', 'exclude'), ('post__isnull', False), _connector='OR'), name='feed_read_more_rule_pins_posts', violation_error_message='Only a post can be pinned.'), models.CheckConstraint(condition=models.Q(('under__isnull', True), ('post__isnull', True), models.Q(('under', models.F('post')), _negated=True), _connector='OR'), name='feed_read_more_rule_not_itself', violation_error_message='A post is not recommended under itself.'), models.UniqueConstraint(models.F('verdict'), models.F('under'), models.F('post'), models.F('author'), models.F('domain'), name='feed_read_more_rule_once', nulls_distinct=False)],
            },
        ),
        migrations.CreateModel(
            name='ReadMoreRun',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('started_at', models.DateTimeField(verbose_name='started')),
                ('finished_at', models.DateTimeField(null=True, verbose_name='finished')),
            ],
            options={
                'verbose_name': 'rebuilding of Read More',
                'verbose_name_plural': 'rebuildings of Read More',
                'constraints': [models.UniqueConstraint(condition=models.Q(('finished_at__isnull', True)), fields=('finished_at',), name='feed_read_more_one_run', nulls_distinct=False)],
            },
        ),
        migrations.CreateModel(
            name='Revision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(verbose_name='number')),
                ('title', models.CharField(max_length=200, verbose_name='title')),
                ('body', models.TextField(blank=True, max_length=50000, verbose_name='text')),
                ('correction', models.CharField(blank=True, max_length=300, verbose_name='correction')),
                ('created_at', models.DateTimeField(verbose_name='since')),
                ('purged_at', models.DateTimeField(blank=True, null=True, verbose_name='purged')),
                ('editor', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='editor')),
                ('post', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='revisions', to='feed.post', verbose_name='post')),
            ],
            options={
                'verbose_name': 'revision',
                'verbose_name_plural': 'revisions',
                'constraints': [models.UniqueConstraint(models.F('post'), models.OrderBy(models.F('number'), descending=True), name='feed_revision_number'), models.CheckConstraint(condition=models.Q(('purged_at__isnull', True), models.Q(('body', ''), ('title', '')), _connector='OR'), name='feed_revision_purged_is_empty')],
            },
        ),
        migrations.CreateModel(
            name='Series',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=100, verbose_name='title')),
                ('slug', models.SlugField(allow_unicode=True, max_length=100, verbose_name='slug')),
                ('description', models.CharField(blank=True, max_length=300, verbose_name='description')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('author', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='series', to=settings.AUTH_USER_MODEL, verbose_name='author')),
            ],
            options={
                'verbose_name': 'series',
                'verbose_name_plural': 'series',
                'constraints': [models.UniqueConstraint(models.F('author'), models.F('slug'), name='feed_series_slug')],
            },
        ),
        migrations.AddField(
            model_name='post',
            name='series',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='posts', to='feed.series', verbose_name='series'),
        ),
        migrations.CreateModel(
            name='SiteSettings',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(default='Broadsheet', max_length=60, verbose_name='name')),
                ('tagline', models.CharField(blank=True, max_length=120, verbose_name='tagline')),
                ('description', models.CharField(blank=True, help_text='For search engines and link previews.', max_length=300, verbose_name='description')),
                ('about', models.TextField(blank=True, help_text='Shown in the footer.', max_length=2000, verbose_name='about this site')),
                ('google_verification', models.CharField(blank=True, max_length=120, validators=[django.core.validators.RegexValidator('^[A-Za-z0-9_.=-]{1,120}\\Z', 'Paste only the token: letters, digits and . _ = - (no quotes, no HTML).')], verbose_name='Google: token of the meta tag')),
                ('google_verification_file', models.CharField(blank=True, help_text='Served at this address with the content that Google expects.', max_length=60, validators=[django.core.validators.RegexValidator('^google[0-9a-z]{8,40}\\.html\\Z', "Paste the file's name, such as google0123456789abcdef.html.")], verbose_name='Google: name of the verification file')),
                ('bing_verification', models.CharField(blank=True, help_text='Served as a meta tag and as BingSiteAuth.xml.', max_length=120, validators=[django.core.validators.RegexValidator('^[A-Za-z0-9_.=-]{1,120}\\Z', 'Paste only the token: letters, digits and . _ = - (no quotes, no HTML).')], verbose_name='Bing: token')),
                ('slot_paragraph', models.PositiveSmallIntegerField(default=3, help_text='In an article; a shorter one has no slot in its text.', validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(50)], verbose_name='sponsor’s slot after paragraph')),
                ('slot_every', models.PositiveSmallIntegerField(default=6, help_text='In a list of posts.', validators=[django.core.validators.MinValueValidator(3), django.core.validators.MaxValueValidator(50)], verbose_name='sponsor’s slot after every … posts')),
                ('crawlers', models.CharField(choices=[('all', 'all of them'), ('search', 'all but those that train language models'), ('none', 'none')], default='search', max_length=12, verbose_name='robots that may read the site')),
                ('robots_extra', models.TextField(blank=True, help_text='One rule a line, such as “User-agent: SomeBot” and “Disallow: /”.', max_length=4000, validators=[django.core.validators.RegexValidator('^(?:(?:[A-Za-z-]{1,30}:[ \\t]*[^\\r\\n]{0,500}|#[^\\r\\n]{0,500}|[ \\t]*)(?:\\r?\\n|\\Z))*\\Z', 'Write lines such as “Disallow: /private/”, or comments that begin with #.')], verbose_name='further lines for robots.txt')),
                ('feeds_hold_whole_texts', models.BooleanField(default=True, help_text='Otherwise RSS, Atom and JSON feeds hold the excerpts.', verbose_name='feeds hold whole texts')),
                ('websub_hub', models.CharField(blank=True, help_text='Address of a hub that tells readers’ programs about new posts at once.', max_length=200, validators=[django.core.validators.URLValidator(schemes=['https'])], verbose_name='WebSub hub')),
                ('security_contact', models.CharField(blank=True, help_text='A mailto: or https: address for security.txt.', max_length=200, validators=[django.core.validators.RegexValidator('^(?:mailto:[^\\s@]+@[^\\s@]+|https://\\S+)\\Z', 'Write an address such as mailto:security@example.org or https://example.org/report.')], verbose_name='security contact')),
                ('humans', models.TextField(blank=True, help_text='Served as humans.txt.', max_length=2000, verbose_name='who makes this site')),
                ('staff_needs_second_factor', models.BooleanField(db_default=False, default=False, help_text='Who has neither an app nor a passkey is led to set one up before the administration opens.', verbose_name='staff needs a second factor')),
                ('updated_at', models.DateTimeField(auto_now=True, verbose_name='changed')),
            ],
            options={
                'verbose_name': 'site settings',
                'verbose_name_plural': 'site settings',
                'constraints': [models.CheckConstraint(condition=models.Q(('pk', 1)), name='feed_one_site_settings')],
            },
        ),
        migrations.CreateModel(
            name='SpamCampaign',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('status', models.CharField(choices=[('found', 'found'), ('quarantined', 'in quarantine'), ('cleared', 'in order')], default='found', max_length=12, verbose_name='status')),
                ('sample', models.CharField(max_length=300, verbose_name='template')),
                ('post_count', models.PositiveIntegerField(default=0, verbose_name='posts')),
                ('author_count', models.PositiveIntegerField(default=0, verbose_name='authors')),
                ('found_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='found')),
                ('grown_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='last post')),
            ],
            options={
                'verbose_name': 'campaign of spam',
                'verbose_name_plural': 'campaigns of spam',
                'default_permissions': ('view', 'change'),
                'indexes': [models.Index(models.OrderBy(models.F('grown_at'), descending=True), models.OrderBy(models.F('id'), descending=True), name='feed_spam_campaign_newest')],
            },
        ),
        migrations.CreateModel(
            name='SpamExample',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('post', 'post'), ('comment', 'comment'), ('profile', 'profile'), ('name', 'name at sign-up')], max_length=10, verbose_name='kind')),
                ('subject_pk', models.BigIntegerField(verbose_name='number')),
                ('text', models.TextField(verbose_name='text')),
                ('is_spam', models.BooleanField(verbose_name='spam')),
                ('decided_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='decided')),
                ('learned_at', models.DateTimeField(null=True, verbose_name='learned')),
            ],
            options={
                'verbose_name': 'example for the spam filter',
                'verbose_name_plural': 'examples for the spam filter',
                'default_permissions': ('view',),
                'indexes': [models.Index(models.F('id'), condition=models.Q(('learned_at', None)), name='feed_spam_unlearned'), models.Index(models.OrderBy(models.F('decided_at'), descending=True), name='feed_spam_example_new')],
                'constraints': [models.UniqueConstraint(models.F('kind'), models.F('subject_pk'), name='feed_spam_example_once')],
            },
        ),
        migrations.CreateModel(
            name='SpamModel',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('is_active', models.BooleanField(default=False, verbose_name='in use')),
                ('weights', models.BinaryField()),
                ('learned_count', models.PositiveIntegerField(default=0, verbose_name='decisions learned since')),
                ('figures', models.JSONField(default=dict, verbose_name='figures')),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='made')),
            ],
            options={
                'verbose_name': 'version of the spam filter',
                'verbose_name_plural': 'versions of the spam filter',
                'default_permissions': ('view', 'change'),
                'constraints': [models.UniqueConstraint(models.F('is_active'), condition=models.Q(('is_active', True)), name='feed_one_active_spam_model')],
            },
        ),
        migrations.AddField(
            model_name='post',
            name='tags',
            field=models.ManyToManyField(blank=True, related_name='posts', to='feed.tag', verbose_name='tags'),
        ),
        migrations.CreateModel(
            name='Mute',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('keyword', models.CharField(blank=True, max_length=60, verbose_name='keyword')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='since')),
                ('author', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='muted_by', to=settings.AUTH_USER_MODEL)),
                ('category', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='muted_by', to='feed.category')),
                ('member', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='mutes', to=settings.AUTH_USER_MODEL)),
                ('tag', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='muted_by', to='feed.tag')),
            ],
            options={
                'verbose_name': 'mute',
                'verbose_name_plural': 'mutes',
                'constraints': [models.UniqueConstraint(fields=('member', 'author'), name='feed_mute_author_once'), models.UniqueConstraint(fields=('member', 'category'), name='feed_mute_category_once'), models.UniqueConstraint(fields=('member', 'tag'), name='feed_mute_tag_once'), models.UniqueConstraint(condition=models.Q(('keyword', ''), _negated=True), fields=('member', 'keyword'), name='feed_mute_keyword_once'), models.CheckConstraint(condition=django.db.models.lookups.Exact(models.Func(models.F('author'), models.F('category'), models.F('tag'), NullIf('keyword', models.Value('')), function='num_nonnulls', output_field=models.IntegerField()), 1), name='feed_mute_one_thing'), models.CheckConstraint(condition=models.Q(('author__isnull', True), models.Q(('author', models.F('member')), _negated=True), _connector='OR'), name='feed_mute_not_oneself')],
            },
        ),
        migrations.CreateModel(
            name='TagFollow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='since')),
                ('member', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='tag_follows', to=settings.AUTH_USER_MODEL)),
                ('tag', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='follows', to='feed.tag')),
            ],
            options={
                'verbose_name': 'followed tag',
                'verbose_name_plural': 'followed tags',
                'constraints': [models.UniqueConstraint(models.F('member'), models.F('tag'), name='feed_tag_follow_once')],
            },
        ),
        migrations.CreateModel(
            name='ThreadFollow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('level', models.CharField(choices=[('all', 'All comments'), ('replies', 'Replies and mentions'), ('nothing', 'Nothing')], max_length=10, verbose_name='told of')),
                ('member', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='thread_follows', to=settings.AUTH_USER_MODEL)),
                ('post', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='thread_follows', to='feed.post')),
            ],
            options={
                'verbose_name': 'followed conversation',
                'verbose_name_plural': 'followed conversations',
                'constraints': [models.UniqueConstraint(models.F('post'), models.F('member'), name='feed_thread_follow_once')],
            },
        ),
        migrations.CreateModel(
            name='WrittenRule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80, unique=True, verbose_name='name')),
                ('match', models.CharField(choices=[('all', 'all conditions hold'), ('any', 'at least one condition holds')], default='all', max_length=3, verbose_name='holds if')),
                ('action', models.CharField(choices=[('hold', 'let a moderator look first'), ('reject', 'refuse'), ('tag', 'add a tag'), ('notify', 'publish, and tell moderators')], default='hold', max_length=6, verbose_name='then')),
                ('tag', models.CharField(blank=True, max_length=40, verbose_name='tag')),
                ('words', models.CharField(blank=True, help_text='Only for “refuse”: how to mend the text.', max_length=200, verbose_name='what the author is told')),
                ('state', models.CharField(choices=[('off', 'off'), ('shadow', 'watched only'), ('enforced', 'in force')], default='off', editable=False, max_length=8, verbose_name='state')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                ('tried_version', models.PositiveIntegerField(editable=False, null=True)),
                ('tried_hits', models.PositiveIntegerField(editable=False, null=True, verbose_name='hits in 30 days')),
                ('tried_texts', models.PositiveIntegerField(editable=False, null=True, verbose_name='texts tried')),
                ('tried_at', models.DateTimeField(editable=False, null=True, verbose_name='tried')),
                ('changed_at', models.DateTimeField(auto_now=True, verbose_name='changed')),
            ],
            options={
                'verbose_name': 'written rule',
                'verbose_name_plural': 'written rules',
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('action', 'tag'), _negated=True), models.Q(('tag', ''), _negated=True), _connector='OR'), name='feed_rule_tag', violation_error_message='Say which tag is added.'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'enforced'), _negated=True), ('tried_version', models.F('version')), _connector='OR'), name='feed_rule_tried', violation_error_message='Try the rule before it is put in force.')],
            },
        ),
        migrations.CreateModel(
            name='RuleVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(verbose_name='version')),
                ('state', models.CharField(choices=[('off', 'off'), ('shadow', 'watched only'), ('enforced', 'in force')], max_length=8, verbose_name='state')),
                ('definition', models.JSONField(verbose_name='definition')),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='since')),
                ('author', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by')),
                ('rule', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='versions', to='feed.writtenrule')),
            ],
            options={
                'default_permissions': (),
                'indexes': [models.Index(models.F('rule'), models.OrderBy(models.F('id'), descending=True), name='feed_rule_version_newest')],
            },
        ),
        migrations.CreateModel(
            name='RuleHit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(verbose_name='version')),
                ('kind', models.CharField(choices=[('post', 'post'), ('comment', 'comment'), ('profile', 'profile'), ('name', 'name at sign-up')], max_length=10, verbose_name='kind')),
                ('subject_pk', models.BigIntegerField(verbose_name='number')),
                ('was_enforced', models.BooleanField(default=False, verbose_name='in force')),
                ('is_open', models.BooleanField(default=False, verbose_name='open')),
                ('evidence', models.JSONField(default=list, verbose_name='evidence')),
                ('hit_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='hit')),
                ('rule', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='hits', to='feed.writtenrule')),
            ],
            options={
                'verbose_name': 'hit of a rule',
                'verbose_name_plural': 'hits of rules',
                'default_permissions': ('view',),
                'indexes': [models.Index(models.F('kind'), models.F('subject_pk'), name='feed_rule_hit_text'), models.Index(models.OrderBy(models.F('hit_at'), descending=True), models.OrderBy(models.F('id'), descending=True), name='feed_rule_hit_newest'), models.Index(models.F('kind'), models.F('subject_pk'), condition=models.Q(('is_open', True)), name='feed_rule_hit_open')],
                'constraints': [models.UniqueConstraint(models.F('rule'), models.F('version'), models.F('kind'), models.F('subject_pk'), name='feed_rule_hit_once')],
            },
        ),
        migrations.CreateModel(
            name='RuleCondition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('fact', models.CharField(choices=[('kind', 'post or comment'), ('title', 'title'), ('text', 'title and text'), ('words', 'number of words'), ('links', 'number of links'), ('domain', 'websites it points to'), ('category', 'category (short name)'), ('language', 'language (code)'), ('probability', 'probability of spam (0 to 1)'), ('author', 'author’s username'), ('level', 'author’s trust level (0 to 4)'), ('days', 'days that the author is a member')], max_length=12, verbose_name='fact')),
                ('operator', models.CharField(choices=[('contains', 'contains'), ('lacks', 'does not contain'), ('is', 'is'), ('is_not', 'is not'), ('at_least', 'is at least'), ('at_most', 'is at most'), ('matches', 'matches the regular expression')], max_length=10, verbose_name='comparison')),
                ('value', models.CharField(max_length=300, verbose_name='value')),
                ('rule', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='conditions', to='feed.writtenrule')),
            ],
            options={
                'verbose_name': 'condition',
                'verbose_name_plural': 'conditions',
                'ordering': ('pk',),
            },
        ),
        migrations.AddField(
            model_name='templateprint',
            name='campaign',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='prints', to='feed.spamcampaign'),
        ),
        migrations.AddIndex(
            model_name='comment',
            index=models.Index(models.F('post'), models.F('created_at'), models.F('id'), name='feed_comment_thread'),
        ),
        migrations.AddIndex(
            model_name='comment',
            index=models.Index(models.F('post'), models.OrderBy(models.F('score'), descending=True), models.F('id'), name='feed_comment_best'),
        ),
        migrations.AddIndex(
            model_name='comment',
            index=models.Index(models.F('id'), condition=models.Q(('announce_due', True)), name='feed_comment_announce'),
        ),
        migrations.AddIndex(
            model_name='comment',
            index=models.Index(models.F('author'), models.OrderBy(models.F('id'), descending=True), name='feed_comment_author'),
        ),
        migrations.AddIndex(
            model_name='comment',
            index=models.Index(models.F('author'), models.OrderBy(models.F('created_at'), descending=True), models.OrderBy(models.F('id'), descending=True), condition=models.Q(('status', 'published')), name='feed_comment_written'),
        ),
        migrations.AddIndex(
            model_name='comment',
            index=models.Index(models.F('id'), condition=models.Q(('status', 'held')), name='feed_comment_held'),
        ),
        migrations.AddConstraint(
            model_name='comment',
            constraint=models.UniqueConstraint(models.F('author'), models.F('form_key'), name='feed_comment_form_once'),
        ),
        migrations.AddIndex(
            model_name='post',
            index=models.Index(models.OrderBy(models.F('published_at'), descending=True), models.OrderBy(models.F('id'), descending=True), condition=models.Q(('status', 'published')), name='feed_post_latest'),
        ),
        migrations.AddIndex(
            model_name='post',
            index=models.Index(models.OrderBy(models.F('hotness'), descending=True), models.OrderBy(models.F('id'), descending=True), condition=models.Q(('status', 'published')), name='feed_post_hot'),
        ),
        migrations.AddIndex(
            model_name='post',
            index=models.Index(models.F('category'), models.OrderBy(models.F('published_at'), descending=True), models.OrderBy(models.F('id'), descending=True), condition=models.Q(('status', 'published')), name='feed_post_cat_latest'),
        ),
        migrations.AddIndex(
            model_name='post',
            index=models.Index(models.F('category'), models.OrderBy(models.F('hotness'), descending=True), models.OrderBy(models.F('id'), descending=True), condition=models.Q(('status', 'published')), name='feed_post_cat_hot'),
        ),
        migrations.AddIndex(
            model_name='post',
            index=models.Index(models.OrderBy(models.F('score'), descending=True), models.OrderBy(models.F('id'), descending=True), condition=models.Q(('status', 'published')), name='feed_post_top'),
        ),
        migrations.AddIndex(
            model_name='post',
            index=models.Index(models.F('category'), models.OrderBy(models.F('score'), descending=True), models.OrderBy(models.F('id'), descending=True), condition=models.Q(('status', 'published')), name='feed_post_cat_top'),
        ),
        migrations.AddIndex(
            model_name='post',
            index=models.Index(models.F('author'), models.OrderBy(models.F('published_at'), descending=True), models.OrderBy(models.F('id'), descending=True), condition=models.Q(('status', 'published')), name='feed_post_author'),
        ),
        migrations.AddIndex(
            model_name='post',
            index=models.Index(models.F('author'), models.OrderBy(models.F('edited_at'), descending=True), models.OrderBy(models.F('id'), descending=True), name='feed_post_mine'),
        ),
        migrations.AddIndex(
            model_name='post',
            index=models.Index(models.F('scheduled_for'), condition=models.Q(('status', 'scheduled')), name='feed_post_scheduled'),
        ),
        migrations.AddIndex(
            model_name='post',
            index=models.Index(models.F('link'), models.OrderBy(models.F('published_at'), descending=True), condition=models.Q(('status', 'published')), name='feed_post_link'),
        ),
        migrations.AddIndex(
            model_name='post',
            index=models.Index(models.OrderBy(models.F('published_at'), descending=True), condition=models.Q(('is_pinned', True), ('status', 'published')), name='feed_post_pinned'),
        ),
        migrations.AddIndex(
            model_name='post',
            index=models.Index(models.OrderBy(models.F('published_at'), descending=True), condition=models.Q(('is_featured', True), ('status', 'published')), name='feed_post_featured'),
        ),
        migrations.AddIndex(
            model_name='post',
            index=models.Index(models.F('id'), condition=models.Q(('status', 'held')), name='feed_post_held'),
        ),
        migrations.AddIndex(
            model_name='post',
            index=models.Index(models.F('id'), condition=models.Q(('read_more_due', True)), name='feed_post_read_more'),
        ),
        migrations.AddIndex(
            model_name='post',
            index=models.Index(models.F('id'), condition=models.Q(('share_image_due', True)), name='feed_post_share_image'),
        ),
        migrations.AddIndex(
            model_name='post',
            index=models.Index(models.F('id'), condition=models.Q(('announce_due', True)), name='feed_post_announce'),
        ),
        migrations.AddIndex(
            model_name='post',
            index=django.contrib.postgres.indexes.GinIndex(fields=['search'], name='feed_post_search'),
        ),
        migrations.AddConstraint(
            model_name='post',
            constraint=models.UniqueConstraint(models.F('author'), models.F('form_key'), name='feed_post_form_once'),
        ),
        migrations.AddConstraint(
            model_name='post',
            constraint=models.UniqueConstraint(deferrable=django.db.models.constraints.Deferrable['DEFERRED'], fields=('series', 'series_position'), name='feed_post_series_position'),
        ),
        migrations.AddConstraint(
            model_name='post',
            constraint=models.CheckConstraint(condition=models.Q(('scheduled_for__isnull', False), models.Q(('status', 'scheduled'), _negated=True), _connector='OR'), name='feed_post_scheduled_has_date'),
        ),
        migrations.AddConstraint(
            model_name='post',
            constraint=models.CheckConstraint(condition=models.Q(('published_at__isnull', False), models.Q(('status', 'published'), _negated=True), _connector='OR'), name='feed_post_published_has_date'),
        ),
        migrations.AddIndex(
            model_name='templateprint',
            index=django.contrib.postgres.indexes.GinIndex(fields=['bands'], name='feed_template_bands'),
        ),
        migrations.AddIndex(
            model_name='templateprint',
            index=models.Index(models.F('post'), condition=models.Q(('is_due', True)), name='feed_template_due'),
        ),
        # A vector is a little too long for a row by PostgreSQL's measure; kept elsewhere, it costs each comparison
        # six more look-ups.
        migrations.RunSQL(
            "ALTER TABLE feed_postvector ALTER COLUMN dense SET STORAGE PLAIN",
            "ALTER TABLE feed_postvector ALTER COLUMN dense SET STORAGE EXTERNAL",
        ),
    ]
