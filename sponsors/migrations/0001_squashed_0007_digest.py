"""All of 0001_initial to 0007_digest in one step, for databases that have none of them."""

import django.contrib.postgres.fields
import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    replaces = [
        ('sponsors', '0001_initial'),
        ('sponsors', '0002_prices'),
        ('sponsors', '0003_booking'),
        ('sponsors', '0004_counts'),
        ('sponsors', '0005_clicks'),
        ('sponsors', '0006_languages'),
        ('sponsors', '0007_digest'),
    ]

    dependencies = [
        ('accounts', '__first__'),
        ('feed', '0026_written_rules'),
    ]

    operations = [
        migrations.CreateModel(
            name='Campaign',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=100, verbose_name='name')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='created')),
            ],
            options={
                'verbose_name': 'campaign',
                'verbose_name_plural': 'campaigns',
                'ordering': ('-created_at', '-pk'),
            },
        ),
        migrations.CreateModel(
            name='Invoice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=20, unique=True, verbose_name='number')),
                ('starts_on', models.DateField(verbose_name='from')),
                ('ends_on', models.DateField(verbose_name='to')),
                ('currency', models.CharField(max_length=3, verbose_name='currency')),
                ('address', models.TextField(blank=True, verbose_name='billing address')),
                ('issued_at', models.DateTimeField(verbose_name='issued')),
            ],
            options={
                'verbose_name': 'invoice',
                'verbose_name_plural': 'invoices',
                'ordering': ('-issued_at', '-pk'),
            },
        ),
        migrations.CreateModel(
            name='Flight',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('languages', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('en', 'English'), ('nl', 'Dutch'), ('de', 'German'), ('fr', 'French'), ('ar', 'Arabic')], max_length=5), blank=True, default=list, size=None, verbose_name='languages')),
                ('devices', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('phone', 'phone'), ('tablet', 'tablet'), ('desktop', 'computer')], max_length=10), blank=True, default=list, size=None, verbose_name='devices')),
                ('countries', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=2, validators=[django.core.validators.RegexValidator('^[A-Z]{2}\\Z', 'Write two capital letters, such as NL.')]), blank=True, default=list, help_text='Two capital letters each, separated by commas, such as NL,BE.', size=None, verbose_name='countries')),
                ('hours', django.contrib.postgres.fields.ArrayField(base_field=models.PositiveSmallIntegerField(validators=[django.core.validators.MaxValueValidator(23)]), blank=True, default=list, help_text='From 0 to 23 in UTC, separated by commas, such as 6,7,8.', size=None, verbose_name='hours of the day')),
                ('name', models.CharField(max_length=100, verbose_name='name')),
                ('starts_at', models.DateTimeField(verbose_name='starts')),
                ('ends_at', models.DateTimeField(verbose_name='ends')),
                ('status', models.CharField(choices=[('draft', 'draft'), ('running', 'running'), ('paused', 'paused'), ('ended', 'ended')], default='draft', editable=False, max_length=10, verbose_name='status')),
                ('priority', models.PositiveSmallIntegerField(default=0, help_text='Flights of a higher priority are drawn before all others.', verbose_name='priority')),
                ('weight', models.PositiveSmallIntegerField(default=1, help_text='Odds among flights of the same priority.', verbose_name='weight')),
                ('price_model', models.CharField(choices=[('cpm', 'per 1,000 viewable impressions'), ('cpc', 'per click'), ('flat', 'for the whole flight')], default='cpm', max_length=4, verbose_name='price is')),
                ('price_cents', models.PositiveIntegerField(db_column='cpm_cents', default=0, validators=[django.core.validators.MaxValueValidator(100000000)], verbose_name='price, in cents')),
                ('quantity', models.PositiveIntegerField(blank=True, help_text='Viewable impressions; clicks, if the price is per click. Leave empty for no limit.', null=True, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(1000000000)], verbose_name='quantity')),
                ('daily_cap', models.PositiveIntegerField(blank=True, help_text='Of the same; leave empty for no limit.', null=True, validators=[django.core.validators.MinValueValidator(1)], verbose_name='most in a day')),
                ('frequency_cap', models.PositiveSmallIntegerField(blank=True, help_text='Counted without a cookie; leave empty for no limit.', null=True, validators=[django.core.validators.MinValueValidator(1)], verbose_name='most for one reader in a day')),
                ('is_paced', models.BooleanField(default=True, help_text='Deliver hour by hour over the whole flight; otherwise as fast as possible.', verbose_name='evenly')),
                ('is_optimised', models.BooleanField(default=True, help_text='Show the creatives more often that readers follow; otherwise all alike.', verbose_name='prefer what is clicked')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('campaign', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='flights', to='sponsors.campaign', verbose_name='campaign')),
                ('categories', models.ManyToManyField(blank=True, related_name='+', to='feed.category', verbose_name='categories')),
                ('excluded_categories', models.ManyToManyField(blank=True, related_name='+', to='feed.category', verbose_name='not beside these categories')),
                ('tags', models.ManyToManyField(blank=True, related_name='+', to='feed.tag', verbose_name='tags')),
            ],
            options={
                'verbose_name': 'flight',
                'verbose_name_plural': 'flights',
                'ordering': ('-starts_at', '-pk'),
            },
        ),
        migrations.CreateModel(
            name='Creative',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('headline', models.CharField(max_length=60, verbose_name='headline')),
                ('text', models.CharField(blank=True, max_length=160, verbose_name='text')),
                ('image', models.ImageField(blank=True, height_field='image_height', help_text='JPEG, PNG, WebP or the first frame of a GIF, at most 2 MB; twice as wide as high fits best.', upload_to='sponsors/', verbose_name='picture', width_field='image_width')),
                ('image_width', models.PositiveIntegerField(editable=False, null=True)),
                ('image_height', models.PositiveIntegerField(editable=False, null=True)),
                ('image_alt', models.CharField(blank=True, help_text='Leave empty if the picture only decorates.', max_length=160, verbose_name='description for those who cannot see the picture')),
                ('landing_url', models.URLField(help_text='Where a click leads.', max_length=1000, validators=[django.core.validators.URLValidator(message='Enter an address that begins with https:// or http://.', schemes=['http', 'https'])], verbose_name='landing page')),
                ('is_live', models.BooleanField(default=True, verbose_name='live')),
                ('is_house', models.BooleanField(default=False, help_text='Fills what is not sold; never counts against a sale.', verbose_name='house creative')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='created')),
                ('review', models.CharField(choices=[('draft', 'draft'), ('waiting', 'waiting for approval'), ('approved', 'approved'), ('refused', 'refused')], default='draft', editable=False, max_length=10, verbose_name='review')),
                ('review_reason', models.CharField(blank=True, editable=False, max_length=300, verbose_name='reason')),
                ('reviewed_at', models.DateTimeField(editable=False, null=True, verbose_name='reviewed')),
                ('problems', models.JSONField(default=list, editable=False, verbose_name='problems')),
                ('checked_at', models.DateTimeField(editable=False, null=True, verbose_name='checked')),
                ('check_due', models.BooleanField(default=True, editable=False)),
                ('landing_failures', models.PositiveSmallIntegerField(default=0, editable=False)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('reviewed_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='reviewed by')),
                ('flight', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='creatives', to='sponsors.flight', verbose_name='flight')),
            ],
            options={
                'verbose_name': 'creative',
                'verbose_name_plural': 'creatives',
                'ordering': ('-created_at', '-pk'),
                'indexes': [models.Index(condition=models.Q(('check_due', True)), fields=['id'], name='sponsors_creative_check_due')],
                'constraints': [models.CheckConstraint(condition=models.Q(('landing_url__iregex', '^https?://[^\\s/]')), name='sponsors_creative_landing_http', violation_error_message='Enter an address that begins with https:// or http://.')],
            },
        ),
        migrations.CreateModel(
            name='Alert',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('finished', 'The flight is finished'), ('behind', 'The flight delivers less than planned'), ('landing', 'The landing page does not answer'), ('approved', 'The creative is approved'), ('refused', 'The creative is refused')], max_length=10, verbose_name='what')),
                ('raised_at', models.DateTimeField(verbose_name='since')),
                ('resolved_at', models.DateTimeField(blank=True, null=True, verbose_name='resolved')),
                ('notified_at', models.DateTimeField(blank=True, null=True, verbose_name='told')),
                ('creative', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='alerts', to='sponsors.creative', verbose_name='creative')),
                ('flight', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='alerts', to='sponsors.flight', verbose_name='flight')),
            ],
            options={
                'verbose_name': 'alert',
                'verbose_name_plural': 'alerts',
                'ordering': ('-raised_at', '-pk'),
                'constraints': [models.UniqueConstraint(condition=models.Q(('resolved_at', None)), fields=('kind', 'flight', 'creative'), name='sponsors_alert_open_once', nulls_distinct=False)],
            },
        ),
        migrations.CreateModel(
            name='InvalidTotal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('counted_on', models.DateField(verbose_name='day')),
                ('kind', models.CharField(choices=[('viewable', 'viewable impression'), ('click', 'click')], max_length=10, verbose_name='event')),
                ('reason', models.CharField(choices=[('replayed', 'seen before'), ('bot', 'bot'), ('expired', 'too late'), ('flooded', 'too many at once'), ('staff', 'by the staff or the sponsor'), ('beyond', 'beyond what was booked'), ('unseen', 'click without an impression')], max_length=10, verbose_name='reason')),
                ('count', models.PositiveBigIntegerField(default=0, verbose_name='events')),
                ('creative', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='invalid_totals', to='sponsors.creative', verbose_name='creative')),
            ],
            options={
                'verbose_name': 'daily total of invalid events',
                'verbose_name_plural': 'daily totals of invalid events',
                'ordering': ('-counted_on', 'creative', 'kind', 'reason'),
                'constraints': [models.UniqueConstraint(fields=('creative', 'counted_on', 'kind', 'reason'), name='sponsors_invalid_once_a_day')],
            },
        ),
        migrations.CreateModel(
            name='InvoiceLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('price_model', models.CharField(choices=[('cpm', 'per 1,000 viewable impressions'), ('cpc', 'per click'), ('flat', 'for the whole flight')], max_length=4, verbose_name='price is')),
                ('price_cents', models.PositiveIntegerField(verbose_name='price, in cents')),
                ('unit_count', models.PositiveBigIntegerField(verbose_name='units')),
                ('amount_cents', models.PositiveBigIntegerField(verbose_name='amount, in cents')),
                ('flight', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='invoice_lines', to='sponsors.flight', verbose_name='flight')),
                ('invoice', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='lines', to='sponsors.invoice', verbose_name='invoice')),
            ],
            options={
                'verbose_name': 'line of an invoice',
                'verbose_name_plural': 'lines of invoices',
                'constraints': [models.UniqueConstraint(fields=('invoice', 'flight'), name='sponsors_invoice_flight_once')],
            },
        ),
        migrations.CreateModel(
            name='Reach',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('counted_on', models.DateField(verbose_name='day')),
                ('visitor_count', models.PositiveIntegerField(default=0, verbose_name='visitors')),
                ('flight', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reach', to='sponsors.flight', verbose_name='flight')),
            ],
            options={
                'verbose_name': 'daily reach',
                'verbose_name_plural': 'daily reach',
                'constraints': [models.UniqueConstraint(fields=('flight', 'counted_on'), name='sponsors_reach_once_a_day')],
            },
        ),
        migrations.CreateModel(
            name='Sponsor',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80, unique=True, verbose_name='name')),
                ('website', models.URLField(blank=True, max_length=500, validators=[django.core.validators.URLValidator(message='Enter an address that begins with https:// or http://.', schemes=['http', 'https'])], verbose_name='website')),
                ('contact_email', models.EmailField(blank=True, max_length=254, verbose_name='contact address')),
                ('industry', models.SlugField(blank=True, help_text='Sponsors of the same industry never stand on one page together.', max_length=40, verbose_name='industry')),
                ('billing_address', models.TextField(blank=True, max_length=400, verbose_name='billing address')),
                ('tax_number', models.CharField(blank=True, max_length=40, verbose_name='tax number')),
                ('is_active', models.BooleanField(default=True, help_text='Nothing of a sponsor who is not active is shown.', verbose_name='active')),
            ],
            options={
                'verbose_name': 'sponsor',
                'verbose_name_plural': 'sponsors',
                'ordering': ('name',),
                'constraints': [models.CheckConstraint(condition=models.Q(('website', ''), ('website__iregex', '^https?://[^\\s/]'), _connector='OR'), name='sponsors_sponsor_website_http')],
            },
        ),
        migrations.CreateModel(
            name='Seat',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='since')),
                ('member', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sponsor_seats', to=settings.AUTH_USER_MODEL, verbose_name='member')),
                ('sponsor', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='seats', to='sponsors.sponsor', verbose_name='sponsor')),
            ],
            options={
                'verbose_name': 'seat',
                'verbose_name_plural': 'seats',
                'constraints': [models.UniqueConstraint(fields=('sponsor', 'member'), name='sponsors_seat_once')],
            },
        ),
        migrations.AddField(
            model_name='invoice',
            name='sponsor',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='invoices', to='sponsors.sponsor', verbose_name='sponsor'),
        ),
        migrations.CreateModel(
            name='HiddenSponsor',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='since')),
                ('member', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='hidden_sponsors', to=settings.AUTH_USER_MODEL)),
                ('sponsor', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='sponsors.sponsor')),
            ],
            options={
                'verbose_name': 'hidden sponsor',
                'verbose_name_plural': 'hidden sponsors',
                'constraints': [models.UniqueConstraint(fields=('member', 'sponsor'), name='sponsors_hidden_once')],
            },
        ),
        migrations.AddField(
            model_name='campaign',
            name='sponsor',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='campaigns', to='sponsors.sponsor', verbose_name='sponsor'),
        ),
        migrations.CreateModel(
            name='SponsoringPolicy',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ad_free_from', models.PositiveSmallIntegerField(blank=True, choices=[(0, 'new'), (1, 'basic'), (2, 'member'), (3, 'regular'), (4, 'leader')], help_text='Members of this level and above see no sponsor; leave empty to show all.', null=True, verbose_name='no advertising from this trust level on')),
                ('counts_staff', models.BooleanField(default=False, help_text='Whether what the staff and the sponsor’s own people see and click is billed.', verbose_name='count the staff')),
                ('currency', models.CharField(default='EUR', max_length=3, validators=[django.core.validators.RegexValidator('^[A-Z]{3}\\Z', 'Write three capital letters, such as EUR.')], verbose_name='currency')),
                ('ads_txt', models.TextField(blank=True, help_text='Others who may sell the site’s slots, one a line. Empty: nobody may, which the file then says.', max_length=20000, verbose_name='lines of ads.txt')),
                ('invoice_sender', models.TextField(blank=True, help_text='Name, address, tax number; printed at the top of each invoice.', max_length=400, verbose_name='sender of invoices')),
            ],
            options={
                'verbose_name': 'sponsoring policy',
                'verbose_name_plural': 'sponsoring policy',
                'constraints': [models.CheckConstraint(condition=models.Q(('pk', 1)), name='sponsors_one_policy')],
            },
        ),
        migrations.CreateModel(
            name='SponsorSlot',
            fields=[
                ('id', models.SmallAutoField(primary_key=True, serialize=False)),
                ('code', models.SlugField(max_length=40, unique=True, verbose_name='code')),
                ('label', models.CharField(max_length=60, verbose_name='label')),
                ('description', models.CharField(blank=True, max_length=200, verbose_name='description')),
                ('width', models.PositiveSmallIntegerField(validators=[django.core.validators.MinValueValidator(1)], verbose_name='picture width')),
                ('height', models.PositiveSmallIntegerField(validators=[django.core.validators.MinValueValidator(1)], verbose_name='picture height')),
                ('is_enabled', models.BooleanField(default=True, help_text='A slot that is not enabled stays empty.', verbose_name='enabled')),
            ],
            options={
                'verbose_name': 'slot',
                'verbose_name_plural': 'slots',
                'ordering': ('code',),
                'constraints': [models.CheckConstraint(condition=models.Q(('height__gt', 0), ('width__gt', 0)), name='sponsors_slot_has_size')],
            },
        ),
        migrations.CreateModel(
            name='SlotTotal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('counted_on', models.DateField(verbose_name='day')),
                ('decision_count', models.PositiveBigIntegerField(default=0, verbose_name='asked for')),
                ('filled_count', models.PositiveBigIntegerField(default=0, verbose_name='filled')),
                ('slot', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='slot_totals', to='sponsors.sponsorslot', verbose_name='slot')),
            ],
            options={
                'verbose_name': 'slot’s daily total',
                'verbose_name_plural': 'slots’ daily totals',
                'ordering': ('-counted_on', 'slot'),
                'constraints': [models.UniqueConstraint(fields=('slot', 'counted_on'), name='sponsors_slot_once_a_day')],
            },
        ),
        migrations.AddField(
            model_name='flight',
            name='slots',
            field=models.ManyToManyField(blank=True, related_name='flights', to='sponsors.sponsorslot', verbose_name='slots'),
        ),
        migrations.CreateModel(
            name='CreativeTotal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('category_pk', models.PositiveIntegerField(default=0, verbose_name='category')),
                ('counted_on', models.DateField(verbose_name='day')),
                ('impression_count', models.PositiveBigIntegerField(default=0, verbose_name='impressions')),
                ('viewable_count', models.PositiveBigIntegerField(default=0, verbose_name='viewable impressions')),
                ('click_count', models.PositiveBigIntegerField(default=0, verbose_name='clicks')),
                ('creative', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='totals', to='sponsors.creative', verbose_name='creative')),
                ('slot', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='totals', to='sponsors.sponsorslot', verbose_name='slot')),
            ],
            options={
                'verbose_name': 'daily total',
                'verbose_name_plural': 'daily totals',
                'ordering': ('-counted_on', 'creative', 'slot'),
                'indexes': [models.Index(fields=['counted_on', 'slot'], name='sponsors_total_day')],
                'constraints': [models.UniqueConstraint(fields=('creative', 'slot', 'category_pk', 'counted_on'), name='sponsors_total_once_a_place')],
            },
        ),
        migrations.CreateModel(
            name='Click',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=43, unique=True)),
                ('category_pk', models.PositiveIntegerField(default=0, verbose_name='category')),
                ('is_billed', models.BooleanField(default=True, verbose_name='billed')),
                ('clicked_at', models.DateTimeField(verbose_name='clicked')),
                ('creative', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='sponsors.creative', verbose_name='creative')),
                ('slot', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='sponsors.sponsorslot', verbose_name='slot')),
            ],
            options={
                'verbose_name': 'click',
                'verbose_name_plural': 'clicks',
            },
        ),
        migrations.AddConstraint(
            model_name='invoice',
            constraint=models.CheckConstraint(condition=models.Q(('ends_on__gte', models.F('starts_on'))), name='sponsors_invoice_ends_later'),
        ),
        migrations.AddConstraint(
            model_name='invoice',
            constraint=models.UniqueConstraint(fields=('sponsor', 'starts_on'), name='sponsors_invoice_once_a_period'),
        ),
        migrations.AddConstraint(
            model_name='campaign',
            constraint=models.UniqueConstraint(fields=('sponsor', 'name'), name='sponsors_campaign_name'),
        ),
        migrations.AddIndex(
            model_name='flight',
            index=models.Index(condition=models.Q(('status', 'running')), fields=['ends_at', 'starts_at'], name='sponsors_flight_running'),
        ),
        migrations.AddConstraint(
            model_name='flight',
            constraint=models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('starts_at'))), name='sponsors_flight_ends_later', violation_error_message='A flight must end after it starts.'),
        ),
        migrations.AddConstraint(
            model_name='flight',
            constraint=models.CheckConstraint(condition=models.Q(('weight__gt', 0)), name='sponsors_flight_weight', violation_error_message='The weight must be at least 1.'),
        ),
    ]
