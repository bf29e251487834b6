"""A proxy between the site and a server that cuts connections: before a request, or with the answer in hand."""

import asyncio
from multiprocessing.sharedctypes import Synchronized
from pathlib import Path
from random import Random
from typing import Final

# Of so many pieces that pass, one is swallowed and its connection cut.
ONE_IN: Final = 150


class Proxy:
    """Listens at one unix socket and passes on to another; `cuts` counts, `is_calm` ends the cutting."""

    def __init__(
        self, front: Path, back: Path, *, cuts: "Synchronized[int]", is_calm: "Synchronized[int]"
    ) -> None:
        self.front, self.back = front, back
        self.cuts, self.is_calm = cuts, is_calm
        self.rng = Random()

    def serve(self) -> None:
        """Work until killed."""
        asyncio.run(self._serve())

    async def _serve(self) -> None:
        server = await asyncio.start_unix_server(self._connected, str(self.front))
        async with server:
            await server.serve_forever()

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            upstream, upstream_writer = await asyncio.open_unix_connection(str(self.back))
        except OSError:
            writer.close()
            return
        ends = (writer, upstream_writer)
        await asyncio.gather(
            self._pass_on(reader, upstream_writer, ends), self._pass_on(upstream, writer, ends)
        )

    async def _pass_on(
        self,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        ends: tuple[asyncio.StreamWriter, ...],
    ) -> None:
        try:
            while piece := await reader.read(65_536):
                if not self.is_calm.value and self.rng.randrange(ONE_IN) == 0:
                    with self.cuts.get_lock():
                        self.cuts.value += 1
                    break
                writer.write(piece)
                await writer.drain()
        except OSError:
            pass
        for end in ends:
            end.close()
