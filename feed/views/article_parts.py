"""The parts of an article page: what goes into the holes of what stands around every article (feed.views.article)."""

from functools import partial
from html import escape
from typing import Any, Final, NamedTuple
from urllib.parse import quote

from django.http import HttpRequest
from django.template.loader import render_to_string

from accounts.models import User
from counting.tokens import make_token
from feed.forms.comments import CommentForm
from feed.models import Image, Post
from feed.selectors.choices import choices_about_post
from feed.selectors.head import Head, post_head
from feed.selectors.posts import PostPage
from feed.selectors.site import Frame
from feed.selectors.threads import Order
from feed.templatetags.feed_cards import further_card
from feed.templatetags.feed_format import Clock, counts_of, moment_by
from feed.templatetags.feed_frame import (
    FORM_KEY,
    MEMBER,
    TOKEN,
    category_part,
    is_shared,
    part_hole,
)
from feed.templatetags.feed_head import printed_crumbs, printed_feeds, printed_meta
from feed.templatetags.feed_stamps import Words, facts_of, picture_words, stamped
from feed.text.embeds import has_embeds
from feed.views.own_parts import NOTHING, OWN, Acted

Texts = dict[str, str]

# Stands between what is rendered at once and used apart.
CUT: Final = part_hole("cut")
# What the template of slots prints, in its order.
SLOTS: Final = ("top", "inline", "bottom", "sidebar-top", "sidebar-bottom")
# What stands beside every article, and differs by its category.
OF_CATEGORY: Final = ("components/_sections.html", "components/_category_list.html")


class Shape(NamedTuple):
    """All that decides which parts an article has. `order`: of its conversation."""

    order: Order
    is_live: bool
    is_member: bool
    is_part: bool
    may_edit: bool
    may_report: bool
    has_answers: bool
    has_caption: bool
    has_credit: bool
    has_embeds: bool
    has_history: bool
    has_hushed_answers: bool
    has_picture: bool
    has_poll: bool
    has_second_part: bool

    @property
    def orders(self) -> list[Order]:
        return list(Order)


class Seat(NamedTuple):
    """From where an article is read. `request`: the reader's own, or one that stands for all readers of a kind; `frame`: of
    the site; `read`: when, and in which language; `poll_message`: why a vote was not counted.
    """

    request: HttpRequest
    frame: Frame
    read: Clock
    poll_message: str = ""

    @property
    def is_member(self) -> bool:
        return self.request.user.is_authenticated

    @property
    def is_of_many(self) -> bool:
        """Whether members share what is made for it, and each has his own put in."""
        return is_shared(self.request) and self.is_member

    def print(self, template_name: str, **given: Any) -> str:
        around = {"request": self.request, "csrf_token": TOKEN}
        return render_to_string(template_name, around | given)


def article_parts(page: PostPage, seat: Seat) -> Texts:
    """By the name of their hole in feed/post_detail.html; with holes for what is one reader's."""
    post = page.post
    head = _head(page)
    sponsors = _sponsors(page, seat)
    return {
        "title": escape(post.title),
        "scripts": _print_if(_has_embeds(page), "feed/_embed_script.html"),
        "meta": printed_meta(head, site=seat.frame.settings),
        "feeds": printed_feeds(head, site=seat.frame.settings),
        "article": _article(page, seat, head, sponsors),
        "sidebar-top": sponsors["sidebar-top"],
        "sidebar-bottom": sponsors["sidebar-bottom"],
        "contents": _print_if(page.contents, "feed/_contents.html", page=page, place="rail"),
        **{name: category_part(seat.frame, name, post.category) for name in OF_CATEGORY},
    }


def _article(page: PostPage, seat: Seat, head: Head, sponsors: Texts) -> str:
    words = {
        **_of_post(page.post, seat.read),
        **_of_text(page, head),
        **{name: sponsors[name] for name in ("top", "inline", "bottom")},
        **_beside(page, seat),
        **_own(page, seat),
        **_of_thread(page, seat),
    }
    return stamped("feed/_article.html", words, shape=_shape(page, seat))


def _shape(page: PostPage, seat: Seat) -> Shape:
    post, thread, image = page.post, page.thread, page.post.lead_image
    return Shape(
        order=thread.order,
        is_live=post.is_live,
        is_member=seat.is_member,
        is_part=page.extras.place is not None,
        may_edit=page.can_edit,
        may_report=post.is_live and post.author != seat.request.user,
        has_answers=bool(thread.nodes),
        has_caption=bool(image and (image.caption or image.credit)),
        has_credit=bool(image and image.credit),
        has_embeds=_has_embeds(page),
        has_history=post.version > 1 and post.published_at is not None,
        has_hushed_answers=bool(thread.newest_pk and post.comment_count),
        has_picture=image is not None,
        has_poll=page.extras.poll is not None,
        has_second_part=bool(page.body_parts[1]),
    )


def _has_embeds(page: PostPage) -> bool:
    return any(map(has_embeds, page.body_parts))


def _of_post(post: Post, read: Clock) -> Texts:
    """What is printed of the post and its author."""
    path = post.get_absolute_url()
    token = partial(make_token, now=read.now)
    return {
        "pk": str(post.pk),
        "language": escape(post.language),
        "title": escape(post.title),
        "path": escape(path),
        "quoted_path": quote(path),
        "mail_subject": quote(post.title, safe=""),
        "author_name": escape(post.author.name),
        "author_path": escape(post.author.get_absolute_url()),
        "published": moment_by(read, post.published_at or post.created_at),
        **counts_of(post, language=read.language),
        "view_token": token("view", subject=post.pk, detail=str(post.author_id)),
        "finish_token": token("finish", subject=post.pk, detail=str(post.author_id)),
    }


