"""Blocks and sentences of a reading copy: paragraphs, headings, list items, label-and-value lines."""

import re
from dataclasses import dataclass
from enum import Enum

_BULLET = re.compile(
    r"[ \t]*(?:[-*•·◦▪□■‣–—>]|\(?[a-z]\)|\(?\d{1,2}[.)]|\(?[ivx]{1,4}[.)])[ \t]+(?=\S)|[ \t]*[•·◦▪□■‣](?=\S)",
    re.IGNORECASE,
)
_LABEL = re.compile(r"[ \t]*[*_]*([A-ZÀ-Ý][^\n:.!?]{1,60}?)[*_]*\s?:[ \t]+[*_]*(?=\S)")
# Begins with one set of characters, so that the search skips to them.
_STOP = re.compile(
    r"""[.!?…;\n](?:(?<=[.!?…])[.!?…]*["')\]]*(?=\s+["'(¿¡\[]*[A-ZÀ-Ý0-9])"""
    r"""|(?<=[.!?])(?P<closed>["')\]])(?=\s)|(?<=;)\s*\n|(?<=\n)[ \t]*\n)"""
)
_INITIALS = re.compile(r"\b(?:[A-Z]\.)+$")
_WORD_BEFORE = re.compile(r"[^\W\d_]+$")
_LONGEST = 2000
"""Characters of a sentence: the longest of real texts have about 1,200."""
_NARROWEST, _WIDEST = 45, 112


class BlockKind(Enum):
    """What a block of lines is."""

    PARAGRAPH = "paragraph"
    HEADING = "heading"
    ITEM = "item"


@dataclass(slots=True)
class Block:
    """A run of text that sentences never cross. `lead` is the block that introduces a list item, if any."""

    kind: BlockKind
    start: int
    end: int
    lead: int | None = None


@dataclass(slots=True)
class Sentence:
    """A sentence: its span, its block and its place in the text."""

    index: int
    start: int
    end: int
    block: int


def _wrap_width(lengths: list[int]) -> int:
    """Width at which the lines are wrapped, or 0 where a line is a paragraph."""
    # Lines whose hyphen at the end was mended are as long as two: they say nothing.
    plain = [n for n in lengths if n <= _WIDEST]
    longest = max(plain, default=0)
    full = sum(1 for n in plain if n >= longest - 20)
    wrapped = longest >= _NARROWEST and full >= max(3, len(lengths) * 0.25) and len(plain) >= len(lengths) * 0.6
    return longest if wrapped else 0


def _continues(line: str, following: str, width: int) -> bool:
    """Whether the next line goes on with the sentence of this one."""
    if _BULLET.match(following) or line.rstrip().endswith(":"):
        return False
    head = following.lstrip()[:1]
    if head.islower():
        return not line.rstrip().endswith((".", "!", "?")) or _INITIALS.search(line.rstrip()) is not None
    if not width:
        return False
    return len(line.rstrip()) >= width - 22 and not (_LABEL.match(following) and line.rstrip().endswith("."))


def _is_heading(text: str) -> bool:
    stripped = text.strip().strip("*_#").strip()
    if not stripped or len(stripped) > 160 or stripped[-1] in ".!?;,:":
        return False
    return len(stripped.split()) <= 22


def blocks(text: str) -> list[Block]:
    """Blocks of a text in order."""
    lines, at = [], 0
    for raw in text.split("\n"):
        lines.append((at, at + len(raw)))
        at += len(raw) + 1
    width = _wrap_width([len(text[a:b].rstrip()) for a, b in lines if text[a:b].strip()])
    found: list[Block] = []
    open_block: Block | None = None
    for n, (a, b) in enumerate(lines):
        line = text[a:b]
        if not line.strip():
            open_block = None
            continue
        previous = text[slice(*lines[n - 1])] if n else ""
        if open_block is not None and _continues(previous, line, width):
            open_block.end = b
            continue
        item = _BULLET.match(line)
        kind = BlockKind.ITEM if item else BlockKind.PARAGRAPH
        open_block = Block(kind, a + (item.end() if item else len(line) - len(line.lstrip())), b)
        found.append(open_block)
    lead: int | None = None
    for n, block in enumerate(found):
        if block.kind is BlockKind.ITEM:
            block.lead = lead
            continue
        body = text[block.start : block.end].rstrip()
        lead = n
        if "\n" not in body.strip() and _is_heading(body):
            block.kind = BlockKind.HEADING
    return found


def _cuts(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """A sentence in parts of at most `_LONGEST` characters, cut at spaces where there are any.

    What goes on for longer is a list, a table or no prose, and rules compare the words of a sentence with each other.
    """
    parts = []
    while end - start > _LONGEST:
        space = text.rfind(" ", start + _LONGEST // 2, start + _LONGEST)
        cut = space + 1 if space >= 0 else start + _LONGEST
        parts.append((start, cut))
        start = cut
    parts.append((start, end))
    return parts


def sentences(text: str, parts: list[Block], abbreviations: frozenset[str]) -> list[Sentence]:
    """Sentences of the blocks in order; `abbreviations` are words in lower case whose full stop ends none."""
    found: list[Sentence] = []
    for number, block in enumerate(parts):
        start = block.start
        for stop in _STOP.finditer(text, block.start, block.end):
            if stop.end() <= start:
                continue
            # '(Prof.) Perera': the full stop before a closing bracket ends what any other does.
            at = stop.end() if stop["closed"] and stop.end() - start <= 2 else stop.start()
            word = _WORD_BEFORE.search(text, max(start, at - 24), at)
            if text[at : at + 1] == "." and word is not None:
                short = word.group()
                initial = len(short) == 1 and short.isupper()
                if initial or short.lower() in abbreviations:
                    continue
            for low, high in _cuts(text, start, stop.end()):
                if text[low:high].strip():
                    found.append(Sentence(len(found), low, high, number))
            start = stop.end()
            while start < block.end and text[start].isspace():
                start += 1
        for low, high in _cuts(text, start, block.end):
            if text[low:high].strip():
                found.append(Sentence(len(found), low, high, number))
    return found
