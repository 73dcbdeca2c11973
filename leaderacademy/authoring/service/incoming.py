"""Pictures that come in with a whole course: only what the studio would have made itself."""

from leaderacademy.authoring.rules.pictures import BadPicture
from leaderacademy.content.svg import read_svg

_FORMATS = {"png": "PNG", "jpg": "JPEG", "jpeg": "JPEG", "webp": "WEBP"}


def picture_trouble(name: str, data: bytes) -> str:
    """Why this picture is not taken in; empty when it is."""
    if name.endswith(".svg"):
        return _drawing_trouble(data)
    # Here, not above: only who takes in a photo needs Pillow.
    from leaderacademy.authoring.service.photos import carries_along, format_of

    try:
        if format_of(data) != _FORMATS[name.rpartition(".")[2]]:
            return "Der Inhalt passt nicht zur Endung des Namens."
        if carries_along(data):
            return (
                "Das Bild trägt Angaben über Ort, Kamera oder Herkunft. Nehmen Sie es unter "
                "„Bilder“ auf; dabei werden sie entfernt."
            )
    except BadPicture as error:
        return str(error)
    return ""


def _drawing_trouble(data: bytes) -> str:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return "Die Zeichnung ist kein Text in UTF-8."
    troubles = read_svg(text)[2]
    if not troubles:
        return ""
    line, column, sentence = troubles[0]
    return f"Zeile\u00a0{line}, Spalte\u00a0{column}: {sentence}"
