"""The feed's stored totals, and the rows that they are the sum of."""

from counting.recounting import ColumnTotal, register_total, rows_of, sum_of_days

LIVE = "status = 'published'"
TOTALS = (
    ColumnTotal("views of posts", "feed_post", "view_count", sum_of_days("view")),
    ColumnTotal(
        "comments of posts", "feed_post", "comment_count", rows_of("feed_comment", "post_id", LIVE)
    ),
    ColumnTotal(
        "reactions to posts", "feed_post", "reaction_count", rows_of("feed_reaction", "post_id")
    ),
    ColumnTotal(
        "reactions to posts by kind",
        "feed_reactiontotal",
        "count",
        "SELECT total.id, count(*) AS n FROM feed_reactiontotal AS total"
        " JOIN feed_reaction AS given USING (post_id, kind) GROUP BY total.id",
    ),
    ColumnTotal(
        "bookmarks of posts", "feed_post", "bookmark_count", rows_of("feed_bookmark", "post_id")
    ),
    ColumnTotal(
        "posts of categories",
        "feed_category",
        "post_count",
        rows_of("feed_post", "category_id", LIVE),
    ),
    ColumnTotal(
        "posts of tags",
        "feed_tag",
        "post_count",
        "SELECT tag_id AS id, count(*) AS n FROM feed_post_tags"
        f" JOIN feed_post ON feed_post.id = post_id WHERE {LIVE} GROUP BY tag_id",
    ),
    ColumnTotal(
        "votes on answers", "feed_pollchoice", "vote_count", rows_of("feed_pollvote", "choice_id")
    ),
    ColumnTotal("votes in polls", "feed_poll", "vote_count", rows_of("feed_pollvote", "poll_id")),
    ColumnTotal(
        "helpful comments",
        "feed_comment",
        "helpful_count",
        rows_of("feed_commentvote", "comment_id", "is_helpful"),
    ),
    ColumnTotal(
        "unhelpful comments",
        "feed_comment",
        "unhelpful_count",
        rows_of("feed_commentvote", "comment_id", "NOT is_helpful"),
    ),
)


def register_totals() -> None:
    """Have `manage.py recount` look after them."""
    for total in TOTALS:
        register_total(total)
