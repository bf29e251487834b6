"""What the template of an article page is given."""

from typing import Any

from feed.access import Visitor
from feed.forms.comments import CommentForm, new_form_key
from feed.selectors.choices import choices_about_post
from feed.selectors.head import Head, post_head
from feed.selectors.posts import PostPage
from feed.text.embeds import has_embeds


def article_context(page: PostPage, *, visitor: Visitor) -> dict[str, Any]:
    """For feed/post_detail.html."""
    choices = choices_about_post(page.post, tags=page.tags, visitor=visitor)
    return _context(page, form_key=new_form_key()) | {"choices": choices}


def shared_context(page: PostPage, *, form_key: str) -> dict[str, Any]:
    """As `article_context`, where a reader's own is put in later (feed.views.sheets)."""
    return _context(page, form_key=form_key)


def _context(page: PostPage, *, form_key: str) -> dict[str, Any]:
    return {
        "post": page.post,
        "head": _head(page),
        "parts": page.parts,
        "tags": page.tags,
        "contents": page.contents,
        "has_embeds": has_embeds("".join(page.body_parts)),
        "body_parts": page.body_parts,
        "links": page.links,
        "trust_rules": page.trust_rules,
        "thread": page.thread,
        "comment_form": CommentForm(initial={"form_key": form_key}),
        "read_more": page.read_more,
        "corrections": page.corrections,
        "also_discussed": page.also_discussed,
        "reactions": page.extras.reactions,
        "keeping": page.extras.keeping,
        "place": page.extras.place,
        "poll": page.extras.poll,
        "can_edit": page.can_edit,
    }


def _head(page: PostPage) -> Head:
    """What it tells machines is the same whoever asks."""
    found: Head = page.parts.get("head") or page.parts.setdefault("head", post_head(page))
    return found
