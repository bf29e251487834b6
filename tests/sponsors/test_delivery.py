from collections import Counter
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from sponsors.delivery import Candidate, draw
from sponsors.placements import Placement

SLOTS = ("article-top", "article-inline", "sidebar-top", "sidebar-bottom", "article-bottom")


def candidate(
    pk: int, *, sponsor: int = 1, weight: float = 1.0, priority: int = 0, is_house: bool = False
) -> Candidate:
    return Candidate(
        creative_pk=pk,
        sponsor_pk=sponsor,
        slots=frozenset(SLOTS),
        weight=weight,
        priority=priority,
        is_house=is_house,
    )


BOOKINGS = st.lists(
    st.builds(
        Candidate,
        creative_pk=st.integers(1, 1000),
        sponsor_pk=st.integers(1, 4),
        slots=st.frozensets(st.sampled_from(SLOTS)),
        priority=st.integers(0, 2),
        weight=st.floats(0.01, 100),
        is_house=st.booleans(),
    ),
    max_size=12,
    unique_by=lambda one: one.creative_pk,
)
SEEDS = st.integers(0, 2**32)


def fill_page(candidates: list[Candidate], seed: int) -> list[tuple[str, Candidate | None]]:
    rng, shown, page = Random(seed), list[Candidate](), []
    for slot in SLOTS:
        chosen = draw(slot, candidates, shown=shown, rng=rng)
        page.append((slot, chosen))
        shown += [chosen] if chosen else []
    return page


@given(BOOKINGS, SEEDS)
def test_only_booked_creatives_are_shown_and_none_twice(
    candidates: list[Candidate], seed: int
) -> None:
    chosen = [(slot, one) for slot, one in fill_page(candidates, seed) if one]

    assert all(slot in one.slots for slot, one in chosen)
    assert len({one for _slot, one in chosen}) == len(chosen)


@given(BOOKINGS, SEEDS)
def test_slot_stays_empty_only_if_nothing_is_left_for_it(
    candidates: list[Candidate], seed: int
) -> None:
    page = fill_page(candidates, seed)
    shown = {one for _slot, one in page if one}

    for slot, chosen in page:
        assert chosen or not [one for one in candidates if slot in one.slots and one not in shown]


@given(BOOKINGS, SEEDS)
def test_no_sponsor_comes_twice_while_another_or_the_house_could(
    candidates: list[Candidate], seed: int
) -> None:
    seen: list[Candidate] = []
    for slot, chosen in fill_page(candidates, seed):
        sponsors = {one.sponsor_pk for one in seen}
        if chosen and not chosen.is_house and chosen.sponsor_pk in sponsors:
            rest = [one for one in candidates if slot in one.slots and one not in seen]
            assert not [one for one in rest if one.is_house or one.sponsor_pk not in sponsors]
        seen += [chosen] if chosen else []


@given(BOOKINGS, SEEDS)
def test_house_creative_is_filler_only(candidates: list[Candidate], seed: int) -> None:
    first = draw(SLOTS[0], candidates, shown=(), rng=Random(seed))

    sold = [one for one in candidates if SLOTS[0] in one.slots and not one.is_house]
    assert not (first and first.is_house and sold)


@given(BOOKINGS, SEEDS)
def test_highest_priority_of_what_is_sold_wins(candidates: list[Candidate], seed: int) -> None:
    first = draw(SLOTS[0], candidates, shown=(), rng=Random(seed))

    sold = [one.priority for one in candidates if SLOTS[0] in one.slots and not one.is_house]
    assert not (first and sold) or first.priority == max(sold)


@given(BOOKINGS, SEEDS)
def test_same_dice_fill_the_page_alike(candidates: list[Candidate], seed: int) -> None:
    assert fill_page(candidates, seed) == fill_page(candidates, seed)


def test_odds_follow_the_weights() -> None:
    rng = Random(2026)
    candidates = [candidate(1, sponsor=1, weight=3), candidate(2, sponsor=2, weight=1)]

    drawn = Counter(draw(SLOTS[0], candidates, shown=(), rng=rng) for _ in range(4_000))

    # 3,000 expected; 100 is 3.6 standard deviations.
    assert abs(drawn[candidates[0]] - 3_000) < 100


def test_nothing_to_show_is_nothing() -> None:
    assert draw(SLOTS[0], [], shown=(), rng=Random(1)) is None


@given(st.integers(1, 2**47), st.integers(1, 2**15 - 1))
def test_placement_survives_being_one_number(creative_pk: int, slot_pk: int) -> None:
    placement = Placement(creative_pk, slot_pk)

    assert Placement.from_subject(placement.subject) == placement
    assert placement.subject < 2**63
