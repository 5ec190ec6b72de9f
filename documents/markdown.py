"""Markdown: the text is the body's words, with its paragraphs, headings, lists and tables as plain lines.

What an analyst would quote: paragraphs on one line each (line breaks inside them mean nothing in Markdown), headings
without '#', list items with '- ' or their number, tables row by row with ' | ' between the cells, links and emphasis
as their words. The same file gives the same text.
"""

import re
from dataclasses import dataclass, field

from documents import front_matter
from documents.encoding import decode
from documents.errors import UnreadableDocument
from documents.inline import plain_words
from documents.media import MARKDOWN
from documents.parts import Heading, Reading

_HEADING = re.compile(r" {0,3}(#{1,6})[ \t]+(.*)$")
_CLOSING = re.compile(r"(?<=[ \t])#{1,10}[ \t]{0,10}$")
_UNDERLINE = re.compile(r" {0,3}(=+|-{2,})[ \t]*$")
_RULE = re.compile(r" {0,3}(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})$")
_ITEM = re.compile(r"[ \t]*(?:([-*+•])|(\d{1,4})[.)])[ \t]+(?=\S)")
_QUOTE = re.compile(r"(?: {0,3}> ?)+")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_TABLE_RULE = re.compile(r"[ \t]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$")
_DEFINITION = re.compile(r" {0,3}\[[^\[\]]{1,200}\]:[ \t]+\S+")
_COMMENT_START, _COMMENT_END = "<!--", "-->"
_NEWLINE = re.compile(r"\r\n|\r|\n")


@dataclass
class _Writer:
    """Collects blocks of text with their offsets."""

    pieces: list[str] = field(default_factory=list)
    length: int = 0
    headings: list[Heading] = field(default_factory=list)
    last: str = ""

    def add(self, kind: str, words: str, level: int = 0) -> None:
        """Add a block; list items and rows of a table follow one another line by line, all else by an empty line."""
        words = words.strip()
        if not words:
            return
        if self.pieces:
            gap = "\n" if kind == self.last and kind in ("item", "row") else "\n\n"
            self.pieces.append(gap)
            self.length += len(gap)
        if level:
            self.headings.append(Heading(" ".join(words.split()), level, self.length))
        self.pieces.append(words)
        self.length += len(words)
        self.last = kind

    def text(self) -> str:
        """All blocks."""
        return "".join(self.pieces)


def _without_comments(text: str) -> str:
    pieces, place = [], 0
    while (start := text.find(_COMMENT_START, place)) >= 0 and (end := text.find(_COMMENT_END, start)) >= 0:
        pieces.append(text[place:start])
        place = end + len(_COMMENT_END)
    return "".join(pieces) + text[place:]


@dataclass
class _Paragraph:
    """The lines of a paragraph or list item that is being read."""

    kind: str = "paragraph"
    marker: str = ""
    lines: list[str] = field(default_factory=list)

    def words(self) -> str:
        """Its lines as one, but for those that end with a break (two spaces or a backslash)."""
        out = ""
        for line in self.lines:
            out += line.strip().removesuffix("\\")
            out += "\n" if line.endswith(("  ", "\\")) else " "
        reduced = plain_words(out.strip())
        return self.marker + "\n".join(part.strip() for part in reduced.split("\n") if part.strip())


def _is_table_rule(line: str) -> bool:
    return len(line) < 1000 and bool(_TABLE_RULE.match(line))


def _row(line: str) -> str:
    return " | ".join(plain_words(cell.strip()) for cell in line.strip().strip("|").split("|"))


def reduce_markdown(body: str) -> tuple[str, list[Heading]]:
    """The words of a Markdown text, and its headings with offsets into them.

    Lines without a letter or digit under '#' ('###' at the end of a press release) are no headings and stay.
    """
    writer = _Writer()
    current = _Paragraph()
    fence: str | None = None
    code: list[str] = []

    def flush() -> None:
        nonlocal current
        if current.lines:
            writer.add(current.kind, current.words())
        current = _Paragraph()

    for line in _NEWLINE.split(_without_comments(body)):
        if fence is not None:
            if line.strip().startswith(fence) and not line.strip().strip(fence[0]):
                writer.add("code", "\n".join(code))
                fence, code = None, []
            else:
                code.append(line)
            continue
        line = _QUOTE.sub("", line, count=1) if line.lstrip().startswith(">") else line
        if not line.strip():
            flush()
        elif mark := _FENCE.match(line):
            flush()
            fence = mark[1]
        elif (heading := _HEADING.match(line)) and any(c.isalnum() for c in heading[2]):
            flush()
            writer.add("heading", plain_words(_CLOSING.sub("", heading[2])), len(heading[1]))
        elif current.lines and (under := _UNDERLINE.match(line)) and len(current.lines) == 1 and not current.marker:
            writer.add("heading", current.words(), 1 if under[1][0] == "=" else 2)
            current = _Paragraph()
        elif _RULE.match(line):
            flush()
        elif line.lstrip().startswith("|") or ("|" in line and _is_table_rule(line)):
            flush()
            if not _is_table_rule(line):
                writer.add("row", _row(line))
        elif _DEFINITION.match(line) and not current.lines:
            continue
        elif item := _ITEM.match(line):
            flush()
            current = _Paragraph("item", f"{item[2]}. " if item[2] else "- ", [line[item.end() :]])
        else:
            current.lines.append(line)
    flush()
    if code:
        writer.add("code", "\n".join(code))
    return writer.text(), writer.headings


def read_markdown(content: bytes) -> Reading:
    """The words of a Markdown file and what its front matter tells. Raises UnreadableDocument for what is no text."""
    decoded = decode(content)
    parted = front_matter.split(decoded.text)
    text, headings = reduce_markdown(parted.body)
    if not text and parted.fields:
        raise UnreadableDocument("is empty below its front matter: nothing to read; save it again or remove it")
    reading = Reading(MARKDOWN, text, headings=headings, warnings=list(decoded.warnings))
    if parted.warning:
        reading.warnings.append(parted.warning)
    front_matter.apply(parted.fields, reading)
    return reading
