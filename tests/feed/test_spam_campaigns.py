"""Campaigns: two hundred posts of one template are one thing, and real articles are none."""

from random import Random

import pytest

from accounts.models import TrustLevel
from demo.reading import read_content
from feed.models import CampaignStatus, Post, PostStatus, SpamCampaign, TemplatePrint
from feed.services.publishing import publish_post
from feed.spam import campaigns
from feed.spam.masking import likeness, masked, print_of
from moderation import services
from moderation.models import Decision, Reason, Verb
from tests.factories import make_category, make_member, make_moderator, make_post

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("redis")]

TOWNS = (
    "Pune", "Mumbai", "new delhi", "Nagpur", "Thane", "jaipur", "Surat", "Kochi", "Indore", "Bhopal", "Salem", "Agra",
)  # fmt: skip
TEMPLATE = (
    "{best} packers and movers in {town}. If you are looking for {best} packers and movers in {town}, our trained staff packs "
    "your household goods with bubble wrap and loads them with {care}. We have moved {number} families from {town} to every "
    "corner of the country, on time and at a fair charge. Ask us for a free visit in {town} and for an offer in writing. "
    "Our lorries leave {town} every morning, and your furniture is insured from door to door."
)


def variant(number: int) -> str:
    dice = Random(number)
    return TEMPLATE.format(
        town=dice.choice(TOWNS),
        best=dice.choice(("best", "top", "leading")),
        care=dice.choice(("care", "great care", "love")),
        number=dice.randint(200, 9000),
    )


def make_wave(posts: int, *, accounts: int) -> list[Post]:
    made = []
    for number in range(posts):
        author = make_member(f"mover{number % accounts}", trust_level=TrustLevel.MEMBER)
        title = f"Packers and movers in {TOWNS[number % len(TOWNS)]} {number}"
        post = make_post(author=author, title=title, body=variant(number), is_published=False)
        made.append(publish_post(post, actor=make_moderator()))
    campaigns.refresh_due()
    return made


def test_two_hundred_variants_by_forty_accounts_are_at_most_three_campaigns() -> None:
    authors = [make_member(f"mover{number}") for number in range(40)]
    category = make_category()
    for number in range(200):
        post = Post.objects.create(
            author=authors[number % 40], category=category, title="Movers", slug="m",
            body=variant(number),
        )  # fmt: skip
        campaigns.keep_print(post_pk=post.pk, author_pk=post.author_id, text=post.body)

    campaigns.refresh_due()

    assert 1 <= SpamCampaign.objects.count() <= 3
    assert TemplatePrint.objects.filter(campaign=None).count() == 0
    assert sum(SpamCampaign.objects.values_list("post_count", flat=True)) == 200


def test_the_demos_real_articles_share_no_template() -> None:
    content = read_content()
    spammers = {member.username for member in content.spammers}
    prints = [print_of(post.body) for post in content.posts if post.author not in spammers]
    prints = [each for each in prints if each]

    alike = [likeness(one, other) for at, one in enumerate(prints) for other in prints[at + 1 :]]

    assert len(prints) > 50
    assert max(alike) < campaigns.LIKE / 2


def test_places_figures_and_addresses_are_masked_however_they_are_written() -> None:
    one = masked("movers in pune, call 98765 43210 or see https://pune-movers.example/x today")
    other = masked("movers in Nagpur, call +91 11111 22222 or see www.nagpur.example today")

    assert one == other


def test_one_author_repeating_himself_is_no_campaign() -> None:
    make_wave(4, accounts=1)

    assert not SpamCampaign.objects.exists()


def test_short_texts_are_no_campaign() -> None:
    for number in range(5):
        make_post(
            author=make_member(f"member-{number}"), title="Good morning", body="Good morning!"
        )
    campaigns.refresh_due()

    assert not SpamCampaign.objects.exists()


def test_what_is_like_two_decided_campaigns_joins_one_and_takes_nothing_from_the_other() -> None:
    first, second, late = (make_wave(3, accounts=2) for _wave in range(3))
    decided = [
        SpamCampaign.objects.create(sample=status, status=status)
        for status in (CampaignStatus.CLEARED, CampaignStatus.QUARANTINED)
    ]
    for campaign, posts in zip(decided, (first, second), strict=True):
        TemplatePrint.objects.filter(post__in=posts).update(campaign=campaign)
    TemplatePrint.objects.filter(post__in=late).update(campaign=None, is_due=True)

    campaigns.refresh_due()

    held = [set(campaign.prints.values_list("post", flat=True)) for campaign in decided]
    assert held == [{post.pk for post in first + late}, {post.pk for post in second}]


def test_comparing_twice_changes_nothing() -> None:
    make_wave(6, accounts=3)
    before = list(SpamCampaign.objects.values_list("pk", "post_count", "author_count"))

    TemplatePrint.objects.update(is_due=True)
    campaigns.refresh_due()

    assert list(SpamCampaign.objects.values_list("pk", "post_count", "author_count")) == before


def test_a_quarantine_takes_the_campaign_and_nothing_else_and_lifting_it_gives_all_back() -> None:
    real = make_post(body="The lock keeper counted eleven barges before breakfast on Monday.")
    wave = make_wave(6, accounts=3)
    mona = make_moderator()
    services.hide_post(post=wave[0], actor=mona, reason=Reason.OTHER)
    before = dict(Post.objects.values_list("pk", "status"))
    campaign = SpamCampaign.objects.get()

    taken = services.quarantine_campaign(campaign=campaign, actor=mona)

    assert taken is not None
    assert taken.verb == Verb.QUARANTINE
    assert taken.evidence["posts"] == [post.pk for post in wave[1:]]
    assert list(Post.objects.live()) == [real]

    services.restore_campaign(campaign=campaign, actor=mona)

    assert dict(Post.objects.values_list("pk", "status")) == before
    assert SpamCampaign.objects.get().status == CampaignStatus.CLEARED


def test_quarantining_twice_decides_once() -> None:
    make_wave(4, accounts=2)
    mona = make_moderator()
    campaign = SpamCampaign.objects.get()

    services.quarantine_campaign(campaign=campaign, actor=mona)

    assert services.quarantine_campaign(campaign=campaign, actor=mona) is None
    assert Decision.objects.count() == 1


def test_what_comes_later_from_a_quarantined_template_waits_and_is_given_back_too() -> None:
    make_wave(4, accounts=2)
    mona = make_moderator()
    campaign = SpamCampaign.objects.get()
    services.quarantine_campaign(campaign=campaign, actor=mona)

    late = make_post(author=make_member("late"), title="Movers again", body=variant(77))
    campaigns.refresh_due()

    assert late.status == PostStatus.HELD
    assert "campaign in quarantine" in late.held_reasons
    services.restore_campaign(campaign=campaign, actor=mona)
    assert Post.objects.get(pk=late.pk).is_live
