"""`make bench-cpu`: what one request of each kind costs the web process, in milliseconds of CPU, and how many queries.

The site of `make bench` in one process without a server or load generator, pages made anew while the parts that pages share are
warm; the last two rows ask for another article each time. CPU time, unlike the clock, is nearly the same on a busy machine. `--profile=member_article` prints where it goes.
"""

import json
import subprocess
import sys
from argparse import ArgumentParser
from contextlib import ExitStack

from benchmarks.errors import CannotMeasureError
from benchmarks.serving import Stack


def main(arguments: list[str]) -> int:
    """0 after a report; 1 where something could not be measured."""
    parser = ArgumentParser(prog="bench_cpu", description=__doc__)
    parser.add_argument(
        "--profile", metavar="KIND", action="append", default=[], help="of a row of the table"
    )
    profiled = parser.parse_args(arguments).profile
    try:
        with ExitStack() as running:
            stack = Stack(running)
            setting = json.loads(stack.run("-m", "benchmarks.setting"))
            given = json.dumps({"setting": setting, "profiled": profiled})
            print(stack.run("-m", "benchmarks.requests", given), end="")
    except (CannotMeasureError, subprocess.SubprocessError) as error:
        print(f"cpu: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
