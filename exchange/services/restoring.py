"""An archive of Broadsheet into an empty site."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from accounts.models import User
from accounts.standard_trust import make_rules
from config.freshness import SITE, withdraw
from exchange.archive.layout import open_archive, read_manifest
from exchange.archive.reading import fill_media, fill_tables, media_count
from exchange.errors import ExchangeError
from exchange.models import Run
from feed.models import Post
from moderation.standard_reasons import make_reasons
from sponsors.standard_slots import make_slots

OnStep = Callable[[int], None]


class Restored(NamedTuple):
    """What the archive holds; `is_new`: False where it had been taken in before and nothing was done."""

    rows: int
    files: int
    is_new: bool = True


def restore_site(
    path: Path, *, now: datetime, start: Callable[[int], OnStep], is_dry: bool = False
) -> Restored:
    """Fill an empty site, or go on with an import of the same archive that was stopped.

    An archive is trusted as a backup is: it holds accounts, and texts as they were rendered.

    Raises:
        UnreadableError: it is damaged.
        ExchangeError: the site has members or posts of another origin, or a newer version made the archive.
    """
    with open_archive(str(path)) as archive:
        manifest = read_manifest(archive)
        found = Restored(sum(manifest.counts.values()), media_count(archive))
        source = f"broadsheet:{manifest.id}"
        run = Run.objects.filter(source=source).first()
        if run and run.finished_at:
            return found._replace(is_new=False)
        if run is None and (User.objects.exists() or Post.objects.exists()):
            raise ExchangeError(
                "This site has members or posts. An archive of a whole site goes into an empty one only."
            )
        if is_dry:
            return found
        run = run or Run.objects.create(source=source)
        on_step = start(found.rows + found.files)
        # Files first: a row never names one that is not there.
        fill_media(archive, on_file=lambda: on_step(1))
        fill_tables(archive, manifest, run=run, on_rows=on_step)
    _complete()
    run.finished_at = now
    run.save(update_fields=["finished_at"])
    withdraw(SITE)
    return found


def _complete() -> None:
    """What this version needs and the archive's did not know."""
    for make in (make_rules, make_reasons, make_slots):
        make(using="default")
