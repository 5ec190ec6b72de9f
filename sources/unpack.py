"""Bodies as they stream in: unpacked, and stopped where they grow beyond bounds."""

import zlib
from collections.abc import Iterable, Iterator

from sources.fetched import FetchError

CODINGS = "gzip, deflate"
"""What is asked for: codings that can be unpacked piece by piece within bounds."""

_PIECE = 256 * 1024
_RATIO = 200
"""A body that unpacks to so many times its size is a bomb, once it is larger than _FREE."""
_FREE = 4 * 1024 * 1024


def _megabytes(size: int) -> str:
    return f"{size / 1024 / 1024:,.1f}".removesuffix(".0") + " MB"


class _Unpacker:
    """A gzip or deflate stream, piece by piece. Deflate is sent with and without zlib's header."""

    def __init__(self, coding: str):
        self._gzip = coding in ("gzip", "x-gzip")
        self._inner = zlib.decompressobj(31 if self._gzip else 15)
        self._begun = False

    def pieces(self, data: bytes) -> Iterator[bytes]:
        """What the data unpacks to, in pieces of bounded size. Raises zlib.error."""
        while data:
            if self._inner.eof:
                if not self._gzip:
                    return  # what stands behind the end is no part of it
                self._inner = zlib.decompressobj(31)
            try:
                out = self._inner.decompress(data, _PIECE)
            except zlib.error:
                if self._begun or self._gzip:
                    raise
                self._inner = zlib.decompressobj(-15)
                out = self._inner.decompress(data, _PIECE)
            self._begun = True
            if out:
                yield out
            data = self._inner.unused_data if self._inner.eof else self._inner.unconsumed_tail
            if not out and data and not self._inner.eof:
                return

    @property
    def whole(self) -> bool:
        return self._inner.eof


def unpacked(chunks: Iterable[bytes], coding: str, limit: int) -> bytes:
    """A body of at most `limit` bytes, as sent and as unpacked.

    Raises FetchError where it is larger, where it unpacks without end, is packed otherwise than asked for, or cut.
    """
    coding = coding.strip().lower()
    if coding not in ("", "identity", "gzip", "x-gzip", "deflate"):
        raise FetchError(f"came packed as {coding[:40]!r}, which was not asked for")
    unpacker = _Unpacker(coding) if coding not in ("", "identity") else None
    out = bytearray()
    sent = 0
    for chunk in chunks:
        sent += len(chunk)
        if sent > limit:
            raise FetchError(f"is larger than {_megabytes(limit)} (max_bytes in sources.toml)")
        try:
            for piece in unpacker.pieces(chunk) if unpacker else (chunk,):
                out += piece
                if len(out) > limit:
                    raise FetchError(f"unpacks to more than {_megabytes(limit)} (max_bytes in sources.toml)")
                if unpacker and len(out) > _FREE and len(out) > _RATIO * sent:
                    raise FetchError(f"unpacks to more than {_RATIO} times its size: not read")
        except zlib.error:
            raise FetchError(f"is damaged: it cannot be unpacked as {coding}", passing=True) from None
    if unpacker and sent and not unpacker.whole:
        raise FetchError("was cut before its end", passing=True)
    return bytes(out)
