"""Sealing a stream into an age file and opening it again, a block at a time, whatever its size.

The age library asks our objects for bytes and gives bytes to them. It reports what they raise in its own
words, and not at all when the last block cannot be written; so each object remembers its failure.
"""

import os
from collections.abc import Generator, Iterator
from contextlib import closing, contextmanager
from hashlib import sha256
from pathlib import Path
from tarfile import TarError
from threading import Thread
from typing import BinaryIO

import pyrage

from deploy.backup import BackupRefused
from deploy.backup.keys import BackupKey

PIPE_BYTES = 1 << 20


class _Source:
    """Blocks of bytes as something to read from."""

    def __init__(self, blocks: Iterator[bytes]) -> None:
        self._blocks = blocks
        self._rest = memoryview(b"")
        self.failure: BaseException | None = None

    def read(self, size: int) -> bytes:
        try:
            while not self._rest:
                self._rest = memoryview(next(self._blocks))
        except StopIteration:
            return b""
        except BaseException as failure:
            self.failure = failure
            raise
        taken, self._rest = self._rest[:size], self._rest[size:]
        return bytes(taken)


class _Target:
    """A file that keeps the digest of what was written."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.digest = sha256()
        self.failure: BaseException | None = None

    def write(self, given: bytes) -> int:
        try:
            rest = memoryview(given)
            while rest:  # a pipe takes what fits
                rest = rest[self._file.write(rest) :]
        except BaseException as failure:
            self.failure = failure
            raise
        self.digest.update(given)
        return len(given)

    def flush(self) -> None:
        """The file is flushed by whoever opened it."""


def seal(blocks: Generator[bytes, None, None], file: BinaryIO, key: BackupKey) -> str:
    """Encrypt ``blocks`` into ``file``; gives the SHA-256 of what was written. Raises what ended it."""
    source, target = _Source(blocks), _Target(file)
    ended: Exception | None = None
    try:
        with closing(blocks):
            pyrage.encrypt_io(source, target, list(key.recipients))
    except (pyrage.EncryptError, OSError) as failure:
        ended = failure
    for cause in (source.failure, target.failure, ended):
        if cause is not None:
            raise cause
    return target.digest.hexdigest()


@contextmanager
def opened(file: Path, key: BackupKey) -> Iterator[BinaryIO]:
    """The content of a sealed file as a stream; when the block ends, all of it has been proven unaltered.

    Raises BackupRefused for a wrong key and for a file that is damaged, cut short or no backup.
    """
    outlet, inlet = os.pipe()
    opening = _Opening(file, key, inlet)
    opening.start()
    with open(outlet, "rb", buffering=PIPE_BYTES) as stream:
        try:
            yield stream
            while stream.read(PIPE_BYTES):
                pass
        except TarError:  # what was opened broke off
            stream.close()
            opening.join()
            raise (opening.refused or BackupRefused(_damaged(file))) from None
        finally:
            stream.close()
            opening.join()
    if opening.refused:
        raise opening.refused


class _Opening(Thread):
    """Decrypts ``file`` into ``inlet`` until the end, a failure, or nobody reads any more."""

    def __init__(self, file: Path, key: BackupKey, inlet: int) -> None:
        super().__init__(name="opening a backup", daemon=True)
        self._file, self._key, self._inlet = file, key, inlet
        self.refused: BackupRefused | None = None

    def run(self) -> None:
        with open(self._inlet, "wb", buffering=0) as inlet:
            target = _Target(inlet)
            try:
                with self._file.open("rb") as source:
                    pyrage.decrypt_io(source, target, list(self._key.identities))
            except Exception as failure:
                if target.failure is None:  # else nobody reads any more, for a reason of their own
                    self.refused = BackupRefused(_why(self._file, failure))


def _why(file: Path, failure: Exception) -> str:
    if isinstance(failure, pyrage.DecryptError):
        if "No matching keys" in str(failure):
            return f"{file} cannot be opened with this key: it was made for another. Nothing was changed."
        return f"{file} is not a backup, or its beginning is damaged. Nothing was changed."
    if isinstance(failure, OSError) and failure.strerror:
        return f"{file} cannot be read: {failure.strerror}. Nothing was changed."
    return _damaged(file)


def _damaged(file: Path) -> str:
    return f"{file} is damaged or cut short. Nothing was changed. Use another copy."
