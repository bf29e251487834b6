"""Work behind the scenes; each task is one call into an engine, safe to run twice and at once.

Engines that reckon with numpy or draw with Pillow are imported by who runs the task, not by who asks for it: a web process needs none
of them. Workers import them when they start (CELERY_IMPORTS), before they fork.
"""

from django.utils import timezone

from config.tasks import task
from feed.announcing import refresh as announcing
from feed.pictures import refresh as pictures
from feed.selectors.for_you import build_ranking
from feed.selectors.trending import keep_trends
from feed.spam import campaigns


@task()
def build_read_more(post_pk: int) -> None:
    """Build the list under one post, and those of the posts that it now belongs under."""
    from feed.read_more import refresh

    refresh.refresh_post(post_pk)


@task()
def sweep_read_more() -> int:
    """Build the lists that a lost message left undone; returns how many."""
    from feed.read_more import refresh

    return refresh.refresh_due()


@task()
def rebuild_read_more(run_pk: int) -> int:
    """Build lists of a run; the sweeper goes on where the time of a task ends. Returns how many."""
    from feed.read_more import refresh

    return refresh.continue_run(run_pk)


@task()
def sweep_read_more_runs() -> int:
    """Go on with a run whose workers died; returns how many lists were built."""
    from feed.read_more import refresh

    return refresh.continue_run()


@task()
def read_unread_posts() -> int:
    """Let the encoder read posts that it has not read; returns how many."""
    from feed.read_more import refresh

    return refresh.refresh_unread()


@task()
def renew_read_more() -> int:
    """Build aged lists again; returns how many."""
    from feed.read_more import refresh

    return refresh.refresh_aged()


@task()
def count_co_reading() -> int:
    """Find anew which posts the same members read; returns how many pairs there are."""
    from feed.read_more.coreading import refresh_co_reading

    return refresh_co_reading(now=timezone.now())


@task()
def build_for_you(member_pk: int) -> int:
    """Rank For you for one member; returns how many posts."""
    return build_ranking(member_pk, now=timezone.now())


@task()
def count_trends() -> int:
    """Find what trends now; returns in how many categories something does."""
    return keep_trends(now=timezone.now())


@task()
def draw_share_image(post_pk: int) -> None:
    """Draw the picture that stands for one post elsewhere, or remove it."""
    from feed.sharing import refresh as sharing

    sharing.refresh_share_image(post_pk)


@task()
def sweep_share_images() -> int:
    """Draw the pictures that a lost message left undone; returns how many."""
    from feed.sharing import refresh as sharing

    return sharing.refresh_due()


@task()
def forget_share_image(name: str) -> None:
    """Remove the picture of a post that is gone; "" is none."""
    from feed.sharing import refresh as sharing

    sharing.remove_file(name)


@task()
def add_avif(image_pk: int) -> None:
    """Make the AVIF files of one picture."""
    pictures.refresh_image(image_pk)


@task()
def sweep_avif() -> int:
    """Make the AVIF files that a lost message left undone; returns how many."""
    return pictures.refresh_due()


@task()
def announce_comment(comment_pk: int) -> None:
    """Tell the members concerned of one comment."""
    announcing.refresh_comment(comment_pk)


@task()
def announce_post(post_pk: int) -> None:
    """Tell those who follow its author, category or tags of one new post."""
    announcing.refresh_post(post_pk)


@task()
def announce_reaction(reaction_pk: int) -> None:
    """Tell the author of a post of one reaction."""
    announcing.refresh_reaction(reaction_pk)


@task()
def sweep_announcements() -> int:
    """Tell of the comments, posts and reactions that a lost message left untold; returns how many."""
    return announcing.refresh_due()


@task()
def learn_spam() -> int:
    """Teach the spam filter what moderators decided; returns how many decisions it took in. Also the sweep."""
    from feed.spam import learning

    return learning.learn_due()


@task()
def refit_spam() -> None:
    """Make the spam filter anew from all decisions; it is used only if it accuses hardly anything that was approved."""
    from feed.spam import learning

    learning.refit()


@task()
def find_campaign(post_pk: int) -> None:
    """Compare one post with others that are made from the same template."""
    campaigns.refresh_print(post_pk)


@task()
def sweep_campaigns() -> int:
    """Compare the posts that a lost message left undone; returns how many."""
    return campaigns.refresh_due()
