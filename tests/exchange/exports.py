"""Exports of other systems, made up."""

from html import escape

WXR_HEAD = """<?xml version="1.0" encoding="UTF-8" ?>
<rss version="2.0" xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"
 xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:wp="http://wordpress.org/export/1.2/">
<channel><title>The Quay</title><link>https://quay.example</link><language>nl-NL</language>
<wp:wxr_version>1.2</wp:wxr_version><wp:base_site_url>https://quay.example</wp:base_site_url>
<wp:author><wp:author_login><![CDATA[ann]]></wp:author_login><wp:author_email>ann@quay.example</wp:author_email>
<wp:author_display_name><![CDATA[Ann Quay]]></wp:author_display_name></wp:author>
"""
WXR_TAIL = "</channel></rss>\n"


def wxr_comment(number: int, *, parent: int = 0, approved: str = "1", kind: str = "comment") -> str:
    return f"""<wp:comment><wp:comment_id>{number}</wp:comment_id><wp:comment_author>Cor</wp:comment_author>
<wp:comment_author_email>cor@mail.example</wp:comment_author_email>
<wp:comment_date_gmt>2019-05-0{number % 9 + 1} 10:00:00</wp:comment_date_gmt>
<wp:comment_content><![CDATA[Reaction <em>{number}</em>.]]></wp:comment_content>
<wp:comment_approved>{approved}</wp:comment_approved><wp:comment_type>{kind}</wp:comment_type>
<wp:comment_parent>{parent}</wp:comment_parent></wp:comment>"""


def wxr_item(
    number: int, *, body: str = "First line\nsecond line\n\nThe end.", more: str = ""
) -> str:
    return f"""<item><title>Post {number}</title><link>https://quay.example/2019/05/post-{number}/</link>
<dc:creator><![CDATA[ann]]></dc:creator><content:encoded><![CDATA[{body}]]></content:encoded>
<excerpt:encoded><![CDATA[]]></excerpt:encoded><wp:post_id>{number}</wp:post_id>
<wp:post_date_gmt>2019-05-01 08:00:00</wp:post_date_gmt><wp:status>publish</wp:status>
<wp:post_type>post</wp:post_type><category domain="category" nicename="harbour"><![CDATA[Harbour]]></category>
<category domain="post_tag" nicename="dredging"><![CDATA[Dredging]]></category>{more}</item>
"""


def wxr(*items: str) -> bytes:
    return (WXR_HEAD + "".join(items) + WXR_TAIL).encode()


def rss(*entries: str, head: str = '<?xml version="1.0" encoding="UTF-8"?>') -> str:
    return f'{head}<rss version="2.0"><channel><title>The Pier</title><link>https://pier.example/</link>{"".join(entries)}</channel></rss>'


def rss_entry(number: int, *, link: str = "", text: str = "What happened.", date: str = "") -> str:
    date = date or f"Wed, {number % 28 + 1:02} Nov 2023 08:00:00 GMT"
    return (
        f"<item><title>Entry {number}</title><link>{escape(link or f'https://pier.example/{number}')}</link>"
        f"<guid isPermaLink='false'>entry-{number}</guid><description>{escape(text)}</description>"
        f"<pubDate>{date}</pubDate></item>"
    )
