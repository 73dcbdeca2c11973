"""Which HTML may stand in prose, and where HTML stands that the sanitiser would remove."""

from __future__ import annotations

import re
from collections.abc import Iterator

import nh3

_INLINE = "a abbr b br cite code del em i img ins kbd mark q s small span strong sub sup"
_BLOCK = "blockquote dd div dl dt h1 h2 h3 h4 h5 h6 hr li ol p pre table tbody td th thead tr ul"
TAGS = frozenset(f"{_INLINE} {_BLOCK}".split())
ATTRIBUTES = {
    "*": {"lang"},
    "a": {"href", "title"},
    "abbr": {"title"},
    "img": {"src", "alt", "title"},
    "ol": {"start"},
    "td": {"align", "colspan", "rowspan"},
    "th": {"align", "colspan", "rowspan", "scope"},
}
SCHEMES = frozenset({"http", "https", "mailto", "tel"})
_TAG = re.compile(r"<(?:/?([A-Za-z][A-Za-z0-9-]*)((?:[^<>\"']|\"[^\"<]*\"|'[^'<]*')*)>|[!?][^\n]*)")
_ATTRIBUTE = re.compile(r"([^\s=/\"'<>]+)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'<>]+)))?")
_CODE = re.compile(r"(`+)(?!`).*?(?<!`)\1(?!`)")
_FENCE = re.compile(r" {0,3}(?:`{3,}|~{3,})")
_AUTOLINK = re.compile(r"<(?:https?://|mailto:)?[^\s<>]+[.@:][^\s<>]*>$")


def clean(html: str) -> str:
    """The HTML without anything that could act or style."""
    return nh3.clean(
        html,
        tags=set(TAGS),
        attributes={tag: set(names) for tag, names in ATTRIBUTES.items()},
        url_schemes=set(SCHEMES),
        link_rel=None,
    )


def find_refused(text: str) -> Iterator[tuple[int, int, str]]:
    """Line offset, column and the name of every tag or attribute that may not stand there."""
    fenced = False
    for number, line in enumerate(text.split("\n")):
        if _FENCE.match(line):
            fenced = not fenced
        if fenced or "<" not in line or line.startswith("    "):
            continue
        visible = _CODE.sub(lambda code: " " * len(code.group()), line)
        for tag in _TAG.finditer(visible):
            refused = _refused(tag)
            if refused:
                yield number, tag.start() + 1, refused


def _refused(tag: re.Match[str]) -> str:
    name = (tag.group(1) or "").lower()
    if _AUTOLINK.match(tag.group()):
        return ""
    if name not in TAGS:
        return f"<{name}>" if name else "<!"
    allowed = ATTRIBUTES.get(name, set()) | ATTRIBUTES["*"]
    for attribute in _ATTRIBUTE.finditer(tag.group(2)):
        if attribute.group(1).lower() not in allowed:
            return attribute.group(1)
        value = attribute.group(2) or attribute.group(3) or attribute.group(4) or ""
        if attribute.group(1).lower() in ("href", "src") and not is_safe_address(value):
            return f"{attribute.group(1)}={value[:40]}"
    return ""


def is_safe_address(address: str) -> bool:
    """False for javascript: and other schemes a link must not have."""
    scheme, colon, _ = address.strip().partition(":")
    if not colon or any(mark in scheme for mark in "/?#"):
        return True
    return scheme.lower() in SCHEMES
