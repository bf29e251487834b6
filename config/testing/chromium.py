"""Find a Chromium for the browser tests, and say what to do where there is none."""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final

from playwright._impl._driver import compute_driver_executable

# Chromium without the frame around the page: what a browser draws and runs at a third of the processor time.
LIGHT: Final = "chromium-headless-shell"
ON_PATH = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
ON_MACOS = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)
HOW_TO_GET_ONE = (
    "No Chromium found: apt-get install chromium (macOS: brew install --cask chromium), "
    "or .venv/bin/playwright install chromium, or name one: CHROMIUM=/path/to/chromium"
)
HOW_TO_DRIVE_IT = "Playwright's driver does not start here: apt-get install libatomic1"
FLAGS = (
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-blink-features=AutomationControlled",  # counting takes a driven browser for a bot
)


def find_chromium(bundled: Path, *, is_whole: bool = True) -> Path | None:
    """The browser to use: CHROMIUM, else Playwright's own (`bundled`), else the system's; None if there is none.

    Args:
        is_whole: a browser with all its parts; otherwise, where there is one, the light one.

    Raises:
        FileNotFoundError: CHROMIUM names no file.
    """
    named = os.environ.get("CHROMIUM")
    if named:
        found = shutil.which(named)
        if found is None:
            raise FileNotFoundError(f"CHROMIUM={named}: no such program")
        return Path(found)
    light = None if is_whole else shutil.which(LIGHT)
    if light:
        return Path(light)
    on_path = (Path(found) for found in map(shutil.which, ON_PATH) if found)
    on_macos = (Path(app) for app in ON_MACOS if sys.platform == "darwin")
    return next((path for path in (bundled, *on_path, *on_macos) if path.exists()), None)


def chromium_flags() -> list[str]:
    """Quiet flags, and no sandbox for root, which Chromium refuses to run with one."""
    return [*FLAGS, "--no-sandbox"] if os.geteuid() == 0 else list(FLAGS)


def can_drive() -> bool:
    """Whether Playwright's own Node.js runs: a minimal Debian lacks a library that it needs."""
    node, _ = compute_driver_executable()
    try:
        return subprocess.run([node, "--version"], capture_output=True, check=False).returncode == 0
    except OSError:
        return False