def _of_text(page: PostPage, head: Head) -> Texts:
    """What stands above the text, the text, and what of it is printed elsewhere."""
    post, image = page.post, page.post.lead_image
    before, after = page.body_parts
    return {
        "mail_body": quote(head.url, safe=""),
        "state": _print_if(not post.is_live, "feed/_post_state.html", page=page),
        "crumbs": printed_crumbs(head),
        "avatar": _avatar(post.author),
        "part": _print_if(page.extras.place, "feed/_series_part.html", place=page.extras.place),
        "picture": _picture(image) if image else "",
        "caption": escape(image.caption) if image else "",
        "credit": escape(image.credit) if image else "",
        "link": _print_if(post.link, "feed/_link_above.html", page=page, rel=page.links.rel),
        "contents": _print_if(page.contents, "feed/_contents.html", page=page, place="inline"),
        "text": before,
        "second_part": after,
    }


def _beside(page: PostPage, seat: Seat) -> Texts:
    """What stands around the text and is the same for all readers of a kind."""
    extras, poll, also = page.extras, page.extras.poll, page.also_discussed
    place = extras.place
    has_neighbours = bool(place and (place.previous or place.next))
    return {
        "poll": seat.print(
            "feed/_poll.html", post=page.post, poll=poll, poll_message=seat.poll_message
        )
        if poll
        else "",
        "series": _print_if(has_neighbours, "feed/_series_place.html", place=place),
        "corrections": _print_if(page.corrections, "feed/_corrections.html", page=page),
        "tags": _tags(page),
        "also_discussed": _print_if(also, "feed/_also_discussed.html", also_discussed=also),
        "read_more": _read_more(page, seat),
    }


def _of_thread(page: PostPage, seat: Seat) -> Texts:
    """What stands around the conversation."""
    thread = page.thread
    has_pages = thread.page_count > 1
    return {
        "newest_pk": str(thread.newest_pk),
        "votes_form": seat.print("feed/_votes_form.html", thread=thread) if seat.is_member else "",
        "comment_form": _comment_form(page.post, seat) if seat.is_member else "",
        "thread_pages": _print_if(has_pages, "feed/_thread_pages.html", page=page, thread=thread),
    }


def _print_if(
    is_there: object, template_name: str, *, page: PostPage | None = None, **given: Any
) -> str:
    """What is the same for every reader, and few articles have."""
    if not is_there:
        return NOTHING
    about = (
        {"post": page.post, "contents": page.contents, "corrections": page.corrections}
        if page
        else {}
    )
    return render_to_string(template_name, about | given)


def _sponsors(page: PostPage, seat: Seat) -> Texts:
    """All at once, since they know of each other."""
    given = {"post": page.post, "tags": page.tags, "has_inline": bool(page.body_parts[1])}
    printed = seat.print("feed/_article_slots.html", cut=CUT, **given).split(CUT)
    return dict(zip(SLOTS, printed, strict=True))


def _avatar(member: User) -> str:
    """Decoration: the picture, or the first letter of the name."""
    picture = member.avatar
    return stamped(
        "components/_avatar.html",
        {"url": escape(picture.url) if picture else "", "initial": escape(member.name[:1])},
        shape=bool(picture),
        given=lambda marks: {
            "member": {
                "avatar": {"url": marks["url"]} if picture else None,
                "name": [marks["initial"]],
            }
        },
    )


def _picture(image: Image) -> str:
    facts = facts_of(image)
    return stamped(
        "feed/_lead_picture.html",
        picture_words(image, facts),
        shape=facts,
        given=lambda marks: {"image": marks},
    )


def _tags(page: PostPage) -> str:
    if not page.tags:
        return NOTHING
    shown = [(escape(tag.get_absolute_url()), escape(tag.name)) for tag in page.tags]
    return stamped("components/_tags.html", {"tags": shown})


def _read_more(page: PostPage, seat: Seat) -> str:
    if not page.read_more:
        return NOTHING
    token = partial(make_token, now=seat.read.now)
    items = [
        (
            token("recommended", subject=each.subject),
            token("followed", subject=each.subject),
            further_card(each.post, each.reason, read=seat.read),
            str(each.post.pk),
            escape(each.post.title),
        )
        for each in page.read_more
    ]
    words: dict[str, Words] = {"pk": str(page.post.pk), "items": items}
    return stamped("feed/_read_more.html", words, shape=seat.is_member)


def _comment_form(post: Post, seat: Seat) -> str:
    """Nothing where nobody may answer, and for who is silenced, why."""
    member: Any = seat.request.user
    if member.is_silenced:
        return seat.print("moderation/_silence_note.html", member=member)
    if not post.is_live:
        return NOTHING
    return stamped(
        "feed/_comment_form.html",
        {"pk": str(post.pk)},
        given=lambda marks: {
            "post": marks,
            "form": CommentForm(initial={"form_key": FORM_KEY}),
            "request": {"user": {"pk": MEMBER}},
        },
    )


def _own(page: PostPage, seat: Seat) -> Texts:
    """What is one member's own, or the holes for it; for strangers, what all of them see."""
    if seat.is_of_many:
        return {name: part_hole(name) for name in OWN}
    visitor = seat.request.user
    acted = Acted(
        is_member=seat.is_member,
        reactions=page.extras.reactions,
        choices=choices_about_post(page.post, tags=page.tags, visitor=visitor),
        keeping=page.extras.keeping,
        thread=page.thread,
        rules=page.trust_rules,
    )
    return {name: make(page.post, acted) for name, make in OWN.items()}


def _head(page: PostPage) -> Head:
    """What it tells machines is the same whoever asks."""
    found: Head = page.parts.get("head") or page.parts.setdefault("head", post_head(page))
    return found
