"""The site, with the kinds of the harness in place of its own."""

from benchmarks.chaos.kinds import register_kinds
from config.wsgi import application

register_kinds()

__all__ = ["application"]
