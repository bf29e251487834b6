"""The parts of an article that readers act on, and that look otherwise to who has acted; stamped, so many posts share them.

Each is printed for a member or for a stranger. Where a form asks for its token, and to which page to come back, stand holes.
"""

from collections.abc import Callable, Mapping, Sequence
from html import escape
from typing import Any, Final, NamedTuple
from urllib.parse import quote

from django.utils.safestring import SafeString

from accounts.models import TrustRule
from feed.models import Post
from feed.selectors.bookmarks import Keeping
from feed.selectors.choices import Choice
from feed.selectors.reactions import ReactionBar
from feed.selectors.threads import Thread
from feed.templatetags.feed_frame import HERE
from feed.templatetags.feed_stamps import Marks, Words, stamped
from feed.templatetags.feed_threads import Press, printed_conversation

NOTHING: Final = SafeString()


class Acted(NamedTuple):
    """What a reader did about a post, as its page shows it. `rules`: the table of trust by level."""

    is_member: bool
    reactions: ReactionBar
    choices: Sequence[Choice]
    keeping: Keeping
    thread: Thread
    rules: Mapping[int, TrustRule]


def _reactions(post: Post, acted: Acted) -> str:
    bar = acted.reactions
    if not post.is_live:
        return NOTHING
    state = tuple((each.count, each.is_mine) for each in bar.choices)
    shape = (acted.is_member, bar.may_react, state)
    return _part("reactions", post, shape, lambda _marks: {"reactions": bar})


def _choices(_post: Post, acted: Acted) -> str:
    """About author, category and tags; nothing for strangers."""
    choices = acted.choices
    if not choices:
        return NOTHING
    shape = tuple((each.is_followed, each.is_muted) for each in choices)
    words: dict[str, Words] = {"choices": [_words_of(each) for each in choices]}

    def given(marks: Marks) -> dict[str, Any]:
        shown = [_marked(*pair) for pair in zip(choices, marks["choices"], strict=True)]
        return {"choices": shown, "request": {"get_full_path": HERE}}

    return stamped(_template_of("choices"), words, shape=shape, given=given)


def _keep(post: Post, acted: Acted) -> str:
    keeping = acted.keeping
    shape = (acted.is_member, keeping.may_keep, keeping.list_pk is not None)

    def given(marks: Marks) -> dict[str, Any]:
        list_pk = marks["list_pk"] if keeping.list_pk is not None else None
        return {"keeping": Keeping(list_pk=list_pk, may_keep=keeping.may_keep)}

    return _part("keep", post, shape, given, list_pk=str(keeping.list_pk))


def _thread_head(post: Post, acted: Acted) -> str:
    thread = acted.thread
    shape = (acted.is_member, thread.attention.level, post.comment_count, thread.new_count)

    def given(marks: Marks) -> dict[str, Any]:
        pks = {name: marks[name] for name in ("newest_pk", "first_new_pk")}
        return {"thread": {"attention": thread.attention, "new_count": thread.new_count, **pks}}

    pks = {"newest_pk": str(thread.newest_pk), "first_new_pk": str(thread.first_new_pk)}
    return _part("thread_head", post, shape, given, **pks)


def _conversation(post: Post, acted: Acted) -> str:
    press = Press(post, rules=acted.rules, is_member=acted.is_member)
    return printed_conversation(acted.thread.nodes, press=press)


# By name; each is a hole on a page that members share.
OWN: Final[Mapping[str, Callable[[Post, Acted], str]]] = {
    "reactions": _reactions,
    "choices": _choices,
    "keep": _keep,
    "thread_head": _thread_head,
    "conversation": _conversation,
}


def _template_of(name: str) -> str:
    return f"feed/_{name}.html"


def _part(
    name: str,
    post: Post,
    shape: tuple[Any, ...],
    given: Callable[[Marks], dict[str, Any]],
    **words: str,
) -> str:
    """`shape`: whether it is for a member, and what else decides. Of the post it prints key, path and count of comments."""
    is_member = shape[0]
    path = post.get_absolute_url()

    def all_given(marks: Marks) -> dict[str, Any]:
        shown = {
            "pk": marks["pk"],
            "comment_count": post.comment_count,
            "get_absolute_url": marks["path"],
        }
        return {
            "post": shown,
            "request": {"user": {"is_authenticated": is_member}},
            **given(marks),
        }

    slot = {"pk": str(post.pk), "path": quote(path), **words}
    return stamped(_template_of(name), slot, shape=shape, given=all_given)


def _words_of(choice: Choice) -> tuple[str, ...]:
    path = choice.subject.get_absolute_url()
    return escape(choice.part_id), escape(choice.url), escape(choice.name), escape(path)


def _marked(choice: Choice, marks: Sequence[Any]) -> dict[str, Any]:
    """A choice with a mark in place of each of its words."""
    part_id, url, name, path = marks
    return {
        "may_choose": choice.may_choose,
        "is_followed": choice.is_followed,
        "is_muted": choice.is_muted,
        "part_id": part_id,
        "url": url,
        "name": name,
        "subject": {"get_absolute_url": path},
    }
