"""All of 0001_initial to 0016_sign_up_and_spending in one step, for databases that have none of them."""

import accounts.models.leaving
import django.contrib.postgres.fields
import django.core.validators
import django.db.models.deletion

import django.utils.timezone
from django.conf import settings
from django.db import migrations, models
from django.db.models.functions import Lower


class Migration(migrations.Migration):

    initial = True

    replaces = [
        ('accounts', '0001_initial'),
        ('accounts', '0002_scheduling'),
        ('accounts', '0003_notifications'),
        ('accounts', '0004_follow'),
        ('accounts', '0005_reading'),
        ('accounts', '0006_sponsor_news'),
        ('accounts', '0007_leaving'),
        ('accounts', '0008_push'),
        ('accounts', '0009_trust'),
        ('accounts', '0010_personal_tokens'),
        ('accounts', '0011_sanction_hints'),
        ('accounts', '0012_token_scopes'),
        ('accounts', '0013_role_grants'),
        ('accounts', '0014_webhooks'),
        ('accounts', '0015_filed_news'),
        ('accounts', '0016_sign_up_and_spending'),
    ]

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
    ]

    operations = [
        migrations.CreateModel(
            name='User',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('is_superuser', models.BooleanField(default=False, help_text='Designates that this user has all permissions without explicitly assigning them.', verbose_name='superuser status')),
                ('is_staff', models.BooleanField(default=False, help_text='Designates whether the user can log into this admin site.', verbose_name='staff status')),
                ('is_active', models.BooleanField(default=True, help_text='Designates whether this user should be treated as active. Unselect this instead of deleting accounts.', verbose_name='active')),
                ('date_joined', models.DateTimeField(default=django.utils.timezone.now, verbose_name='date joined')),
                ('username', models.CharField(error_messages={'unique': 'This username is taken.'}, max_length=30, unique=True, validators=[django.core.validators.RegexValidator('^[A-Za-z0-9][A-Za-z0-9_-]{1,29}\\Z', 'Use 2 to 30 letters (a–z), digits, hyphens and underscores, beginning with a letter or digit.')], verbose_name='username')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='e-mail address')),
                ('display_name', models.CharField(blank=True, max_length=60, verbose_name='name shown')),
                ('bio', models.TextField(blank=True, max_length=500, verbose_name='about')),
                ('avatar', models.ImageField(blank=True, upload_to='avatars/', verbose_name='picture')),
                ('language', models.CharField(blank=True, max_length=5, verbose_name='language')),
                ('time_zone', models.CharField(blank=True, max_length=40, verbose_name='time zone')),
                ('trust_level', models.PositiveSmallIntegerField(choices=[(0, 'new'), (1, 'basic'), (2, 'member'), (3, 'regular'), (4, 'leader')], default=0, verbose_name='trust level')),
                ('trust_floor', models.PositiveSmallIntegerField(blank=True, choices=[(0, 'new'), (1, 'basic'), (2, 'member'), (3, 'regular'), (4, 'leader')], editable=False, null=True, verbose_name='at least')),
                ('silenced_until', models.DateTimeField(editable=False, null=True, verbose_name='may not write until')),
                ('suspended_until', models.DateTimeField(editable=False, null=True, verbose_name='kept out until')),
                ('theme', models.CharField(choices=[('auto', 'As my device'), ('light', 'Light'), ('dark', 'Dark')], db_default='auto', default='auto', max_length=5, verbose_name='light or dark')),
                ('text_size', models.CharField(choices=[('s', 'Small'), ('m', 'Medium'), ('l', 'Large'), ('xl', 'Very large')], db_default='m', default='m', max_length=2, verbose_name='text size')),
                ('shows_reactions', models.BooleanField(db_default=False, default=False, verbose_name='shows reactions given')),
                ('mail_pace', models.CharField(choices=[('now', 'At once'), ('day', 'Once a day, in one message'), ('never', 'Never')], db_default='now', default='now', max_length=5, verbose_name='notifications by e-mail')),
                ('left_at', models.DateTimeField(editable=False, null=True, verbose_name='left')),
                ('groups', models.ManyToManyField(blank=True, help_text='The groups this user belongs to. A user will get all permissions granted to each of their groups.', related_name='user_set', related_query_name='user', to='auth.group', verbose_name='groups')),
                ('user_permissions', models.ManyToManyField(blank=True, help_text='Specific permissions for this user.', related_name='user_set', related_query_name='user', to='auth.permission', verbose_name='user permissions')),
            ],
            options={
                'verbose_name': 'member',
                'verbose_name_plural': 'members',
                'indexes': [models.Index(models.F('silenced_until'), condition=models.Q(('silenced_until__isnull', False)), name='accounts_silenced'), models.Index(models.F('suspended_until'), condition=models.Q(('suspended_until__isnull', False)), name='accounts_suspended')],
                'constraints': [models.UniqueConstraint(Lower('username'), name='accounts_username_unique', violation_error_message='This username is taken.')],
            },
        ),
        migrations.CreateModel(
            name='Applicant',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('words', models.CharField(blank=True, max_length=500, verbose_name='why')),
                ('reasons', models.JSONField(default=list, verbose_name='reasons')),
                ('state', models.CharField(choices=[('waiting', 'waiting'), ('accepted', 'accepted'), ('refused', 'refused')], default='waiting', max_length=8, verbose_name='state')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='applied')),
                ('decided_at', models.DateTimeField(null=True, verbose_name='decided')),
                ('member', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='application', to=settings.AUTH_USER_MODEL, verbose_name='member')),
            ],
            options={
                'verbose_name': 'application',
                'verbose_name_plural': 'applications',
                'default_permissions': ('view', 'change'),
                'indexes': [models.Index(models.F('id'), condition=models.Q(('state', 'waiting')), name='accounts_applicant_waiting')],
            },
        ),
        migrations.CreateModel(
            name='Block',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='since')),
                ('blocked', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='blocked_by', to=settings.AUTH_USER_MODEL)),
                ('blocker', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='blocks', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'block',
                'verbose_name_plural': 'blocks',
                'indexes': [models.Index(models.F('blocker'), models.OrderBy(models.F('created_at'), descending=True), models.OrderBy(models.F('id'), descending=True), name='accounts_block_newest')],
                'constraints': [models.UniqueConstraint(models.F('blocker'), models.F('blocked'), name='accounts_block_once'), models.CheckConstraint(condition=models.Q(('blocker', models.F('blocked')), _negated=True), name='accounts_block_not_oneself')],
            },
        ),
        migrations.CreateModel(
            name='DataExport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('requested_at', models.DateTimeField(auto_now_add=True, verbose_name='asked for')),
                ('claimed_until', models.DateTimeField(blank=True, null=True)),
                ('made_at', models.DateTimeField(blank=True, null=True, verbose_name='made')),
                ('expires_at', models.DateTimeField(blank=True, null=True, verbose_name='kept until')),
                ('file', models.FileField(blank=True, storage=accounts.models.leaving.private_storage, upload_to=accounts.models.leaving.export_name)),
                ('size', models.PositiveBigIntegerField(default=0, verbose_name='size in bytes')),
                ('member', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='exports', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'data export',
                'verbose_name_plural': 'data exports',
                'indexes': [models.Index(models.F('expires_at'), name='accounts_export_expires')],
                'constraints': [models.UniqueConstraint(fields=('member',), name='accounts_export_one')],
            },
        ),
        migrations.CreateModel(
            name='Follow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='since')),
                ('followed', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='followers', to=settings.AUTH_USER_MODEL, verbose_name='followed member')),
                ('follower', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='follows', to=settings.AUTH_USER_MODEL, verbose_name='follower')),
            ],
            options={
                'verbose_name': 'follow',
                'verbose_name_plural': 'follows',
                'indexes': [models.Index(models.F('followed'), models.OrderBy(models.F('id'), descending=True), name='accounts_followers')],
                'constraints': [models.UniqueConstraint(models.F('follower'), models.F('followed'), name='accounts_follow_once'), models.CheckConstraint(condition=models.Q(('follower', models.F('followed')), _negated=True), name='accounts_follow_not_oneself')],
            },
        ),
        migrations.CreateModel(
            name='Invitation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(editable=False, max_length=40, unique=True)),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='invited')),
                ('expires_at', models.DateTimeField(verbose_name='ends')),
                ('used_at', models.DateTimeField(null=True, verbose_name='came')),
                ('guest', models.OneToOneField(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='invitation', to=settings.AUTH_USER_MODEL, verbose_name='who came')),
                ('inviter', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='invitations', to=settings.AUTH_USER_MODEL, verbose_name='invited by')),
            ],
            options={
                'verbose_name': 'invitation',
                'verbose_name_plural': 'invitations',
                'default_permissions': ('view',),
                'indexes': [models.Index(models.F('inviter'), models.OrderBy(models.F('id'), descending=True), name='accounts_invitation_newest')],
            },
        ),
        migrations.CreateModel(
            name='KeptAnswer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=255)),
                ('fingerprint', models.CharField(max_length=64)),
                ('status', models.PositiveSmallIntegerField(default=0)),
                ('body', models.JSONField(null=True)),
                ('location', models.CharField(blank=True, max_length=300)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('member', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='kept_answers', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'kept answer',
                'verbose_name_plural': 'kept answers',
                'indexes': [models.Index(models.F('created_at'), name='accounts_kept_answer_age')],
                'constraints': [models.UniqueConstraint(models.F('member'), models.F('key'), name='accounts_kept_answer_once')],
            },
        ),
        migrations.CreateModel(
            name='Leaving',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('manner', models.CharField(choices=[('delete', 'Delete everything I wrote'), ('anonymise', 'Leave what I wrote, without my name')], max_length=10, verbose_name='manner')),
                ('requested_at', models.DateTimeField(auto_now_add=True, verbose_name='asked for')),
                ('due_at', models.DateTimeField(verbose_name='due')),
                ('member', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='leaving', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'departure',
                'verbose_name_plural': 'departures',
                'indexes': [models.Index(models.F('due_at'), name='accounts_leaving_due')],
            },
        ),
        migrations.CreateModel(
            name='Notification',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('reply', 'Someone answers you'), ('mention', 'Someone mentions you'), ('thread', 'New comments in a conversation you follow'), ('follow', 'Someone follows you'), ('reaction', 'Someone appreciates what you wrote'), ('post', 'New posts by members you follow'), ('filed', 'New posts in categories and with tags you follow'), ('moderation', 'Moderators decide about you or your work'), ('sponsor', 'News of the sponsors you act for'), ('program', 'A program of yours has trouble')], max_length=12, verbose_name='kind')),
                ('subject', models.CharField(max_length=80, verbose_name='subject')),
                ('title', models.CharField(max_length=200, verbose_name='title')),
                ('url', models.CharField(max_length=300, verbose_name='address')),
                ('actor_count', models.PositiveIntegerField(default=0)),
                ('in_page', models.BooleanField(default=True)),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='created')),
                ('changed_at', models.DateTimeField(verbose_name='last actor came')),
                ('read_at', models.DateTimeField(blank=True, null=True, verbose_name='read')),
                ('mail_due_at', models.DateTimeField(blank=True, null=True, verbose_name='mail due')),
                ('push_due_at', models.DateTimeField(blank=True, null=True, verbose_name='push due')),
                ('latest_actor', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('recipient', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notifications', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'notification',
                'verbose_name_plural': 'notifications',
            },
        ),
        migrations.CreateModel(
            name='NotificationActor',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('actor', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('notification', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='acts', to='accounts.notification')),
            ],
            options={
                'constraints': [models.UniqueConstraint(models.F('notification'), models.F('actor'), name='accounts_notification_actor')],
            },
        ),
        migrations.AddField(
            model_name='notification',
            name='actors',
            field=models.ManyToManyField(related_name='+', through='accounts.NotificationActor', to=settings.AUTH_USER_MODEL),
        ),
        migrations.CreateModel(
            name='NotificationChoice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('reply', 'Someone answers you'), ('mention', 'Someone mentions you'), ('thread', 'New comments in a conversation you follow'), ('follow', 'Someone follows you'), ('reaction', 'Someone appreciates what you wrote'), ('post', 'New posts by members you follow'), ('filed', 'New posts in categories and with tags you follow'), ('moderation', 'Moderators decide about you or your work'), ('sponsor', 'News of the sponsors you act for'), ('program', 'A program of yours has trouble')], max_length=12, verbose_name='kind')),
                ('channel', models.CharField(choices=[('page', 'On the site'), ('mail', 'By e-mail'), ('push', 'On my devices')], max_length=4, verbose_name='channel')),
                ('is_on', models.BooleanField(verbose_name='on')),
                ('member', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notification_choices', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'notification choice',
                'verbose_name_plural': 'notification choices',
                'constraints': [models.UniqueConstraint(models.F('member'), models.F('kind'), models.F('channel'), name='accounts_choice_once')],
            },
        ),
        migrations.CreateModel(
            name='PersonalToken',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=60, verbose_name='name')),
                ('digest', models.CharField(editable=False, max_length=64, unique=True)),
                ('ending', models.CharField(editable=False, max_length=4)),
                ('scopes', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('read', 'Read what you can read, your own drafts too'), ('posts:write', 'Write, publish and delete posts'), ('comments:write', 'Write and delete comments'), ('reactions:write', 'React to posts and judge comments'), ('lists:write', 'Keep posts, follow and mute'), ('media:write', 'Upload pictures'), ('notifications', 'Read notifications and mark them as read'), ('reports:write', 'Report to moderators'), ('webhooks', 'Be told of events by webhook'), ('moderation', 'Decide as a moderator, where you are one'), ('sponsors', 'See and hand in what belongs to sponsors you act for')], max_length=20), size=None, verbose_name='what it may do')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='made')),
                ('expires_at', models.DateTimeField(verbose_name='valid until')),
                ('used_at', models.DateTimeField(blank=True, null=True, verbose_name='last used')),
                ('member', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='personal_tokens', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'personal token',
                'verbose_name_plural': 'personal tokens',
                'indexes': [models.Index(models.F('member'), models.OrderBy(models.F('id'), descending=True), name='accounts_token_newest')],
                'constraints': [models.CheckConstraint(condition=models.Q(('scopes', []), _negated=True), name='accounts_personal_token_opens_something')],
            },
        ),
        migrations.CreateModel(
            name='PushKey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('private_pem', models.TextField()),
                ('created_at', models.DateTimeField(auto_now_add=True)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('pk', 1)), name='accounts_push_key_one')],
            },
        ),
        migrations.CreateModel(
            name='PushSubscription',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('endpoint', models.CharField(max_length=1000, unique=True, verbose_name='address')),
                ('p256dh', models.CharField(max_length=100)),
                ('auth', models.CharField(max_length=40)),
                ('user_agent', models.CharField(blank=True, max_length=300, verbose_name='browser')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='since')),
                ('member', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='push_subscriptions', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'push subscription',
                'verbose_name_plural': 'push subscriptions',
            },
        ),
        migrations.CreateModel(
            name='RoleGrant',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('permission', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='auth.permission')),
                ('role', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='auth.group')),
            ],
            options={
                'default_permissions': (),
                'constraints': [models.UniqueConstraint(models.F('role'), models.F('permission'), name='accounts_role_grant_once')],
            },
        ),
        migrations.CreateModel(
            name='SignInHint',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('address_hash', models.CharField(max_length=32)),
                ('device_hash', models.CharField(max_length=32)),
                ('seen_at', models.DateTimeField(verbose_name='last seen')),
                ('member', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sign_in_hints', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'hint of a sign-in',
                'verbose_name_plural': 'hints of sign-ins',
                'default_permissions': (),
                'indexes': [models.Index(models.F('address_hash'), name='accounts_hint_address'), models.Index(models.F('seen_at'), name='accounts_hint_age')],
                'constraints': [models.UniqueConstraint(models.F('member'), models.F('address_hash'), models.F('device_hash'), name='accounts_hint_once')],
            },
        ),
        migrations.CreateModel(
            name='SignUpBlock',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('mail', 'domain of the e-mail address'), ('name', 'part of the username'), ('referrer', 'website that the visitor came from')], max_length=10, verbose_name='kind')),
                ('value', models.CharField(max_length=120, verbose_name='value')),
                ('note', models.CharField(blank=True, max_length=200, verbose_name='note')),
            ],
            options={
                'verbose_name': 'unwanted in sign-ups',
                'verbose_name_plural': 'unwanted in sign-ups',
                'constraints': [models.UniqueConstraint(models.F('kind'), models.F('value'), name='accounts_sign_up_block_once')],
            },
        ),
        migrations.CreateModel(
            name='SignUpPolicy',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('mode', models.CharField(choices=[('open', 'everybody'), ('invitation', 'who was invited'), ('application', 'everybody, after a moderator’s look'), ('closed', 'nobody')], default='open', max_length=12, verbose_name='who may sign up')),
                ('invitations_each', models.PositiveSmallIntegerField(default=5, validators=[django.core.validators.MaxValueValidator(100)], verbose_name='open invitations of a member')),
                ('invites_from', models.PositiveSmallIntegerField(choices=[(0, 'new'), (1, 'basic'), (2, 'member'), (3, 'regular'), (4, 'leader')], default=2, verbose_name='members invite from level')),
                ('refuses_disposable', models.BooleanField(default=True, help_text='By the list that comes with the program.', verbose_name='refuse throw-away e-mail addresses')),
                ('asks_for_proof', models.BooleanField(default=True, help_text='A calculation of some seconds; where it cannot be done, a moderator looks first.', verbose_name='suspicious browsers work for their account')),
            ],
            options={
                'verbose_name': 'sign-up',
                'verbose_name_plural': 'sign-up',
                'default_permissions': ('view', 'change'),
                'constraints': [models.CheckConstraint(condition=models.Q(('pk', 1)), name='accounts_one_sign_up_policy')],
            },
        ),
        migrations.CreateModel(
            name='Spending',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('deed', models.CharField(choices=[('post', 'post'), ('comment', 'comment'), ('edit', 'change'), ('reaction', 'reaction')], max_length=10)),
                ('since', models.DateTimeField()),
                ('count', models.PositiveIntegerField(default=0)),
                ('member', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'default_permissions': (),
                'constraints': [models.UniqueConstraint(models.F('member'), models.F('deed'), name='accounts_spending_once')],
            },
        ),
        migrations.CreateModel(
            name='TrustRule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('level', models.PositiveSmallIntegerField(choices=[(0, 'new'), (1, 'basic'), (2, 'member'), (3, 'regular'), (4, 'leader')], unique=True, verbose_name='level')),
                ('needs_days', models.PositiveIntegerField(default=0, verbose_name='days a member')),
                ('needs_read', models.PositiveIntegerField(default=0, verbose_name='posts read')),
                ('needs_written', models.PositiveIntegerField(default=0, verbose_name='posts and comments that stand')),
                ('needs_appreciated', models.PositiveIntegerField(default=0, verbose_name='reactions received')),
                ('is_reached', models.BooleanField(default=True, help_text='If not, moderators alone give this level.', verbose_name='is reached by itself')),
                ('links_per_text', models.PositiveSmallIntegerField(default=10, verbose_name='links in a text')),
                ('images_per_text', models.PositiveSmallIntegerField(default=10, verbose_name='pictures in a text')),
                ('mentions_per_text', models.PositiveSmallIntegerField(default=10, verbose_name='mentions in a text')),
                ('posts_per_day', models.PositiveSmallIntegerField(default=10, verbose_name='posts a day')),
                ('comments_per_day', models.PositiveSmallIntegerField(default=100, verbose_name='comments a day')),
                ('edits_per_day', models.PositiveSmallIntegerField(default=50, verbose_name='changes a day')),
                ('reactions_per_day', models.PositiveSmallIntegerField(default=100, verbose_name='reactions a day')),
                ('report_weight', models.FloatField(default=1, verbose_name='weight of a report')),
                ('has_followed_links', models.BooleanField(default=False, help_text='Links of this level carry no “nofollow”: search engines may follow them.', verbose_name='links are followed')),
            ],
            options={
                'verbose_name': 'trust level',
                'verbose_name_plural': 'trust levels',
                'ordering': ('level',),
                'default_permissions': ('view', 'change'),
                'constraints': [models.CheckConstraint(condition=models.Q(('report_weight__gte', 0), ('report_weight__lte', 10)), name='accounts_trust_report_weight', violation_error_message='The weight of a report lies between 0 and 10.')],
            },
        ),
        migrations.CreateModel(
            name='Webhook',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('url', models.CharField(max_length=1000, verbose_name='address')),
                ('kinds', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('post.published', 'A post is published'), ('post.edited', 'A published post is changed'), ('post.removed', 'A post is no longer public'), ('comment.published', 'A comment is published'), ('report.made', 'Something is reported'), ('decision.made', 'Moderators decide'), ('flight.finished', 'A sponsor’s flight is finished'), ('ping', 'A try')], max_length=20), size=None, verbose_name='events')),
                ('is_site_wide', models.BooleanField(default=False, verbose_name='of the whole site')),
                ('secret', models.CharField(editable=False, max_length=64)),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='made')),
                ('failing_since', models.DateTimeField(editable=False, null=True, verbose_name='failing since')),
                ('disabled_at', models.DateTimeField(editable=False, null=True, verbose_name='switched off')),
                ('told_at', models.DateTimeField(editable=False, null=True)),
                ('member', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='webhooks', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'webhook',
                'verbose_name_plural': 'webhooks',
                'indexes': [models.Index(models.F('member'), models.OrderBy(models.F('id'), descending=True), name='accounts_webhook_newest'), models.Index(condition=models.Q(('disabled_at', None), ('is_site_wide', True)), fields=['id'], name='accounts_webhook_site_wide'), models.Index(condition=models.Q(('disabled_at__isnull', False), ('told_at', None)), fields=['id'], name='accounts_webhook_untold')],
                'constraints': [models.CheckConstraint(condition=models.Q(('kinds', []), _negated=True), name='accounts_webhook_hears_something')],
            },
        ),
        migrations.CreateModel(
            name='WebhookDelivery',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('message_id', models.CharField(max_length=40, unique=True)),
                ('kind', models.CharField(choices=[('post.published', 'A post is published'), ('post.edited', 'A published post is changed'), ('post.removed', 'A post is no longer public'), ('comment.published', 'A comment is published'), ('report.made', 'Something is reported'), ('decision.made', 'Moderators decide'), ('flight.finished', 'A sponsor’s flight is finished'), ('ping', 'A try')], max_length=20, verbose_name='event')),
                ('body', models.TextField(verbose_name='message')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='made')),
                ('due_at', models.DateTimeField(null=True, verbose_name='next attempt')),
                ('attempt_count', models.PositiveSmallIntegerField(default=0, verbose_name='attempts')),
                ('delivered_at', models.DateTimeField(null=True, verbose_name='delivered')),
                ('status', models.PositiveSmallIntegerField(null=True, verbose_name='answer')),
                ('problem', models.CharField(blank=True, max_length=200, verbose_name='problem')),
                ('webhook', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='deliveries', to='accounts.webhook')),
            ],
            options={
                'verbose_name': 'delivery',
                'verbose_name_plural': 'deliveries',
                'indexes': [models.Index(models.F('webhook'), models.OrderBy(models.F('created_at'), descending=True), models.OrderBy(models.F('id'), descending=True), name='accounts_delivery_newest'), models.Index(condition=models.Q(('due_at__isnull', False)), fields=['due_at'], name='accounts_delivery_due'), models.Index(fields=['created_at'], name='accounts_delivery_age')],
            },
        ),
        migrations.AddIndex(
            model_name='notification',
            index=models.Index(models.F('recipient'), models.OrderBy(models.F('changed_at'), descending=True), models.OrderBy(models.F('id'), descending=True), condition=models.Q(('in_page', True)), name='accounts_notification_latest'),
        ),
        migrations.AddIndex(
            model_name='notification',
            index=models.Index(models.F('recipient'), condition=models.Q(('in_page', True), ('read_at', None)), name='accounts_notification_unread'),
        ),
        migrations.AddIndex(
            model_name='notification',
            index=models.Index(models.F('subject'), name='accounts_notification_about'),
        ),
        migrations.AddIndex(
            model_name='notification',
            index=models.Index(models.F('mail_due_at'), condition=models.Q(('mail_due_at__isnull', False)), name='accounts_notification_mail'),
        ),
        migrations.AddIndex(
            model_name='notification',
            index=models.Index(models.F('push_due_at'), condition=models.Q(('push_due_at__isnull', False)), name='accounts_notification_push'),
        ),
        migrations.AddConstraint(
            model_name='notification',
            constraint=models.UniqueConstraint(models.F('recipient'), models.F('kind'), models.F('subject'), name='accounts_notification_once'),
        ),
    ]
