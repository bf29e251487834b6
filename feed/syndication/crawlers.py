"""Who may read the site by machine, as robots.txt tells it (RFC 9309)."""

from collections.abc import Iterable
from typing import Final

# What companies call the robots that collect text to train language models with, in their own documentation.
TRAINING_CRAWLERS: Final = (
    "AI2Bot",
    "Amazonbot",
    "Applebot-Extended",
    "Bytespider",
    "CCBot",
    "ClaudeBot",
    "cohere-training-data-crawler",
    "GPTBot",
    "Google-Extended",
    "meta-externalagent",
    "PanguBot",
    "Timpibot",
)


def robots_txt(
    *,
    closed: Iterable[str],
    is_open: bool,
    admits_training: bool,
    extra: str,
    sitemaps: Iterable[str],
) -> str:
    """The file.

    Args:
        closed: paths that hold nothing for a search engine.
        is_open: whether any robot may read the rest.
        admits_training: whether those of TRAINING_CRAWLERS may, too.
        extra: lines of the site's own, put behind ours.
        sitemaps: absolute addresses.
    """
    groups = [["User-agent: *", *(f"Disallow: {path}" for path in (closed if is_open else ("/",)))]]
    if is_open and not admits_training:
        groups.append([*(f"User-agent: {name}" for name in TRAINING_CRAWLERS), "Disallow: /"])
    if extra.strip():
        groups.append(extra.strip().splitlines())
    if is_open:
        groups.append([f"Sitemap: {address}" for address in sitemaps])
    return "\n\n".join("\n".join(group) for group in groups) + "\n"
