"""Many rows in turn, round by round, with the floor before every few of them; their medians are compared."""

import sys
from dataclasses import asdict, dataclass
from statistics import median
from typing import Final

from benchmarks.errors import CannotMeasureError
from benchmarks.rows import FLOOR_ROW
from benchmarks.serving import SITE, get
from benchmarks.wrk import Sample, Target, ask_once, measure

# So many rows are measured between two looks at the floor.
STRETCH: Final = 6


@dataclass(frozen=True)
class Measured:
    """Medians by row; what could not be measured, in words."""

    samples: dict[str, Sample]
    problems: list[str]

    @property
    def ratios(self) -> dict[str, float]:
        """Requests a second as shares of the floor's, by row."""
        floor = self.samples[FLOOR_ROW].rate
        return {name: round(one.rate / floor, 4) for name, one in self.samples.items()}

    @property
    def ratios_by_cpu(self) -> dict[str, float]:
        """The floor's CPU time as a share of the row's: what a machine with other work to do changes less."""
        floor = self.samples[FLOOR_ROW].cpu
        return {name: round(floor / one.cpu, 4) for name, one in self.samples.items() if one.cpu}


class Rounds:
    """One measurement of `targets`, the floor among them."""

    def __init__(self, targets: dict[str, Target], *, rounds: int, seconds: int) -> None:
        self._targets = targets
        self._rounds = rounds
        self._seconds = seconds
        self._taken: dict[str, list[Sample]] = {name: [] for name in targets}
        self._problems: dict[str, str] = {}

    def run(self) -> Measured:
        """Raises CannotMeasureError: the floor could not be measured, so nothing can be compared."""
        for number in range(1, self._rounds + 1):
            for place, name in enumerate(each for each in self._targets if each != FLOOR_ROW):
                if place % STRETCH == 0:
                    self._take(FLOOR_ROW)
                said = f"\rround {number} of {self._rounds}: {name:<30}"
                print(said, end="", file=sys.stderr, flush=True)
                self._take(name)
        print(file=sys.stderr)
        if not self._taken[FLOOR_ROW]:
            raise CannotMeasureError(self._problems[FLOOR_ROW])
        samples = {name: _middle(found) for name, found in self._taken.items() if found}
        return Measured(samples, list(self._problems.values()))

    def _take(self, name: str) -> None:
        target = self._targets[name]
        try:
            if not target.script:
                ask_once(target)  # the first after a pause may wait for a cache to be filled
            self._taken[name].append(measure(target, seconds=self._seconds))
            get(SITE, "/healthz")  # what was still on its way is through
        except CannotMeasureError as error:
            self._problems[name] = f"{name}: {error}"


def _middle(found: list[Sample]) -> Sample:
    columns = zip(*(asdict(one).values() for one in found), strict=True)
    return Sample(*(median(column) for column in columns))
