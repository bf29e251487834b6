"""Made-up company news: results, offers, dividends, rates. It is full of money and figures, and no spam."""

from random import Random
from typing import Final

COMPANIES: Final = (
    "Northbridge Mining", "Veldt & Sons", "Harbour Freight", "Tideman Rope Works", "Lakeside Bancorp", "Osier Chemicals",
    "Meridian Foods", "Castle Pumps", "Van Dael Shipping", "Aster Insurance", "Greyfield Stores", "Polder Energy",
)  # fmt: skip
ENDINGS: Final = ("Inc", "Corp", "plc", "Ltd", "NV", "Co", "Group")
PERIODS: Final = (
    "first quarter",
    "second quarter",
    "third quarter",
    "fourth quarter",
    "first half",
    "full year",
)
SENTENCES: Final = (
    "{a} said its net profit for the {period} rose to {n} million {coin}, or {c} cents a share, from {m} million a year ago.",
    "Sales fell to {n} million {coin} from {m} million, while the net loss was {c} cents a share against a profit of {d} cents.",
    "Shr {c} cts vs {d} cts. Net {k},000 vs {l},000. Revs {n} mln vs {m} mln. Year shr {d} cts vs {c} cts.",
    "{a} said it agreed to buy {b} for {n} million {coin} in cash, or {c} {coin} for each share; terms need the approval of both boards.",
    "{b} said it had no comment on the offer of {a}, which holds {d} percent of its shares and may raise its bid.",
    "{a} declared a quarterly dividend of {c} cents a share, payable on {day} March to holders of record on {day} February.",
    "The board will vote on the offer next week, and shareholders are asked to tender their shares before the {day}th.",
    "Analysts raised their forecast for {a} and recommend to buy the stock, which was up {d} cents at {c} on a volume of {k},000 shares.",
    "The bank cut its discount rate to {d} percent from {c}, and the price of credit and of new loans is expected to follow.",
    "{a} will issue {n} million {coin} of bonds due in ten years at a price of {c} percent; warrants come free with every bond.",
    "Results include a gain of {n} million {coin} from the sale of a division and exclude {m} million for discontinued operations.",
    "Wheat was offered at {n} {coin} a tonne, cheaper than last week, and traders call for an order of {k},000 tonnes in May.",
    "Under the terms of the merger each holder will receive {c} shares of {b}, and the company will become a unit of {a}.",
    "“We want to win back customers with lower prices,” its chairman said, but he would not say what the offer costs.",
    "The ministry will spend {n} million {coin} on free school meals, money that the opposition says it could earn only by taxes.",
)  # fmt: skip
COINS: Final = ("dollars", "dlrs", "pounds", "euros", "guilders", "yen")
LENGTHS: Final = (1, 2, 3, 3, 5, 8)


def company_news(*, rng: Random, count: int) -> list[str]:
    """So many items; one to eight sentences, some under a headline in capitals, as agencies send them."""
    return [_item(rng) for _ in range(count)]


def _item(rng: Random) -> str:
    a, b = (f"{name} {rng.choice(ENDINGS)}" for name in rng.sample(COMPANIES, 2))
    said = [_said(sentence, a, b, rng) for sentence in rng.sample(SENTENCES, rng.choice(LENGTHS))]
    head = f"{a} reports {rng.choice(PERIODS)} results, offer for {b}".upper()
    return " ".join(said) if rng.random() < 0.5 else "\n".join((head, " ".join(said)))


def _said(sentence: str, a: str, b: str, rng: Random) -> str:
    return sentence.format(
        a=a,
        b=b,
        period=rng.choice(PERIODS),
        coin=rng.choice(COINS),
        n=round(rng.uniform(1, 900), 1),
        m=round(rng.uniform(1, 900), 1),
        c=rng.randrange(1, 99),
        d=rng.randrange(1, 99),
        k=rng.randrange(10, 9_000),
        l=rng.randrange(10, 9_000),
        day=rng.randrange(1, 28),
    )
