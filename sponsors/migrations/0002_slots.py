"""The slots that the site's templates name."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

# (code, label, description, width and height of the picture in CSS pixels)
SLOTS = (
    ("article-top", "Top of an article", "Above the title.", 320, 160),
    ("article-inline", "In an article", "After the third paragraph.", 320, 160),
    ("article-bottom", "End of an article", "Between the text and what to read next.", 320, 160),
    ("sidebar-top", "Top of the sidebar", "Beside articles and lists.", 300, 250),
    ("sidebar-bottom", "End of the sidebar", "Beside articles and lists.", 300, 250),
    ("feed-top", "Top of a list", "Above the first post.", 320, 160),
    ("feed-inline", "In a list", "Between the posts.", 320, 160),
)


def add_slots(apps: Apps, _editor: BaseDatabaseSchemaEditor) -> None:
    slot_model = apps.get_model("sponsors", "SponsorSlot")
    for code, label, description, width, height in SLOTS:
        slot_model._default_manager.create(
            code=code, label=label, description=description, width=width, height=height
        )


class Migration(migrations.Migration):
    dependencies = (("sponsors", "0001_initial"),)
    operations = (migrations.RunPython(add_slots, migrations.RunPython.noop),)
