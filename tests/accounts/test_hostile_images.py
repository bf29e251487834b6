"""What attackers send as pictures is refused with a sentence, or only its pixels are taken; nobody is harmed."""

import subprocess
import sys
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from accounts import decoding
from accounts.errors import ImageRefusedError
from accounts.images import MAX_WIDTH, read_picture
from tests.accounts.hostile import REFUSED, SECRETS, TAKEN, Make, saved

MAX_BYTES = 10_000_000
ROOT = Path(decoding.__file__).parent.parent
UNITS_PER_KIB = 1024 if sys.platform == "darwin" else 1
NAMES = (
    "a" * 300 + ".png",
    "../../../etc/cron.d/x",
    "..%2f..%2fx.php",
    "picture.php.jpg",
    "\u202egnp.exe",
    "صورة.png",
    "a\0.png",
    "con",
    "a\r\nX-Evil: 1.png",
    "$(id).png",
)


def test_there_are_enough_of_them() -> None:
    assert len(REFUSED) + len(TAKEN) >= 80


@pytest.mark.parametrize(("make", "told"), REFUSED.values(), ids=REFUSED)
def test_hostile_file_is_refused_with_its_reason(make: Make, told: str) -> None:
    with pytest.raises(ImageRefusedError, match=told):
        read_picture(SimpleUploadedFile("cute.jpg", make()), max_bytes=MAX_BYTES)


@pytest.mark.parametrize("make", TAKEN.values(), ids=TAKEN)
def test_of_an_odd_file_only_pixels_are_taken(make: Make) -> None:
    picture = read_picture(SimpleUploadedFile("odd.gif", make()), max_bytes=MAX_BYTES)

    pixels = picture.tobytes()
    assert picture.mode in ("RGB", "RGBA")
    assert picture.width <= MAX_WIDTH
    assert picture.info == {}
    assert not any(secret in pixels for secret in SECRETS)


@pytest.mark.parametrize("name", NAMES)
def test_the_name_of_a_file_means_nothing(name: str) -> None:
    upload = SimpleUploadedFile("x", TAKEN["1 x 1"](), content_type="text/html")
    upload.__dict__["_name"] = name

    assert read_picture(upload, max_bytes=MAX_BYTES).size == (1, 1)


@pytest.mark.parametrize(
    "name", ["text bomb", "profile bomb", "900 megapixels", "gif of 600,000 frames", "large frames"]
)
def test_refusing_costs_little(name: str) -> None:
    seconds, kibibytes = cost_of(REFUSED[name][0]())

    assert seconds < 3
    assert kibibytes < 200_000


@pytest.mark.parametrize("name", ["39 megapixels", "jpeg with a large profile"])
def test_taking_stays_within_its_limits(name: str) -> None:
    seconds, kibibytes = cost_of(TAKEN[name]())

    assert seconds < 3
    assert kibibytes < decoding.MAX_MEMORY_BYTES // 1024


@pytest.mark.parametrize(
    "deed",
    [
        "open('/etc/hostname')",
        "open('/tmp/broadsheet-test', 'w')",
        "__import__('socket').socket()",
        "__import__('os').pipe()",
    ],
)
def test_the_decoder_can_open_nothing(deed: str) -> None:
    assert "Too many open files" in told_after_surrender(deed)


@pytest.mark.skipif(sys.platform == "darwin", reason="macOS does not hold this limit")
def test_the_decoder_gets_no_more_memory_than_its_share() -> None:
    assert "MemoryError" in told_after_surrender("bytearray(1_200_000_000)")


def test_sixteen_bits_of_grey_become_eight() -> None:
    source = Image.new("I;16", (4, 4), 0x8000)
    upload = SimpleUploadedFile("a.png", saved(source, "PNG"))

    picture = read_picture(upload, max_bytes=MAX_BYTES)

    assert picture.getpixel((0, 0)) == (128, 128, 128)


def test_a_wide_picture_is_shrunk_by_the_decoder_and_a_turned_one_too() -> None:
    notes = Image.Exif()
    notes[decoding.ORIENTATION_TAG] = 6
    source = Image.new("RGB", (2000, 4000))
    upload = SimpleUploadedFile("a.png", saved(source, "PNG", exif=notes))

    assert read_picture(upload, max_bytes=MAX_BYTES).size == (1600, 800)


def cost_of(data: bytes) -> tuple[float, int]:
    """Processor seconds and KiB at most of the decoder for this file.

    A small process starts it: a child's peak of memory is counted from the size of the process that starts it.
    """
    command = [sys.executable, "-I", decoding.__file__, str(MAX_WIDTH)]
    code = f"""
import resource, subprocess
subprocess.run({command!r}, stdout=subprocess.DEVNULL, check=True)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(used.ru_utime + used.ru_stime, used.ru_maxrss)
"""
    starter = [sys.executable, "-I", "-c", code]
    told = subprocess.run(starter, input=data, capture_output=True, check=True).stdout.split()
    return float(told[0]), int(told[1]) // UNITS_PER_KIB


def told_after_surrender(deed: str) -> str:
    """What a process says that tries `deed` after it gave up what decoding does not need."""
    code = f"""
import sys, socket
sys.path.insert(0, {str(ROOT)!r})
from accounts.decoding import surrender
surrender()
try:
    {deed}
except (OSError, MemoryError) as error:
    print(type(error).__name__, error)
"""
    command = [sys.executable, "-I", "-c", code]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout
