"""Whether the servers that the environment names can be used, asked before anything is started."""

from urllib.parse import urlsplit

from config.engines.errors import EngineError

TIMEOUT_SECONDS = 3
MIN_POSTGRES = 150_000


def require_postgres(url: str) -> None:
    """Connect once.

    Raises:
        EngineError: no connection, too old, or without pgvector.
    """
    import psycopg

    where = f"DATABASE_URL ({_without_password(url)})"
    try:
        with psycopg.connect(_as_postgresql(url), connect_timeout=TIMEOUT_SECONDS) as connection:
            version = connection.info.server_version
            vector = connection.execute(
                "SELECT 1 FROM pg_available_extensions WHERE name = 'vector'"
            ).fetchone()
    except psycopg.Error as error:
        raise EngineError(f"{where} cannot be reached: {_first_line(error)}") from error
    if version < MIN_POSTGRES:
        raise EngineError(f"{where} is PostgreSQL {version // 10_000}; 15 or newer is needed.")
    if vector is None:
        raise EngineError(
            f"{where} lacks the extension pgvector: install it there (Debian: postgresql-NN-pgvector)."
        )


def require_redis(url: str) -> None:
    """Ask for a PONG.

    Raises:
        EngineError: no connection, or no answer in time.
    """
    import redis

    from config.redis_connections import GuardedPool

    where = f"REDIS_URL ({_without_password(url)})"
    try:
        pool = GuardedPool.from_url(
            url, socket_timeout=TIMEOUT_SECONDS, socket_connect_timeout=TIMEOUT_SECONDS
        )
        with redis.Redis.from_pool(pool) as client:
            client.ping()
    except (redis.RedisError, OSError, ValueError) as error:
        raise EngineError(f"{where} cannot be reached: {_first_line(error)}") from error


def _as_postgresql(url: str) -> str:
    """Django accepts further names of the scheme; libpq does not."""
    return urlsplit(url)._replace(scheme="postgresql").geturl()


def _without_password(url: str) -> str:
    parts = urlsplit(url)
    if parts.password is None:
        return url
    return parts._replace(
        netloc=f"{parts.username or ''}:…@{parts.netloc.rpartition('@')[2]}"
    ).geturl()


def _first_line(error: Exception) -> str:
    return str(error).strip().split("\n", maxsplit=1)[0]
