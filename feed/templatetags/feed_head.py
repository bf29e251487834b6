"""What templates print in the head of a page, and of the way to it."""

import json
from html import escape
from typing import Any, Final, NamedTuple

from django import template
from django.template.context import Context
from django.utils.safestring import SafeString, mark_safe

from feed.models import SiteSettings
from feed.selectors.head import Head, site_icon
from feed.selectors.linked_data import publisher_node
from feed.templatetags.feed_stamps import stamped

register = template.Library()

# As Django's json_script: nothing in the data can end the element or begin a comment in it.
ESCAPES: Final = (("<", "\\u003C"), (">", "\\u003E"), ("&", "\\u0026"))


class MetaShape(NamedTuple):
    """Which elements a head has."""

    is_indexed: bool
    is_article: bool
    is_member: bool
    is_published: bool
    has_canonical: bool
    has_url: bool
    has_previous: bool
    has_next: bool
    has_picture: bool
    has_wide_picture: bool


@register.simple_tag(takes_context=True)
def meta_part(context: Context) -> str:
    """What the page's `head` tells search engines, and pages that show this one."""
    return printed_meta(context["head"], site=context["site_settings"])


@register.simple_tag(takes_context=True)
def feeds_part(context: Context) -> str:
    """Where programs find the feeds of the page and of the site."""
    return printed_feeds(context["head"], site=context["site_settings"])


@register.simple_tag(takes_context=True)
def crumbs_part(context: Context) -> str:
    """The way from the front page to this one."""
    return printed_crumbs(context["head"])


def printed_meta(head: Head, *, site: SiteSettings) -> str:
    picture = head.picture or site_icon()
    description = head.description or site.description or site.tagline or site.name
    words = {
        "title": head.title or site.name,
        "description": description,
        "canonical": head.canonical,
        "url": head.url,
        "previous_url": head.previous_url,
        "next_url": head.next_url,
        "kind": head.kind,
        "locale": head.locale,
        "picture_url": picture.url,
        "picture_width": picture.width,
        "picture_height": picture.height,
        "picture_alt": picture.alt or site.name,
        "username": head.member.username if head.member else "",
    } | _of_article(head)
    slot: dict[str, Any] = {name: escape(str(each)) for name, each in words.items()}
    slot["alternates"] = [(escape(name), escape(url)) for name, url in head.alternates]
    slot["discoveries"] = [(escape(one.media_type), escape(one.url)) for one in head.discoveries]
    slot["tags"] = [escape(tag) for tag in head.article.tags] if head.article else []
    slot["linked_data"] = linked_data(head, site=site)
    return stamped("components/_meta.html", slot, shape=_shape_of(head))


def _of_article(head: Head) -> dict[str, str]:
    names = ("author_name", "author_url", "section", "published", "modified")
    return {name: getattr(head.article, name, "") for name in names}


def _shape_of(head: Head) -> MetaShape:
    article, picture = head.article, head.picture
    return MetaShape(
        is_indexed=head.is_indexed,
        is_article=article is not None,
        is_member=head.member is not None,
        is_published=bool(article and article.published),
        has_canonical=bool(head.canonical),
        has_url=bool(head.url),
        has_previous=bool(head.previous_url),
        has_next=bool(head.next_url),
        has_picture=picture is not None,
        has_wide_picture=picture is not None and picture.is_wide,
    )


def printed_feeds(head: Head, *, site: SiteSettings) -> str:
    own, sites = head.title or site.name, site.name
    feeds = [
        (
            escape(each.media_type),
            escape(each.url),
            escape(f"{sites if each.is_of_site else own} ({each.label})"),
        )
        for each in head.feeds
    ]
    return stamped("components/_feeds.html", {"feeds": feeds})


def printed_crumbs(head: Head) -> str:
    crumbs = [(escape(each.path), escape(each.label)) for each in head.shown_crumbs]
    return stamped("components/_crumbs.html", {"crumbs": crumbs})


def linked_data(head: Head, *, site: SiteSettings) -> SafeString:
    """The page's JSON-LD in a data block, which browsers do not run and the content policy lets pass; or nothing."""
    if not head.linked_data:
        return mark_safe("")
    graph: dict[str, Any] = {
        "@context": "https://schema.org",
        "@graph": [*head.linked_data, publisher_node(site)],
    }
    data = json.dumps(graph, ensure_ascii=False)
    for letter, escaped in ESCAPES:  # str.translate takes ten times as long
        data = data.replace(letter, escaped)
    return mark_safe(f'<script type="application/ld+json">{data}</script>')  # noqa: S308  (escaped above)
