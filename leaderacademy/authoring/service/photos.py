"""Photos become pixels and then WebP: whatever else a file holds does not come along."""

import io
import warnings

from PIL import Image, ImageOps, UnidentifiedImageError

from leaderacademy.authoring.rules.pictures import MOST_PIXELS, BadPicture

_QUALITY = 82
_FORMATS = ("PNG", "JPEG", "WEBP", "GIF", "BMP", "TIFF")


def opened(data: bytes) -> Image.Image:
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


def narrowed(image: Image.Image, width: int) -> Image.Image:
    """The picture, at most so many pixels wide."""
    if image.width <= width:
        return image
    height = max(round(image.height * width / image.width), 1)
    return image.resize((width, height), Image.Resampling.LANCZOS)


def as_webp(image: Image.Image) -> bytes:
    """The pixels and nothing else."""
    clean = Image.frombytes(image.mode, image.size, image.tobytes())  # without its info
    stream = io.BytesIO()
    clean.save(stream, "WEBP", quality=_QUALITY, method=4)
    return stream.getvalue()


def format_of(data: bytes) -> str:
    """PNG, JPEG or another; raises BadPicture for what cannot be opened or is too large."""
    opened(data)
    with Image.open(io.BytesIO(data), formats=_FORMATS) as image:
        return image.format or ""


def carries_along(data: bytes) -> bool:
    """Whether the file says more than its pixels: where and by whom it was taken, for example."""
    with Image.open(io.BytesIO(data), formats=_FORMATS) as image:
        return bool(image.getexif()) or any(
            name in image.info for name in ("xmp", "comment", "photoshop", "XML:com.adobe.xmp")
        )
