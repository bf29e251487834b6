"""Posts in an order of their author's."""

from collections.abc import Mapping

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from config.freshness import touch
from feed import shown
from feed.errors import NotPossibleError
from feed.models import Post, Series
from feed.services.judging import require_inconspicuous
from feed.text.plain import one_line
from feed.text.slugs import slug_of

SLUG_LENGTH = 100


def place_in_series(post: Post, *, title: str) -> None:
    """Put a post at the end of its author's series of this name, made if there is none; "" takes it out of any.

    A post that is in the series already keeps its place. The post's row must be locked; that of the series is
    locked after it, so that of two posts at once each gets a place of its own.
    """
    title = one_line(title)
    if not title:
        _move(post, series=None, position=None)
        return
    series, _is_new = Series.objects.get_or_create(
        author=post.author, slug=_slug(title), defaults={"title": title}
    )
    if series.pk != post.series_id:
        Series.objects.select_for_update(no_key=True).get(pk=series.pk)
        last = series.posts.aggregate(last=Max("series_position"))["last"] or 0
        _move(post, series=series, position=last + 1)


@transaction.atomic
def describe_series(series: Series, *, title: str, description: str) -> Series:
    """Raises NotPossibleError: another series of the author has this name; TextRefusedError: the words look like spam."""
    require_inconspicuous(series.author, f"{title}\n{description}")
    series.title, series.description = one_line(title), one_line(description)
    series.slug = _slug(series.title)
    try:
        with transaction.atomic():
            series.save(update_fields=["title", "slug", "description"])
    except IntegrityError as error:
        raise NotPossibleError(_("There is a series of this name already.")) from error
    _tell(series)
    return series


@transaction.atomic
def arrange_series(series: Series, *, numbers: Mapping[int, int]) -> None:
    """Give posts their places, from 1, in the order of `numbers` (by primary key); equal ones keep their order.

    Posts are locked in the order of their keys. One that joins meanwhile stands beyond them, and one without a
    number stays about where it was. The constraint on places looks when the transaction ends.
    """
    posts = list(
        Post.objects.select_for_update(no_key=True, of=("self",))
        .filter(series=series)
        .order_by("pk")
        .only("series_position")
    )
    posts.sort(
        key=lambda post: (
            numbers.get(post.pk, post.series_position or 0),
            post.series_position or 0,
        )
    )
    for position, post in enumerate(posts, start=1):
        Post.objects.filter(pk=post.pk).update(series_position=position)
    _tell(series)


def _move(post: Post, *, series: Series | None, position: int | None) -> None:
    if post.series_id is None and series is None:
        return
    for concerned in filter(None, (post.series, series)):
        _tell(concerned)
    post.series, post.series_position = series, position
    post.save(update_fields=["series", "series_position"])


def _tell(series: Series) -> None:
    touch(shown.series(series.pk))


def _slug(title: str) -> str:
    return slug_of(title, usual="series", limit=SLUG_LENGTH)
