"""Decisions about campaigns of spam, and about changes that wait."""

from django.db import transaction

from accounts.models import User
from feed.models import CampaignStatus, PendingEdit, SpamCampaign
from feed.services import campaigns, reviewing
from moderation.models import Decision, Reason, SubjectKind, Verb
from moderation.services.records import Ruling, Subject, record


@transaction.atomic
def quarantine_campaign(
    *, campaign: SpamCampaign, actor: User, reason: str = Reason.SPAM, note: str = ""
) -> Decision | None:
    """Take all posts of a campaign from their readers in one act. None if it is in quarantine.

    One decision stands for all of them; its evidence names the posts.
    """
    ruling = Ruling(actor, reason, note)
    taken = campaigns.quarantine_campaign(campaign)
    if taken is None:
        return None
    return record(Verb.QUARANTINE, subject=_campaign(campaign, taken), ruling=ruling)


@transaction.atomic
def restore_campaign(
    *, campaign: SpamCampaign, actor: User, reason: str = Reason.IN_ORDER, note: str = ""
) -> Decision | None:
    """Give back exactly the posts that the quarantine took. None if the campaign is in none."""
    ruling = Ruling(actor, reason, note)
    returned = campaigns.restore_campaign(campaign, actor=actor)
    if returned is None:
        return None
    return record(Verb.RESTORE, subject=_campaign(campaign, returned), ruling=ruling)


@transaction.atomic
def clear_campaign(
    *, campaign: SpamCampaign, actor: User, reason: str = Reason.IN_ORDER, note: str = ""
) -> Decision | None:
    """Leave the posts of a campaign that was found where they are. None if somebody has decided already."""
    ruling = Ruling(actor, reason, note)
    if not campaigns.clear_campaign(campaign):
        return None
    return record(Verb.KEEP, subject=_campaign(campaign, []), ruling=ruling)


@transaction.atomic
def accept_edit(
    *, edit: PendingEdit, actor: User, reason: str = Reason.IN_ORDER, note: str = ""
) -> Decision | None:
    """Put a waiting change before the readers. None if it does not wait any more."""
    ruling = Ruling(actor, reason, note)
    subject = _edit(edit)
    if reviewing.accept_edit(edit, actor=actor) is None:
        return None
    return record(Verb.ACCEPT, subject=subject, ruling=ruling)


@transaction.atomic
def refuse_edit(*, edit: PendingEdit, actor: User, reason: str, note: str = "") -> Decision | None:
    """Leave what stands as it is. None if the change does not wait any more."""
    ruling = Ruling(actor, reason, note)
    if not reviewing.refuse_edit(edit):
        return None
    return record(Verb.REFUSE, subject=_edit(edit), ruling=ruling)


def _campaign(campaign: SpamCampaign, post_pks: list[int]) -> Subject:
    return Subject(
        kind=SubjectKind.CAMPAIGN,
        pk=campaign.pk,
        label=campaign.sample,
        evidence={
            "status": CampaignStatus(campaign.status).value,
            "posts": post_pks,
            "author_count": campaign.author_count,
            "template": campaign.sample,
        },
    )


def _edit(edit: PendingEdit) -> Subject:
    post = edit.post
    return Subject(
        kind=SubjectKind.EDIT,
        pk=edit.pk,
        label=post.title if post else str(edit.pk),
        evidence={
            "post": edit.post_id,
            "author": edit.editor.username,
            "title": edit.changes.get("title", ""),
            "body": edit.changes.get("body", ""),
            "added": [word for each in edit.evidence for word in each["words"]],
        },
    )
