"""Which pictures the course takes in, and how large they may be."""

LARGEST = 15_000_000  # bytes of the file that is sent
MOST_PIXELS = 40_000_000
WIDEST = 1600  # pixels of what is shown


class BadPicture(Exception):  # noqa: N818 - named for what happened
    """The picture cannot be taken in; the message is German and for the trainer."""
