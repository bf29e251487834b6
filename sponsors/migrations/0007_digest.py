"""Mails of the day have a place for sponsors now; until then nobody could have wanted the slot disabled."""

from django.db import migrations

OLD, NEW = "Between the posts of the digest.", "Below the news of the day, in words alone."


def enable(apps, schema_editor):
    slots = apps.get_model("sponsors", "SponsorSlot").objects.filter(code="email-digest")
    slots.update(is_enabled=True)
    slots.filter(description=OLD).update(description=NEW)


class Migration(migrations.Migration):
    dependencies = [("sponsors", "0006_languages")]

    operations = [migrations.RunPython(enable, migrations.RunPython.noop, elidable=True)]
