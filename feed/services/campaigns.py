"""Taking a whole campaign from its readers, and giving it back exactly."""

from django.db import transaction

from accounts.models import User
from feed.models import CampaignStatus, Post, PostStatus, SpamCampaign, TemplatePrint
from feed.services.publishing import hold_post, publish_post
from feed.spam.rules import QUARANTINE


@transaction.atomic
def quarantine_campaign(campaign: SpamCampaign) -> list[int] | None:
    """Let all published posts of a campaign wait for moderators; the keys of those posts, in order.

    None if it is in quarantine already. The campaign's row is locked before its posts, those in the order of keys.
    """
    campaign = SpamCampaign.objects.select_for_update().get(pk=campaign.pk)
    if campaign.status == CampaignStatus.QUARANTINED:
        return None
    posts = _posts(campaign, status=PostStatus.PUBLISHED)
    for post in posts:
        hold_post(post, reasons=[QUARANTINE])
    pks = [post.pk for post in posts]
    TemplatePrint.objects.filter(pk__in=pks).update(is_quarantined=True)
    SpamCampaign.objects.filter(pk=campaign.pk).update(status=CampaignStatus.QUARANTINED)
    return pks


@transaction.atomic
def restore_campaign(campaign: SpamCampaign, *, actor: User) -> list[int] | None:
    """Give back what the quarantine took: no post that was held or hidden for another reason. None if it holds nothing.

    `actor`: the moderator. The campaign counts as in order from now on.
    """
    campaign = SpamCampaign.objects.select_for_update().get(pk=campaign.pk)
    if campaign.status != CampaignStatus.QUARANTINED:
        return None
    posts = [
        post
        for post in _posts(campaign, status=PostStatus.HELD)
        if post.template_print.is_quarantined
    ]
    for post in posts:
        publish_post(post, actor=actor)
    TemplatePrint.objects.filter(campaign=campaign).update(is_quarantined=False)
    SpamCampaign.objects.filter(pk=campaign.pk).update(status=CampaignStatus.CLEARED)
    return [post.pk for post in posts]


def clear_campaign(campaign: SpamCampaign) -> bool:
    """Find a campaign in order before anything was taken. False if it was decided already."""
    found = SpamCampaign.objects.filter(pk=campaign.pk, status=CampaignStatus.FOUND)
    return bool(found.update(status=CampaignStatus.CLEARED))


def _posts(campaign: SpamCampaign, *, status: PostStatus) -> list[Post]:
    posts = Post.objects.select_related("template_print")
    return list(posts.filter(template_print__campaign=campaign, status=status).order_by("pk"))
