"""What is remembered for speed, within a bound. A leaf: imports nothing of ours."""

from typing import TypeVar

Key = TypeVar("Key")
Value = TypeVar("Value")


class Bounded(dict[Key, Value]):
    """Forgets everything when it is full, which costs nothing until then; `size`: at most so many. Filled by `[key] = value` alone."""

    def __init__(self, *, size: int) -> None:
        super().__init__()
        self.size = size

    def __setitem__(self, key: Key, value: Value) -> None:
        if len(self) >= self.size and key not in self:
            self.clear()
        super().__setitem__(key, value)
