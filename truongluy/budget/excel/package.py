"""Opens a workbook as the zip it must be: real, whole, of bounded size, without macros, and never more than it says."""

from __future__ import annotations

import hashlib
import io
import os
import posixpath
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from xml.parsers.expat import ExpatError, ParserCreate

from truongluy.budget.excel import refusals
from truongluy.verdict import InputError

MAX_FILE = 50_000_000
MAX_MEMBERS = 2_000
MAX_TOTAL = 600_000_000
MAX_RATIO = 200
"""A million empty rows compress 20 to 1; what compresses better than this was made to fill somebody's memory."""

_SMALL = 1_000_000
_CHUNK = 1 << 16
_DEEPEST = 64
_LONGEST_TOKEN = 1_000_000
_PLAIN = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)

Attributes = dict[str, str]
Start = Callable[[str, Attributes], None]
End = Callable[[str, str], None]


class Package:
    """The parts of one workbook, held in memory as they came: `sha256` is of exactly these bytes."""

    def __init__(self, file: Path) -> None:
        content = _content(file)
        self.file = file
        self.sha256 = hashlib.sha256(content).hexdigest()
        refusals.refuse_other_kinds(file, content)
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(content))
            self._members = self._checked()
        except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError, OSError):
            raise InputError([refusals.damaged(file)]) from None

    def __contains__(self, part: str) -> bool:
        return part in self._members

    def parse(self, part: str, start: Start, end: End) -> None:
        """Read one part to its end, calling `start` and `end` (with the text before it) for each element."""
        for _ in self.stream(part, start, end):
            pass

    def stream(self, part: str, start: Start, end: End) -> Iterator[None]:
        """Read one part bit by bit; raises InputError for what is no plain XML."""
        reader = _Reader(start, end)
        if part not in self._members:
            raise InputError([refusals.damaged(self.file)])
        try:
            with self._zip.open(self._members[part]) as stream:
                while chunk := stream.read(_CHUNK):
                    reader.feed(chunk)
                    yield
                reader.close()
        except _Forbidden:
            raise InputError([refusals.doctype(self.file, part)]) from None
        except (
            ExpatError,
            zipfile.BadZipFile,
            zlib.error,
            ValueError,
            LookupError,
            EOFError,
            NotImplementedError,
        ):
            raise InputError([refusals.damaged(self.file, part)]) from None

    def links(self, part: str) -> dict[str, tuple[str, str]]:
        """Id -> kind and part of what a part refers to inside the workbook; what lies outside is never followed."""
        folder, name = posixpath.split(part)
        where = posixpath.join(folder, "_rels", f"{name}.rels")
        found: dict[str, tuple[str, str]] = {}

        def start(name: str, given: Attributes) -> None:
            if name == "Relationship" and given.get("TargetMode") != "External":
                target = posixpath.normpath(posixpath.join("/", folder, given.get("Target", ""))).lstrip("/")
                found[given.get("Id", "")] = (given.get("Type", "").rpartition("/")[2], target)

        if where in self:
            self.parse(where, start, lambda name, text: None)
        return found

    def _checked(self) -> dict[str, zipfile.ZipInfo]:
        members = self._zip.infolist()
        names = {member.filename: member for member in members}
        if len(members) > MAX_MEMBERS or sum(member.file_size for member in members) > MAX_TOTAL:
            raise InputError([refusals.too_large(self.file, MAX_TOTAL)])
        for member in members:
            if member.file_size > max(_SMALL, MAX_RATIO * member.compress_size):
                raise InputError([refusals.bomb(self.file, member.filename)])
        refusals.refuse_other_workbooks(self.file, names)
        if len(names) != len(members) or any(not _ordinary(member) for member in members):
            raise InputError([refusals.damaged(self.file)])
        return names


def _ordinary(member: zipfile.ZipInfo) -> bool:
    return member.compress_type in _PLAIN and not member.flag_bits & 1


def _content(file: Path) -> bytes:
    """The bytes of a regular file of bounded size."""
    try:
        if not file.is_file():
            raise InputError([refusals.absent(file)])
        with file.open("rb") as stream:
            if os.fstat(stream.fileno()).st_size > MAX_FILE:
                raise InputError([refusals.too_large(file, MAX_FILE)])
            return stream.read(MAX_FILE)
    except OSError as error:
        raise InputError([refusals.unreadable(file, error)]) from None


class _Forbidden(Exception):
    """A document type: the way in for entities that grow, or that read other files."""


class _Reader:
    """Feeds expat, with names without their prefix, and with bounds on depth and on the length of one token."""

    def __init__(self, start: Start, end: End) -> None:
        self._start, self._end = start, end
        self._local: dict[str, str] = {}
        self._text: list[str] = []
        self._depth = self._silent = 0
        self._parser = ParserCreate()
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._opened
        self._parser.EndElementHandler = self._closed
        self._parser.CharacterDataHandler = self._text.append
        self._parser.StartDoctypeDeclHandler = self._forbidden

    def feed(self, chunk: bytes) -> None:
        """Parse one more piece."""
        self._silent += len(chunk)
        if self._silent > _LONGEST_TOKEN:
            raise ValueError
        self._parser.Parse(chunk, False)

    def close(self) -> None:
        """Parse the end."""
        self._parser.Parse(b"", True)

    def _opened(self, name: str, given: Attributes) -> None:
        local = self._local.get(name)
        if local is None:
            local = self._name(name)
        self._depth += 1
        self._silent = 0
        if self._depth > _DEEPEST:
            raise ValueError
        if self._text:
            self._text.clear()
        self._start(local, given)

    def _closed(self, name: str) -> None:
        self._depth -= 1
        self._silent = 0
        if self._text:
            self._end(self._local[name], "".join(self._text))
            self._text.clear()
        else:
            self._end(self._local[name], "")

    def _name(self, name: str) -> str:
        if len(self._local) > 1_000:
            raise ValueError
        return self._local.setdefault(name, name.rpartition(":")[2])

    @staticmethod
    def _forbidden(*_: Any) -> None:
        raise _Forbidden
