"""Uploads in a bucket of an S3-compatible object store. A leaf but for the breaker and the address of the store.

An object is there whole, or not at all: a store shows it once all of it has come. The library is imported when a process
first needs it: 22 MB that one which only makes pages does without.
"""

import shutil
import threading
from collections import defaultdict
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime
from functools import cached_property
from http import HTTPStatus
from tempfile import SpooledTemporaryFile
from types import SimpleNamespace
from typing import IO, Any, Final, Self
from urllib.parse import urljoin

from django.conf import settings
from django.core.files.base import ContentFile, File
from django.core.files.storage import Storage
from django.utils.encoding import filepath_to_uri

from config.breaker import Breaker
from config.object_store import ObjectStore

# Longer than one waits for it.
REST_SECONDS: Final = 15.0
# Larger objects are read through a temporary file, larger ones still are sent in parts.
IN_MEMORY_BYTES: Final = 2_500_000
COPY_BYTES: Final = 1_000_000
# By server, so that another one, as a test has it, is not blamed.
BREAKERS: Final[defaultdict[str, Breaker]] = defaultdict(lambda: Breaker(rest_seconds=REST_SECONDS))
# Of an object; a missing bucket has a code of its own, where there is a body to say it in.
MISSING: Final = frozenset(("404", "NoSuchKey"))
ASLEEP: Final = frozenset((HTTPStatus.TOO_MANY_REQUESTS,))


class StoreAwayError(OSError):
    """The object store cannot be reached, does not answer in time, or refuses; the message says which."""


