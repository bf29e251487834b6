"""All of 0001_initial to 0008_batches in one step, for databases that have none of them."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


# The database itself refuses to change or delete a decision, whoever asks.
APPEND_ONLY = """
CREATE FUNCTION moderation_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'moderation_decision is append-only' USING ERRCODE = 'restrict_violation';
END
$$;
CREATE TRIGGER moderation_decision_append_only
    BEFORE UPDATE OR DELETE ON moderation_decision
    FOR EACH ROW EXECUTE FUNCTION moderation_refuse_change();
"""

CHANGEABLE = """
DROP TRIGGER moderation_decision_append_only ON moderation_decision;
DROP FUNCTION moderation_refuse_change();
"""

# The database itself refuses an appeal that its decider, or its member, answers; and what was answered stays so.
BY_ANOTHER = """
CREATE FUNCTION moderation_appeal_by_another() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.answered_by_id IS NOT NULL AND (
        NEW.answered_by_id = NEW.member_id
        OR NEW.answered_by_id = (SELECT actor_id FROM moderation_decision WHERE id = NEW.decision_id)
    ) THEN
        RAISE EXCEPTION 'an appeal is answered by another moderator' USING ERRCODE = 'check_violation';
    END IF;
    IF TG_OP = 'UPDATE' AND OLD.state <> 'open' AND NEW.state <> OLD.state THEN
        RAISE EXCEPTION 'an appeal is answered once' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER moderation_appeal_by_another
    BEFORE INSERT OR UPDATE ON moderation_appeal
    FOR EACH ROW EXECUTE FUNCTION moderation_appeal_by_another();
