#!/usr/bin/env python3
"""`python3 manage.py dev` runs the site, `python3 manage.py test` tests it; the rest is Django's.

Needs Python 3.11 or newer and nothing else: see config/bootstrap.py.
"""

import sys

from config import bootstrap


def main() -> int:
    bootstrap.enter_environment(sys.argv)
    from config import commands

    return commands.main(sys.argv)


if __name__ == "__main__":
    sys.exit(main())
