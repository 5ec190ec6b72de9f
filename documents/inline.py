"""Markdown's marks inside a line: reduced to the words that they mark."""

import html
import re

_LITERAL = re.compile(r"\\([!-/:-@\[-`{-~])|(`{1,3})(?!`)([^`]{1,1000})\2(?!`)")
_IMAGE = re.compile(r"!\[[^\[\]]{0,500}\]\([^()\s]{0,2000}(?:\s[^()]{0,500})?\)")
_LINK = re.compile(
    r"\[([^\[\]]{0,2000})\](?:\((?:[^()\s]|\([^()\s]{0,200}\)){0,2000}(?:\s[^()]{0,500})?\)|\[[^\[\]]{0,200}\])"
)
_AUTOLINK = re.compile(r"<((?:https?://|mailto:)[^<>\s]{1,2000})>")
_TAG = re.compile(r"</?[A-Za-z][^<>]{0,5000}>")
_BREAK_TAG = re.compile(r"<br\s*/?>", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_HOLLOW = re.compile(r"(?<![*\s])(\*{1,3})([^\w*]{1,5})\1(?!\*)")
"""Emphasis of a point alone ('reach**.**'), which converters leave behind."""
_DELIMITER = re.compile(r"\*+|_+|~~")
_KEPT = re.compile("\x00(\\d+)\x00")
"""Stands for code and escaped characters while marks are taken away: no decoded text has a NUL."""


def _flanking(text: str, match: re.Match[str]) -> tuple[bool, bool]:
    """Whether a run of marks can open and can close an emphasis."""
    before = text[match.start() - 1] if match.start() else " "
    after = text[match.end()] if match.end() < len(text) else " "
    # A space that does not break may stand inside: word processors put it there.
    opens = after not in " \t\n" and (after.isalnum() or not before.isalnum())
    closes = before not in " \t\n" and (before.isalnum() or not after.isalnum())
    if match[0][0] == "_":  # snake_case is no emphasis
        return opens and not before.isalnum(), closes and not after.isalnum()
    if before.isdigit() and after.isdigit():  # nor is 5*3
        return False, False
    return opens, closes


def _without_emphasis(text: str) -> str:
    """Drop marks of emphasis that pair up; others stand for themselves."""
    drop: list[tuple[int, int]] = []
    open_: list[list[int]] = []  # per open run: its place, how many of its marks are still open
    for match in _DELIMITER.finditer(text):
        opens, closes = _flanking(text, match)
        mark, start, left = match[0][0], match.start(), len(match[0])
        # '**words **and on': no emphasis by the book, but what many converters write.
        if closes or ((opens or left > 1) and open_ and text[open_[-1][0]] == mark and open_[-1][1] == left):
            while left and open_ and text[open_[-1][0]] == mark:
                run = open_[-1]
                used = min(left, run[1])
                drop += [(run[0] + run[1] - used, run[0] + run[1]), (start, start + used)]
                run[1] -= used
                start, left = start + used, left - used
                if not run[1]:
                    open_.pop()
        if opens and left:
            open_.append([start, left])
            if len(open_) > 50:  # nobody nests so deep: marks that never close
                open_.pop(0)
    pieces, place = [], 0
    for start, end in sorted(drop):
        pieces.append(text[place:start])
        place = end
    return "".join(pieces) + text[place:]


def plain_words(text: str) -> str:
    """A line of Markdown without its marks: links, emphasis and code become their words, images and tags go.

    Addresses of links are dropped, entities become characters, escaped characters stand for themselves.
    """
    if not any(c in text for c in "*_`[<&\\~"):
        return text
    kept: list[str] = []

    def keep(words: str) -> str:
        kept.append(words)
        return f"\x00{len(kept) - 1}\x00"

    text = _LITERAL.sub(lambda m: keep(m[1] or m[3].strip()), text.replace("\x00", "\ufffd"))
    text = _AUTOLINK.sub(lambda m: keep(m[1].removeprefix("mailto:")), text)
    text = _IMAGE.sub("", text)
    text = _LINK.sub(lambda m: m[1], text)
    text = _BREAK_TAG.sub("\n", text)
    text = _TAG.sub("", text)
    text = _HOLLOW.sub(r"\2", _without_emphasis(text))
    text = _ENTITY.sub(lambda m: html.unescape(m[0]), text)
    while kept and "\x00" in text:  # more than once: an address may hold an escaped character
        text = _KEPT.sub(lambda m: kept[int(m[1])], text)
    return text
