from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0014_webhooks'),
    ]

    operations = [
        migrations.AlterField(
            model_name='notification',
            name='kind',
            field=models.CharField(choices=[('reply', 'Someone answers you'), ('mention', 'Someone mentions you'), ('thread', 'New comments in a conversation you follow'), ('follow', 'Someone follows you'), ('reaction', 'Someone appreciates what you wrote'), ('post', 'New posts by members you follow'), ('filed', 'New posts in categories and with tags you follow'), ('moderation', 'Moderators decide about you or your work'), ('sponsor', 'News of the sponsors you act for'), ('program', 'A program of yours has trouble')], max_length=12, verbose_name='kind'),
        ),
        migrations.AlterField(
            model_name='notificationchoice',
            name='kind',
            field=models.CharField(choices=[('reply', 'Someone answers you'), ('mention', 'Someone mentions you'), ('thread', 'New comments in a conversation you follow'), ('follow', 'Someone follows you'), ('reaction', 'Someone appreciates what you wrote'), ('post', 'New posts by members you follow'), ('filed', 'New posts in categories and with tags you follow'), ('moderation', 'Moderators decide about you or your work'), ('sponsor', 'News of the sponsors you act for'), ('program', 'A program of yours has trouble')], max_length=12, verbose_name='kind'),
        ),
    ]
