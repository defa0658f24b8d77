"""A picture is taken if every frame of it could be drawn. Where it was taken, and by whom, is not read."""

import warnings
from io import BytesIO
from typing import Any

from services.notifications.domain.documents.limits import LIMITS
from services.notifications.domain.documents.read_pages import ReadPage
from services.notifications.domain.documents.refusals import DocumentNotTaken, refuse_pages

FORMATS = ("PNG", "JPEG", "TIFF")
_DAMAGED = "The picture is damaged or cut short. Take or save it again"
_TOO_LARGE = "The picture has too many points. Save it smaller"


def read_picture(content: bytes) -> list[ReadPage]:
    """Its frames without a text: a person has to describe them. Raises DocumentNotTaken."""
    from PIL import Image

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # its own limit on points is lower than ours, and only warns
            _verify(Image, content)
            with Image.open(BytesIO(content), formats=FORMATS) as picture:
                return [ReadPage("", pictured=True)] * _draw(picture)
    except DocumentNotTaken:
        raise
    except Exception:  # a reader of others' files fails in more ways than it names
        raise DocumentNotTaken(_DAMAGED) from None


def _verify(image: Any, content: bytes) -> None:
    """Its own check sums, without drawing it."""
    with image.open(BytesIO(content), formats=FORMATS) as picture:
        _refuse_points(picture)
        picture.verify()


def _draw(picture: Any) -> int:
    frames = getattr(picture, "n_frames", 1)
    refuse_pages(frames)
    for number in range(frames):
        picture.seek(number)
        _refuse_points(picture)
        picture.load()
    return int(frames)


def _refuse_points(picture: Any) -> None:
    if picture.width * picture.height > LIMITS.most_pixels:
        raise DocumentNotTaken(_TOO_LARGE)
