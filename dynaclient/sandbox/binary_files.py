"""Small files that begin as their media type wants: a picture of one pixel, a silence, an empty archive.

Knows nothing about documents. `sample_file` has one row for each kind.
"""

from __future__ import annotations

import base64
import gzip
import struct
import zlib
from collections.abc import Callable

from ..model.media_types import essence


def _png() -> bytes:
    """One transparent pixel. Source: PNG, third edition, sections 5.2 and 11.2."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", 1, 1, 8, 6, 0, 0, 0)
    pixel = zlib.compress(b"\0\0\0\0\0")
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixel) + chunk(b"IEND", b"")


def _wav(seconds: float = 0.1, rate: int = 8000) -> bytes:
    """Silence in 16 bits, one channel."""
    data = b"\0\0" * int(seconds * rate)
    form = struct.pack("<HHIIHH", 1, 1, rate, rate * 2, 2, 16)
    body = b"WAVEfmt " + struct.pack("<I", len(form)) + form + b"data" + struct.pack("<I", len(data)) + data
    return b"RIFF" + struct.pack("<I", len(body)) + body


def _pdf() -> bytes:
    """One empty page. Source: ISO 32000-1, section 7.5."""
    parts = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 72 72]>>",
    ]
    out, places = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, 1):
        places.append(len(out))
        out += b"%d 0 obj%sendobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    rest = b"xref\n0 4\n0000000000 65535 f \n" + table + b"trailer<</Size 4/Root 1 0 R>>\nstartxref\n"
    return out + rest + b"%d\n%%%%EOF\n" % len(out)


def _mp3() -> bytes:
    """A tag and two frames of silence: MPEG-1 layer III, 32 kbit/s at 44.1 kHz."""
    return b"ID3\x04\0\0\0\0\0\0" + (b"\xff\xfb\x10\xc4" + b"\0" * 100) * 2


_JPEG = base64.b64decode(
    "/9j/4AAQSkZJRgABAQEASABIAAD/2wBDAP//////////////////////////////////////////////////////////////////////////////////"
    "////wAALCAABAAEBAREA/8QAFAABAAAAAAAAAAAAAAAAAAAAA//EABQQAQAAAAAAAAAAAAAAAAAAAAD/2gAIAQEAAD8AN//Z"
)
_GIF = base64.b64decode("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7")
_WEBP = base64.b64decode("UklGRiIAAABXRUJQVlA4IBYAAAAwAQCdASoBAAEADsD+JaQAA3AAAAAA")

_FILES: dict[str, Callable[[], bytes]] = {
    "image/png": _png,
    "image/jpeg": lambda: _JPEG,
    "image/jpg": lambda: _JPEG,
    "image/gif": lambda: _GIF,
    "image/webp": lambda: _WEBP,
    "image/svg+xml": lambda: b'<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>',
    "audio/wav": _wav,
    "audio/x-wav": _wav,
    "audio/wave": _wav,
    "audio/mpeg": _mp3,
    "audio/mp3": _mp3,
    "audio/ogg": lambda: b"OggS\0\x02" + b"\0" * 20 + b"\x01\x13OpusHead\x01\x01\0\0\x80\xbb\0\0\0\0\0",
    "audio/flac": lambda: b"fLaC\x80\0\0\x22" + struct.pack(">HH", 4096, 4096) + b"\0" * 30,
    "audio/aac": lambda: b"\xff\xf1\x50\x80\x02\x1f\xfc" + b"\0" * 9,
    "audio/pcm": lambda: b"\0\0" * 480,
    "video/mp4": lambda: b"\0\0\0\x18ftypisom\0\0\x02\0isomiso2mp41\0\0\0\x08free",
    "application/pdf": _pdf,
    "application/zip": lambda: b"PK\x05\x06" + b"\0" * 18,
    "application/gzip": lambda: gzip.compress(b"sandbox", mtime=0),
    "application/x-gzip": lambda: gzip.compress(b"sandbox", mtime=0),
    "application/x-tar": lambda: b"\0" * 1024,
}
"""Media type → a small file of it."""

_OTHERS = {"image": "image/png", "audio": "audio/mpeg", "video": "video/mp4"}


def has_form(name: str) -> bool:
    """Whether files of this media type have a form, so that no text is one."""
    return essence(name) in _FILES or essence(name).partition("/")[0] in _OTHERS


def sample_file(name: str) -> bytes:
    """A file of this media type; one of its family, else some bytes, for types without a row."""
    plain = essence(name)
    make = _FILES.get(plain) or _FILES.get(_OTHERS.get(plain.partition("/")[0], ""))
    return b"sandbox\n" if make is None else make()
