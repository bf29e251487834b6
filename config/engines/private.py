"""The private servers that one set of commands shares: those which the environment does not name."""

from collections.abc import Callable, Mapping
from pathlib import Path

from config.engines.account import server_account
from config.engines.errors import EngineError
from config.engines.places import make_places
from config.engines.postgres import Postgres
from config.engines.valkey import Valkey

Server = Postgres | Valkey
Say = Callable[[str], None]


class Servers:
    """Private servers by the variable that would name another one: DATABASE_URL, REDIS_URL, both or none."""

    def __init__(self, servers: Mapping[str, Server]) -> None:
        self._by_variable = dict(servers)

    @property
    def all(self) -> tuple[Server, ...]:
        return tuple(self._by_variable.values())

    @property
    def environ(self) -> dict[str, str]:
        """The variables, as the site is to read them."""
        return {variable: server.url for variable, server in self._by_variable.items()}

    def start(self, say: Say) -> None:
        """Start all; if one fails, none is left running.

        Raises:
            EngineError: a server does not start.
        """
        try:
            for server in self.all:
                server.start()
                say(f"{server.name} runs, with its data in {server.data}")
        except OSError as error:
            self.stop()
            raise EngineError(f"a private server cannot be started: {error}.") from error
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        for server in reversed(self.all):
            server.stop()


def plan_servers(var: Path, environ: Mapping[str, str]) -> Servers:
    """The servers that `environ` leaves to us, not started yet.

    Raises:
        EngineError: `var` cannot be written.
    """
    wanted = [variable for variable in ("DATABASE_URL", "REDIS_URL") if not environ.get(variable)]
    if not wanted:
        return Servers({})
    places = make_places(var, server_account())
    kinds: dict[str, type[Server]] = {"DATABASE_URL": Postgres, "REDIS_URL": Valkey}
    return Servers({variable: kinds[variable](places) for variable in wanted})
