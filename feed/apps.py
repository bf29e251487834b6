"""Posts, comments and the ways to read them."""

from django.apps import AppConfig
from django.db.models.signals import post_delete
from django.utils.translation import gettext_lazy as _


class FeedConfig(AppConfig):
    name = "feed"
    verbose_name = _("Feed")

    def ready(self) -> None:
        """Tell counting what a view is and which totals are stored, accounts what is a member's; files go with their rows."""
        from accounts import belongings
        from accounts.wording import register_check, register_door, register_witness
        from feed.event_kinds import register_kinds
        from feed.models import Image
        from feed.pictures.files import remove_with_row
        from feed.recounts import register_totals
        from feed.services.belongings import BELONGINGS
        from feed.services.judging import objection_to_words
        from feed.services.judging_members import judge_member, objection_by_rules

        register_check(objection_to_words)
        register_door(objection_by_rules)
        register_witness(judge_member)
        register_kinds()
        register_totals()
        belongings.register(BELONGINGS)
        post_delete.connect(remove_with_row, sender=Image, dispatch_uid="feed.remove_files")
