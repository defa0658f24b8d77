"""The tar stream inside a backup: written and read from its beginning to its end, never as a whole."""

from collections.abc import Generator, Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from tarfile import BLOCKSIZE, NUL, TarFile, TarInfo
from tarfile import open as open_tar
from typing import IO

from deploy.backup import BackupRefused
from deploy.backup.keys import BackupKey
from deploy.backup.manifest import NAME, Manifest, Part, read_manifest
from deploy.backup.sealed import opened

PART_BYTES = 4 << 20
MANIFEST_BYTES = 64 << 20
_END = NUL * 2 * BLOCKSIZE


def tar_blocks(members: Iterable[tuple[str, bytes]]) -> Generator[bytes, None, None]:
    """Names with their content, as a tar stream."""
    for name, content in members:
        header = TarInfo(name)
        header.size, header.mode = len(content), 0o600
        yield header.tobuf()
        yield content
        yield NUL * (-len(content) % BLOCKSIZE)
    yield _END


def part_of(service: str, number: int, content: bytes) -> Part:
    return Part(name=f"{service}/{number:06}", size=len(content), sha256=sha256(content).hexdigest())


@dataclass(frozen=True)
class Member:
    """One part as it comes out of the stream."""

    part: Part
    content: bytes

    @property
    def service(self) -> str:
        return self.part.name.split("/")[0]


def members(stream: IO[bytes]) -> Iterator[Member]:
    """Every member in its order; ends at the end of the tar stream."""
    with open_tar(fileobj=stream, mode="r|") as tar:
        for number, info in enumerate(tar):
            yield _member(tar, info, number)
            tar.members.clear()  # type: ignore[attr-defined]  # it would keep every header


def _member(tar: TarFile, info: TarInfo, number: int) -> Member:
    if info.size > (MANIFEST_BYTES if info.name == NAME else PART_BYTES):
        raise BackupRefused("A part of the backup is larger than any that we write. Nothing was changed.")
    file = tar.extractfile(info)
    content = file.read() if file else b""
    return Member(Part(name=info.name, size=len(content), sha256=sha256(content).hexdigest()), content)


def verified(file: Path, key: BackupKey) -> Manifest:
    """Read the whole backup; gives its manifest if every part is there, in order and unaltered."""
    found: list[Part] = []
    manifest: Manifest | None = None
    with opened(file, key) as stream:
        for member in members(stream):
            if member.part.name == NAME:
                manifest = read_manifest(member.content)
            else:
                found.append(member.part)
    if manifest is None or manifest.parts != found:
        raise BackupRefused(f"{file} is not whole: parts are missing or altered. Nothing was changed.")
    return manifest