class Bucket(Storage):
    """Files under one prefix of a bucket.

    `has_addresses`: their addresses are those under MEDIA_URL of the site itself, which fetches what is asked for; others have none.
    """

    def __init__(self, *, store: ObjectStore, prefix: str, has_addresses: bool) -> None:
        self.store = store
        self._prefix = prefix
        self._has_addresses = has_addresses
        self._making = threading.Lock()

    def url(self, name: str | None) -> str:
        """Raises ValueError for what only its owner may fetch."""
        if not self._has_addresses or not name:
            raise ValueError("This file has no address.")
        return urljoin(settings.MEDIA_URL, filepath_to_uri(name).lstrip("/"))

    def exists(self, name: str) -> bool:
        with self._asking():
            return bool(self._library.exists(name))

    def size(self, name: str) -> int:
        with self._asking():
            return int(self._library.size(name))

    def listdir(self, path: str) -> tuple[list[str], list[str]]:
        with self._asking():
            folders, names = self._library.listdir(path)
        return folders, names

    def get_modified_time(self, name: str) -> datetime:
        """Raises FileNotFoundError, as that of a folder."""
        with self._asking(), _as_missing(name):
            found: datetime = self._library.get_modified_time(name)
        return found

    def delete(self, name: str) -> None:
        with self._asking():
            self._library.delete(name)

    def _open(self, name: str, mode: str = "rb") -> "File[Any]":
        if mode != "rb":
            raise ValueError("Objects are written whole: use save().")
        return Fetched(self, name)

    def fetch(self, name: str) -> IO[bytes]:
        """All of it at once, in memory or a temporary file, so that whoever reads on meets no error of the network.

        Raises:
            FileNotFoundError: there is no such object.
            StoreAwayError: it cannot be had now.
        """
        with ExitStack() as closing:
            content = closing.enter_context(SpooledTemporaryFile(IN_MEMORY_BYTES))
            with self._asking():
                self._copy(name, content)
            closing.pop_all()
        content.seek(0)
        return content

    def _copy(self, name: str, target: IO[bytes]) -> None:
        """By one request, where the library's own way takes two or more."""
        library = self._library
        with _as_missing(name):
            found = library.bucket.Object(library._normalize_name(name)).get()
        with found["Body"] as body:
            shutil.copyfileobj(body, target, COPY_BYTES)

    def _save(self, name: str, content: "File[Any]") -> str:
        with self._asking():
            return str(self._library._save(name, content))

    def ask(self) -> None:
        """Raises StoreAwayError: the bucket is not there, or does not answer, or not to us."""
        with self._asking():
            self._library.connection.meta.client.head_bucket(Bucket=self.store.bucket)

    def lets_strangers_read(self) -> bool:
        """Whether an object comes without a key, as it must not; one is written for this, and deleted.

        Raises:
            StoreAwayError: it cannot be written.
        """
        name = self.save("strangers", ContentFile(b"may not read this"))
        try:
            with self._asking():
                client = self._library.unsigned_connection.meta.client
                client.get_object(Bucket=self.store.bucket, Key=self._library._normalize_name(name))
        except StoreAwayError:
            return False
        finally:
            self.delete(name)
        return True

    @contextmanager
    def _asking(self) -> Iterator[None]:
        """One who waits in vain is enough for a while; what the library says becomes an error of ours."""
        from boto3.exceptions import Boto3Error
        from botocore.exceptions import BotoCoreError, ClientError

        breaker = BREAKERS[self.store.endpoint]
        if not breaker.may_ask():
            raise StoreAwayError("The object store did not answer a moment ago, and is left alone.")
        try:
            yield
        except FileNotFoundError:
            breaker.worked()
            raise
        except ClientError as error:
            self._note(breaker, error.response)
            raise StoreAwayError(f"The object store refuses: {error}") from error
        except (Boto3Error, BotoCoreError) as error:
            breaker.failed()
            raise StoreAwayError(f"The object store does not answer: {error}") from error
        breaker.worked()

    def _note(self, breaker: Breaker, response: dict[str, Any]) -> None:
        """A refusal, as for a wrong key, is an answer; the store's own failure is none."""
        status = response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
        is_away = status >= HTTPStatus.INTERNAL_SERVER_ERROR or status in ASLEEP
        breaker.failed() if is_away else breaker.worked()

    @property
    def _library(self) -> Any:
        """Made once, whichever threads ask for it first."""
        with self._making:
            return self._made

    @cached_property
    def _made(self) -> Any:
        from boto3.s3.transfer import TransferConfig
        from botocore.config import Config
        from storages.backends.s3 import S3Storage

        store = self.store
        made = S3Storage(
            access_key=store.key,
            secret_key=store.secret,
            bucket_name=store.bucket,
            endpoint_url=store.endpoint,
            region_name=store.region,
            verify=store.authority,
            location=self._prefix,
            file_overwrite=False,
            default_acl=None,
            max_memory_size=IN_MEMORY_BYTES,
            transfer_config=TransferConfig(use_threads=False),
            client_config=Config(
                connect_timeout=store.connect_seconds,
                read_timeout=store.read_seconds,
                retries={"total_max_attempts": 1},
                signature_version="s3v4",
                s3={"addressing_style": "path"},
                # Only what every store knows.
                request_checksum_calculation="when_required",
                response_checksum_validation="when_required",
            ),
            security_token=None,
            session_profile=None,
        )
        # The library makes one for each thread, though all that is asked through it is a client, which is made for threads.
        made._connections = SimpleNamespace(connection=made.connection)
        return made


@contextmanager
def _as_missing(name: str) -> Iterator[None]:
    """Where the library does not say so itself: the store has no such object."""
    from botocore.exceptions import ClientError

    try:
        yield
    except ClientError as error:
        if error.response["Error"]["Code"] not in MISSING:
            raise
        raise FileNotFoundError(f"{name} is not in the bucket.") from error


class Fetched(File):  # type: ignore[type-arg]  # it takes no parameter when it runs
    """An object to read; opened again after it was closed, it is fetched again."""

    def __init__(self, bucket: Bucket, name: str) -> None:
        super().__init__(bucket.fetch(name), name)
        self._bucket = bucket

    def open(self, mode: str | None = None, *_args: Any, **_options: Any) -> Self:
        if self.closed:
            self.file = self._bucket.fetch(str(self.name))
        self.seek(0)
        return self
