"""Pictures of the course: taken in without what they carry along, and where each is used."""

import io
import re
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageOps, UnidentifiedImageError

from leaderacademy.authoring.service.drafts import drafts
from leaderacademy.authoring.service.files import remove_file, write_file
from leaderacademy.authoring.service.kept_texts import find_kept
from leaderacademy.content.catalogue import catalogue
from leaderacademy.content.prose import slugify
from leaderacademy.content.svg import read_svg
from leaderacademy.content.variants import WIDTHS, is_variant, variant_name

LARGEST = 15_000_000
MOST_PIXELS = 40_000_000
WIDEST = 1600
_QUALITY = 82
_FORMATS = ("PNG", "JPEG", "WEBP", "GIF", "BMP", "TIFF")
_ENDINGS = (".svg", ".png", ".jpg", ".jpeg", ".webp")


class BadPicture(Exception):  # noqa: N818 - named for what happened
    """The picture cannot be taken in; the message is German and for the trainer."""


@dataclass(frozen=True, slots=True)
class ListedPicture:
    """A file of content/media and the files in whose text it stands."""

    name: str
    bytes: int
    used_in: tuple[str, ...]

    @property
    def is_drawing(self) -> bool:
        """Drawings stand in the page itself, photos beside it."""
        return self.name.endswith(".svg")

    @property
    def stem(self) -> str:
        """What a figure block names."""
        return self.name.rpartition(".")[0]


def add_picture(data: bytes, filename: str, alternative: str) -> str:
    """Take in a picture and give back its name; raises BadPicture and CannotWrite."""
    if not alternative.strip():
        raise BadPicture("Beschreiben Sie in einem Satz, was auf dem Bild zu sehen ist.")
    if not data:
        raise BadPicture("Wählen Sie eine Bilddatei aus.")
    if len(data) > LARGEST:
        raise BadPicture("Das Bild ist größer als 15\u00a0MB. Verkleinern Sie es vorher.")
    if re.match(rb"\s*(?:\xef\xbb\xbf)?\s*<(?:\?xml|svg|!--|!DOCTYPE svg)", data[:400]):
        return _add_drawing(data, _free_stem(filename))
    return _add_photo(data, _free_stem(filename))


def _add_drawing(data: bytes, stem: str) -> str:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BadPicture("Die Zeichnung ist kein Text in UTF-8.") from None
    troubles = read_svg(text)[2]
    if troubles:
        line, column, sentence = troubles[0]
        raise BadPicture(f"Zeile\u00a0{line}, Spalte\u00a0{column}: {sentence}")
    write_file(f"media/{stem}.svg", text.encode())
    return f"{stem}.svg"


def _add_photo(data: bytes, stem: str) -> str:
    image = _opened(data)
    name = f"{stem}.webp"
    largest = _narrowed(image, WIDEST)
    for width in WIDTHS:
        if width < largest.width:
            write_file(f"media/{variant_name(name, width)}", _webp(_narrowed(largest, width)))
    # The picture itself last: with it the smaller copies count.
    write_file(f"media/{name}", _webp(largest))
    return name


def _opened(data: bytes) -> Image.Image:
    """The pixels, upright, and nothing else of what the file holds."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            image = Image.open(io.BytesIO(data), formats=_FORMATS)
        if image.width * image.height > MOST_PIXELS:
            raise _too_many(image.width * image.height)
        upright = ImageOps.exif_transpose(image) or image
        see_through = upright.mode in ("RGBA", "LA", "PA") or "transparency" in upright.info
        return upright.convert("RGBA" if see_through else "RGB")
    except Image.DecompressionBombError:
        raise _too_many(0) from None
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError):
        raise BadPicture(
            "Diese Datei ist kein Bild, das sich öffnen lässt. Es gehen JPEG, PNG, WebP, GIF, "
            "TIFF und SVG."
        ) from None


def _too_many(pixels: int) -> BadPicture:
    size = f"hat {pixels // 1_000_000}\u00a0Megapixel" if pixels else "ist riesig"
    return BadPicture(
        f"Das Bild {size}. Erlaubt sind {MOST_PIXELS // 1_000_000}\u00a0Megapixel, gezeigt werden "
        "höchstens 1.600\u00a0Pixel Breite. Verkleinern Sie es vorher."
    )


def _narrowed(image: Image.Image, width: int) -> Image.Image:
    if image.width <= width:
        return image
    height = max(round(image.height * width / image.width), 1)
    return image.resize((width, height), Image.Resampling.LANCZOS)


def _webp(image: Image.Image) -> bytes:
    clean = Image.frombytes(image.mode, image.size, image.tobytes())  # without its info
    stream = io.BytesIO()
    clean.save(stream, "WEBP", quality=_QUALITY, method=4)
    return stream.getvalue()


def _free_stem(filename: str) -> str:
    short = slugify(filename.replace("\\", "/").rpartition("/")[2].rpartition(".")[0])[:60]
    stem = short.strip("-") or "bild"
    taken = {name.split(".")[0] for name in _names()}
    free, number = stem, 2
    while free in taken:
        free, number = f"{stem}-{number}", number + 1
    return free


def _names() -> list[str]:
    if catalogue.folder is None:
        return []
    files = (catalogue.folder / "media").glob("*")
    return sorted(file.name for file in files if file.name.endswith(_ENDINGS))


def pictures() -> list[ListedPicture]:
    """Every picture with its uses; smaller copies belong to their picture."""
    names = dict.fromkeys(_names())
    folder = (catalogue.folder or Path()) / "media"
    texts = list(_all_texts())
    return [
        ListedPicture(
            name,
            (folder / name).stat().st_size,
            tuple(dict.fromkeys(where for where, text in texts if _stands_in(name, text))),
        )
        for name in names
        if not is_variant(name, names)
    ]


def _all_texts() -> Iterator[tuple[str, str]]:
    """Every text of the course and every draft, with the name of its file."""
    folder = catalogue.folder
    if folder is None:
        return
    for file in sorted([*folder.glob("*.yml"), *folder.glob("*/*.md")]):
        try:
            name = file.relative_to(folder).as_posix()
            yield name, file.read_text(encoding="utf-8", errors="replace")
        except OSError:
            continue
    for draft in drafts().values():
        yield draft.name, find_kept(draft.digest) or ""


def _stands_in(name: str, text: str) -> bool:
    stem = re.escape(name.rpartition(".")[0])
    pattern = (
        rf"^ {{0,3}}:{{3,}}[ \t]*figure[ \t]+{stem}(?![\w-])|(?<![\w-]){re.escape(name)}(?![\w-])"
    )
    return re.search(pattern, text, re.MULTILINE) is not None


class StillUsed(Exception):  # noqa: N818 - named for what happened
    """The picture stands in a text; the message is German and for the trainer."""


def remove_picture(name: str) -> None:
    """Delete a picture that nothing uses; raises LookupError, StillUsed and CannotWrite."""
    found = next((picture for picture in pictures() if picture.name == name), None)
    if found is None:
        raise LookupError(name)
    if found.used_in:
        raise StillUsed(f"Das Bild steht noch in {', '.join(found.used_in)}.")
    for width in WIDTHS:
        remove_file(f"media/{variant_name(name, width)}")
    remove_file(f"media/{name}")
