"""Few inks per picture, as on a two- or three-colour press."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Palette:
    """Colours by their part in a picture, as #rrggbb; from `sky` to `ink` they go from far to near."""

    sky: str
    glow: str
    far: str
    mid: str
    near: str
    ink: str
    water: str
    foam: str
    warm: str
    sun: str
    leaf: str
    light: str
    brick: str
    paper: str = "#f4ecdb"


DAY = Palette(
    sky="#c9ddd9", glow="#f3e6cb", far="#a3c0bd", mid="#5f9396", near="#2a5a6e", ink="#1c2c3d",
    water="#548f97", foam="#eef1e4", warm="#d4573d", sun="#e9ad45", leaf="#6f9460", light="#fbe6b3",
    brick="#b95c42",
)  # fmt: skip
DAWN = Palette(
    sky="#f0c6a6", glow="#fbe8c8", far="#cdaca2", mid="#938b95", near="#4d5b72", ink="#27324a",
    water="#a3b1b6", foam="#fff4de", warm="#cb5a45", sun="#ee8b55", leaf="#7f8f6b", light="#fff0c4",
    brick="#b4685a",
)  # fmt: skip
HARVEST = Palette(
    sky="#f2dcae", glow="#f9efd6", far="#d6b98d", mid="#7d9a8b", near="#4d6a66", ink="#2c2a38",
    water="#6a9a94", foam="#fbf3dd", warm="#c8482f", sun="#e2982f", leaf="#7c8b46", light="#fff3cf",
    brick="#b1543a",
)  # fmt: skip
DUSK = Palette(
    sky="#414d70", glow="#e38b60", far="#8f6b7b", mid="#57526f", near="#2c3452", ink="#181f35",
    water="#42557a", foam="#f0b78a", warm="#d9573f", sun="#f6c46b", leaf="#4c5f58", light="#ffd98a",
    brick="#93483f", paper="#d9c6b6",
)  # fmt: skip
NIGHT = Palette(
    sky="#17253f", glow="#33506d", far="#2a4059", mid="#20334b", near="#142135", ink="#0c1422",
    water="#1f3b57", foam="#93b6be", warm="#cf5a41", sun="#f3dca0", leaf="#2c4d45", light="#ffd67a",
    brick="#6d3b3a", paper="#8f9ca6",
)  # fmt: skip
STORM = Palette(
    sky="#61747c", glow="#b3beb4", far="#71868b", mid="#48636e", near="#2c4551", ink="#16252f",
    water="#3d5d66", foam="#eef0e6", warm="#c9503c", sun="#d9b25a", leaf="#5a7059", light="#ffe0a0",
    brick="#8f4f44", paper="#e2e1d2",
)  # fmt: skip


def mixed(one: str, other: str, share: float) -> str:
    """`one` with `share` (0…1) of `other` in it."""
    pairs = zip(_channels(one), _channels(other), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)
