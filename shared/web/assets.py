"""Stylesheet, script and icons: built by ``npm run build``, served for ever under a content hash."""

from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from fastapi import APIRouter
from fastapi.responses import FileResponse

from shared.errors import NotFound

BUILD = Path(__file__).parent / "static" / "build"
A_YEAR = "public, max-age=31536000, immutable"

router = APIRouter(include_in_schema=False)


@lru_cache
def asset_url(name: str) -> str:
    """The address of a built file, with a hash of its content."""
    file = BUILD / name
    digest = sha256(file.read_bytes()).hexdigest()[:12] if file.is_file() else "not-built"
    return f"/static/{digest}/{name}"


@router.get("/static/{digest}/{name:path}", name="static")
def static(digest: str, name: str) -> FileResponse:
    """A built file; the digest only makes the address new when the content is."""
    file = (BUILD / name).resolve()
    if not file.is_relative_to(BUILD.resolve()) or not file.is_file():
        raise NotFound("There is no such file.")
    return FileResponse(file, headers={"Cache-Control": A_YEAR if digest != "not-built" else "no-store"})