"""

BY_ANYONE = """
DROP TRIGGER moderation_appeal_by_another ON moderation_appeal;
DROP FUNCTION moderation_appeal_by_another();
"""


class Migration(migrations.Migration):

    initial = True

    replaces = [
        ('moderation', '0001_initial'),
        ('moderation', '0002_append_only'),
        ('moderation', '0003_pinning'),
        ('moderation', '0004_spam'),
        ('moderation', '0005_reports_and_appeals'),
        ('moderation', '0006_sanctions'),
        ('moderation', '0007_another_moderator'),
        ('moderation', '0008_batches'),
    ]

    dependencies = [
        ('accounts', '__first__'),
    ]

    operations = [
        migrations.CreateModel(
            name='Batch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('scope', models.CharField(choices=[('author', 'by one member'), ('domain', 'pointing to one website'), ('rule', 'hit by one rule')], max_length=10, verbose_name='texts')),
                ('value', models.CharField(max_length=253, verbose_name='which')),
                ('verb', models.CharField(max_length=12, verbose_name='decision')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='decided')),
                ('undone_at', models.DateTimeField(null=True, verbose_name='taken back')),
                ('actor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='decided by')),
                ('undone_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='taken back by')),
            ],
            options={
                'verbose_name': 'decisions in one act',
                'verbose_name_plural': 'decisions in one act',
                'default_permissions': (),
                'indexes': [models.Index(models.OrderBy(models.F('id'), descending=True), name='moderation_batch_newest')],
            },
        ),
        migrations.CreateModel(
            name='Claim',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('post', 'post'), ('comment', 'comment'), ('member', 'member'), ('edit', 'waiting change'), ('campaign', 'campaign'), ('appeal', 'appeal'), ('applicant', 'application')], max_length=10, verbose_name='kind')),
                ('subject_pk', models.BigIntegerField(verbose_name='number')),
                ('until', models.DateTimeField(verbose_name='until')),
                ('moderator', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='moderator')),
            ],
            options={
                'default_permissions': (),
                'constraints': [models.UniqueConstraint(models.F('kind'), models.F('subject_pk'), name='moderation_claim_once')],
            },
        ),
        migrations.CreateModel(
            name='Decision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('verb', models.CharField(choices=[('release', 'released'), ('hide', 'hidden'), ('keep', 'found in order'), ('restore', 'restored'), ('feature', 'featured'), ('unfeature', 'no longer featured'), ('pin', 'pinned'), ('unpin', 'no longer pinned'), ('quarantine', 'put into quarantine'), ('accept', 'accepted'), ('refuse', 'refused'), ('suspend', 'suspended'), ('reinstate', 'reinstated'), ('warn', 'warned'), ('silence', 'silenced'), ('unsilence', 'allowed to write again'), ('unwarn', 'no longer warned'), ('vouch', 'trusted'), ('hold', 'put back to wait')], max_length=12, verbose_name='decision')),
                ('subject_kind', models.CharField(choices=[('post', 'post'), ('comment', 'comment'), ('member', 'member'), ('campaign', 'campaign of spam'), ('edit', 'waiting change')], max_length=10, verbose_name='kind')),
                ('subject_pk', models.BigIntegerField(verbose_name='number')),
                ('subject_label', models.CharField(max_length=200, verbose_name='about')),
                ('reason', models.CharField(choices=[('spam', 'spam or hidden advertising'), ('abuse', 'abuse or harassment'), ('illegal', 'against the law'), ('privacy', 'someone’s private data'), ('copyright', 'someone else’s work'), ('off_topic', 'off topic or a duplicate'), ('in_order', 'in order'), ('editorial', 'editorial choice'), ('other', 'other, see the note')], max_length=12, verbose_name='reason')),
                ('note', models.CharField(blank=True, max_length=500, verbose_name='note')),
                ('evidence', models.JSONField(default=dict, verbose_name='evidence')),
                ('member_pk', models.BigIntegerField(editable=False, null=True, verbose_name='member concerned')),
                ('expires_at', models.DateTimeField(editable=False, null=True, verbose_name='ends')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='decided')),
                ('actor', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='decisions', to=settings.AUTH_USER_MODEL, verbose_name='decided by')),
                ('batch', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='decisions', to='moderation.batch')),
                ('reverses', models.OneToOneField(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='reversal', to='moderation.decision', verbose_name='takes back')),
            ],
            options={
                'verbose_name': 'decision',
                'verbose_name_plural': 'decisions',
                'default_permissions': ('view',),
                'indexes': [models.Index(models.OrderBy(models.F('created_at'), descending=True), models.OrderBy(models.F('id'), descending=True), name='moderation_newest'), models.Index(models.F('subject_kind'), models.F('subject_pk'), models.OrderBy(models.F('id'), descending=True), name='moderation_subject'), models.Index(models.F('member_pk'), models.OrderBy(models.F('id'), descending=True), name='moderation_concerned')],
            },
        ),
        migrations.CreateModel(
            name='Appeal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('open', 'open'), ('upheld', 'the decision stands'), ('overturned', 'the decision is taken back')], default='open', max_length=10, verbose_name='state')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='appealed')),
                ('answered_at', models.DateTimeField(null=True, verbose_name='answered')),
                ('answered_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='answered by')),
                ('member', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='appeals', to=settings.AUTH_USER_MODEL, verbose_name='member')),
                ('decision', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='appeal', to='moderation.decision', verbose_name='decision')),
            ],
            options={
                'verbose_name': 'appeal',
                'verbose_name_plural': 'appeals',
                'default_permissions': ('view',),
                'indexes': [models.Index(models.F('id'), condition=models.Q(('state', 'open')), name='moderation_appeal_open')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state', 'open'), models.Q(('answered_at__isnull', False), ('answered_by__isnull', False)), _connector='OR'), name='moderation_appeal_answered')],
            },
        ),
        migrations.CreateModel(
            name='MemberNote',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('words', models.TextField(max_length=2000, verbose_name='note')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='written')),
                ('author', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by')),
                ('member', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='member')),
            ],
            options={
                'verbose_name': 'note about a member',
                'verbose_name_plural': 'notes about members',
                'default_permissions': ('view',),
                'indexes': [models.Index(models.F('member'), models.OrderBy(models.F('id'), descending=True), name='moderation_note_newest')],
            },
        ),
        migrations.CreateModel(
            name='ReportReason',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.SlugField(max_length=20, unique=True, verbose_name='code')),
                ('label', models.CharField(max_length=100, verbose_name='words')),
                ('severity', models.FloatField(default=1, verbose_name='severity')),
                ('decides_as', models.CharField(choices=[('spam', 'spam or hidden advertising'), ('abuse', 'abuse or harassment'), ('illegal', 'against the law'), ('privacy', 'someone’s private data'), ('copyright', 'someone else’s work'), ('off_topic', 'off topic or a duplicate'), ('in_order', 'in order'), ('editorial', 'editorial choice'), ('other', 'other, see the note')], max_length=12, verbose_name='reason of the decision')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='place')),
                ('is_offered', models.BooleanField(default=True, verbose_name='offered')),
            ],
            options={
                'verbose_name': 'reason to report',
                'verbose_name_plural': 'reasons to report',
                'ordering': ('position', 'pk'),
                'constraints': [models.CheckConstraint(condition=models.Q(('severity__gte', 0.1), ('severity__lte', 10)), name='moderation_report_severity', violation_error_message='Severity lies between 0.1 and 10.')],
            },
        ),
        migrations.CreateModel(
            name='Report',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('subject_kind', models.CharField(choices=[('post', 'post'), ('comment', 'comment'), ('member', 'member'), ('campaign', 'campaign of spam'), ('edit', 'waiting change')], max_length=10, verbose_name='kind')),
                ('subject_pk', models.BigIntegerField(verbose_name='number')),
                ('words', models.CharField(blank=True, max_length=500, verbose_name='explanation')),
                ('weight', models.FloatField(default=0, verbose_name='weight')),
                ('state', models.CharField(choices=[('open', 'open'), ('upheld', 'agreed with'), ('dismissed', 'dismissed')], default='open', max_length=10, verbose_name='state')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='reported')),
                ('answered_at', models.DateTimeField(null=True, verbose_name='answered')),
                ('reporter', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reports', to=settings.AUTH_USER_MODEL, verbose_name='by')),
                ('reason', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='moderation.reportreason', verbose_name='reason')),
            ],
            options={
                'verbose_name': 'report',
                'verbose_name_plural': 'reports',
                'default_permissions': ('view',),
                'indexes': [models.Index(models.F('subject_kind'), models.F('subject_pk'), condition=models.Q(('state', 'open')), name='moderation_report_open'), models.Index(models.OrderBy(models.F('created_at'), descending=True), models.OrderBy(models.F('id'), descending=True), name='moderation_report_newest')],
                'constraints': [models.UniqueConstraint(models.F('reporter'), models.F('subject_kind'), models.F('subject_pk'), name='moderation_report_once'), models.CheckConstraint(condition=models.Q(('weight__gte', 0)), name='moderation_report_weight')],
            },
        ),
        migrations.CreateModel(
            name='AppealMessage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('words', models.TextField(max_length=2000, verbose_name='message')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='written')),
                ('appeal', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='messages', to='moderation.appeal')),
                ('author', models.ForeignKey(on_delete=django.db.models.deletion.RESTRICT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'default_permissions': (),
                'indexes': [models.Index(models.F('appeal'), models.F('id'), name='moderation_appeal_turns')],
            },
        ),
        migrations.RunSQL(APPEND_ONLY, CHANGEABLE),
        migrations.RunSQL(BY_ANOTHER, BY_ANYONE),
    ]
