"""Pictures that come in with questions: looked at first, kept until those are taken over."""

import base64
import binascii
import io
import json
import warnings
from collections.abc import Sequence
from datetime import datetime

from leaderacademy.authoring.rules.pictures import LARGEST, MOST_PIXELS, BadPicture
from leaderacademy.authoring.rules.texts import digest_of
from leaderacademy.authoring.service.kept_texts import find_kept, keep_text
from leaderacademy.authoring.service.pictures import add_photo
from leaderacademy.content.catalogue import catalogue
from leaderacademy.content.prose import slugify

MOST_PICTURES = 60  # of one file
_SEVERAL = 2 * MOST_PIXELS  # of all pictures of one file together


class Enclosed:
    """The pictures of one file. Their names hold a digest: the same picture comes in once."""

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}
        self._pixels = 0

    def take(self, filename: str, data: bytes) -> str:
        """Look at a picture and give back its name in the course; raises BadPicture."""
        if data.lstrip()[:5] in (b"<?xml", b"<svg "):
            raise BadPicture("Zeichnungen (SVG) nehmen Sie unter „Bilder“ auf.")
        if len(data) > LARGEST:
            raise BadPicture("Es ist größer als 15\u00a0MB.")
        stem = slugify(filename.rpartition(".")[0])[:40].strip("-") or "bild"
        name = f"{stem}-{digest_of(base64.b64encode(data).decode())[:8]}.webp"
        if name not in self.kept:
            self._look_at(data)
            self.kept[name] = data
        return name

    def _look_at(self, data: bytes) -> None:
        """Decode it once, so that nothing comes as a surprise later, and in bounded time."""
        # Here, not above: only who takes in a photo needs Pillow.
        from leaderacademy.authoring.service.photos import opened

        self._pixels += _pixels_of(data)
        if len(self.kept) >= MOST_PICTURES or self._pixels > _SEVERAL:
            raise BadPicture("Die Datei bringt zu viele oder zu große Bilder mit; teilen Sie sie.")
        opened(data)

    def parcel(self, now: datetime) -> str:
        """Keep the pictures for a few days; names the parcel, empty when there are none."""
        if not self.kept:
            return ""
        listed = {
            name: keep_text(base64.b64encode(data).decode(), now)
            for name, data in self.kept.items()
        }
        return keep_text(json.dumps(listed, sort_keys=True), now)


def _pixels_of(data: bytes) -> int:
    from PIL import Image

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data)) as image:
                return int(image.width * image.height)
    except Exception:  # whatever it is, opening it for good says it in German
        return 0


class PicturesGone(Exception):  # noqa: N818 - named for what happened
    """The pictures that were shown in the report are not kept any more."""


def bring_in(parcel: str, blocks: Sequence[str]) -> list[str]:
    """Put the pictures that these blocks show into the course; those that are there stay.

    Gives back the names of new ones; raises PicturesGone and CannotWrite.
    """
    added = []
    for name, digest in _listed(parcel).items():
        if not any(f"]({name})" in block for block in blocks) or _is_there(name):
            continue
        try:
            data = base64.b64decode(find_kept(digest) or "", validate=True)
            added.append(add_photo(data, name.removesuffix(".webp")))
        except (BadPicture, binascii.Error, ValueError):
            raise PicturesGone from None
    return added


def _is_there(name: str) -> bool:
    return catalogue.folder is not None and (catalogue.folder / "media" / name).is_file()


def _listed(parcel: str) -> dict[str, str]:
    if not parcel:
        return {}
    try:
        read = json.loads(find_kept(parcel) or "")
        named = {str(name): str(digest) for name, digest in read.items()}
    except (ValueError, AttributeError):
        raise PicturesGone from None
    # The parcel's name comes back from a browser: no other kept text is taken for one.
    if not all(name.removesuffix(".webp") == slugify(name.removesuffix(".webp")) for name in named):
        raise PicturesGone
    return named


def pictures_of(names: set[str]) -> dict[str, bytes]:
    """The bytes of those of these pictures that the course has."""
    folder = catalogue.folder
    if folder is None:
        return {}
    files = ((name, folder / "media" / name) for name in sorted(names) if "/" not in name)
    return {name: file.read_bytes() for name, file in files if file.is_file()}
