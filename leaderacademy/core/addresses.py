"""Finds the mail address that was probably meant: one slip away from a well-known provider."""

# Where most private and many small firms' addresses are; a company's own domain is nobody's slip.
KNOWN = (
    *("gmail.com", "googlemail.com", "gmx.de", "gmx.net", "gmx.at", "gmx.ch", "web.de"),
    *("t-online.de", "outlook.de", "outlook.com", "hotmail.de", "hotmail.com", "live.de"),
    *("yahoo.de", "yahoo.com", "icloud.com", "freenet.de", "arcor.de", "posteo.de"),
    *("mailbox.org", "bluewin.ch", "aol.com", "vodafone.de", "kabelmail.de"),
)
# One slip away from one of these, and real all the same.
REAL = {
    *("email.com", "ymail.com", "mail.com", "email.de", "gmx.com", "live.com"),
    *("hotmail.be", "hotmail.dk", "outlook.be", "outlook.dk", "yahoo.be", "yahoo.dk"),
}
# In a shorter domain one wrong letter makes another company's; only swapped letters count there.
LONG = 9


def address_meant(text: str | None) -> str | None:
    """The address with the provider put right, or None when nothing looks misspelt."""
    local, at, domain = (text or "").strip().rpartition("@")
    domain = domain.lower()
    if not at or not local or domain in KNOWN or domain in REAL:
        return None
    found = next((known for known in KNOWN if _is_slip(domain, known)), None)
    return f"{local}@{found}" if found else None


def _is_slip(typed: str, known: str) -> bool:
    """Two letters swapped, or in a long one a letter missing, wrong or too many."""
    same = next((i for i, (a, b) in enumerate(zip(typed, known, strict=False)) if a != b), None)
    if same is None:
        same = min(len(typed), len(known))
    here, there = typed[same:], known[same:]
    if here[:2] == there[1::-1] and here[2:] == there[2:]:
        return True
    slips = (here[1:] == there[1:], here[1:] == there, here == there[1:])
    return len(known) >= LONG and any(slips)
