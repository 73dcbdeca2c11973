"""How counts are shown so that nobody can be told from them."""

LEAST = 5


def shown(count: int) -> str:
    """The count, or only that it is small; nothing below five tells of single people."""
    return str(count) if count >= LEAST else f"unter {LEAST}"


def share(count: int, of: int) -> str:
    """Per cent in whole numbers where both counts may be shown, else nothing."""
    if count < LEAST or of < LEAST:
        return ""
    return f"{round(100 * count / of)}\u00a0%"
