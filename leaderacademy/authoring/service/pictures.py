"""Pictures of the course: taken in without what they carry along, and where each is used."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from leaderacademy.authoring.rules.pictures import LARGEST, WIDEST, BadPicture
from leaderacademy.authoring.service.drafts import drafts
from leaderacademy.authoring.service.files import remove_file, write_file
from leaderacademy.authoring.service.kept_texts import find_kept
from leaderacademy.content.catalogue import catalogue
from leaderacademy.content.prose import slugify
from leaderacademy.content.svg import read_svg
from leaderacademy.content.variants import WIDTHS, is_variant, variant_name

_ENDINGS = (".svg", ".png", ".jpg", ".jpeg", ".webp")


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
    return add_photo(data, _free_stem(filename))


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


def add_photo(data: bytes, stem: str) -> str:
    """Take in a photo under this name, as large as it is shown and in smaller copies."""
    # Here, not above: only who takes in a photo needs Pillow.
    from leaderacademy.authoring.service.photos import as_webp, narrowed, opened

    image = opened(data)
    name = f"{stem}.webp"
    largest = narrowed(image, WIDEST)
    for width in WIDTHS:
        if width < largest.width:
            write_file(f"media/{variant_name(name, width)}", as_webp(narrowed(largest, width)))
    # The picture itself last: with it the smaller copies count.
    write_file(f"media/{name}", as_webp(largest))
    return name


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
    if name.rpartition(".")[0] not in text:  # as it is in nearly all of them
        return False
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
