"""The private servers that one set of commands shares: those which the environment does not name."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from config.engines.account import server_account
from config.engines.errors import EngineError
from config.engines.places import make_places
from config.engines.postgres import Postgres
from config.engines.valkey import Valkey

# Roles that the private Valkey serves from databases of their own, since there is one server only.
ROLES: Final = {"REDIS_CACHE_URL": 1, "REDIS_BROKER_URL": 2}

Server = Postgres | Valkey
Say = Callable[[str], None]


class Servers:
    """Private servers by the variable that would name another one: DATABASE_URL, REDIS_URL, both or none.

    `roles`: further variables, which name databases of these servers.
    """

    def __init__(
        self, servers: Mapping[str, Server], roles: Mapping[str, str] | None = None
    ) -> None:
        self._by_variable = dict(servers)
        self._roles = dict(roles or {})

    @property
    def all(self) -> tuple[Server, ...]:
        return tuple(self._by_variable.values())

    @property
    def environ(self) -> dict[str, str]:
        """The variables, as the site is to read them."""
        urls = {variable: server.url for variable, server in self._by_variable.items()}
        return urls | self._roles

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
    servers = {variable: kinds[variable](places) for variable in wanted}
    return Servers(servers, _roles(servers, environ))


def _roles(servers: Mapping[str, Server], environ: Mapping[str, str]) -> dict[str, str]:
    """The addresses of the roles that the environment leaves to the private Valkey."""
    if "REDIS_URL" not in servers:
        return {}
    url = servers["REDIS_URL"].url
    return {name: f"{url}?db={number}" for name, number in ROLES.items() if not environ.get(name)}
