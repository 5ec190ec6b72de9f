"""An explanation as one HTML page that holds all it needs: no script, nothing from elsewhere, everything escaped."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator
from html import escape
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from cli.explain_rows import NAMES, Row, Shown, Words, one_line, reject_line, shown_records, visible

if TYPE_CHECKING:
    from flows.explain import Explanation
    from schemas.document import Document
    from schemas.records import Record

_STYLE = Path(__file__).with_name("explain.css")
_NOTHING_FROM_ELSEWHERE = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
_LABELS = {
    "country": "countries",
    "body": "international bodies",
    "institution": "institutions",
    "person": "persons by office",
    "programme": "programmes",
    "money": "money",
    "date": "dates",
    "period": "periods",
    "quantity": "quantities",
    "instrument": "instruments",
    "materiel": "matériel",
    "trigger": "triggers",
    "topic": "topics",
}


def page(told: "Explanation") -> str:
    """The page."""
    document = told.document
    shown = shown_records(told.records)
    title = _escaped(one_line(document.title or document.path))
    parts = [
        f'<!doctype html>\n<html lang="{_escaped(document.language or "und")}">\n<head>\n<meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{escape(_NOTHING_FROM_ELSEWHERE)}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{title}</title>\n<style>\n{_STYLE.read_text('utf-8')}{_switches()}</style>\n</head>\n<body>",
        f'<header lang="en">\n<h1>{title}</h1>\n<p class="dim">{_about(document)}</p>',
        f"<p>{_summary(told, shown)}</p>\n{_legend(told)}\n</header>\n<main>",
        f"<section>\n<h2 lang='en'>The text</h2>\n<div class='text'>{''.join(_text(told, shown))}</div>\n</section>",
        "<section lang='en'>\n<h2>What was read</h2>",
        *(_card(one) for one in shown),
        *_rejects(told),
        "</section>\n</main>",
        f"<footer lang='en' class='dim'>{_escaped(document.document_id)}</footer>\n</body>\n</html>\n",
    ]
    return "\n".join(parts)


def _escaped(text: str) -> str:
    return escape(visible(text))


def _switches() -> str:
    """Rules that make the boxes of the legend hide a kind's colour, and each kind's colour."""
    rules = []
    for kind in _LABELS:
        if kind != "topic":
            rules.append(f".k-{kind} {{ background: var(--{kind}); }}")
        rules.append(f"body:has(#show-{kind}:not(:checked)) .text .k-{kind} {{ background: none; border: 0; }}")
    return "\n".join(rules) + "\n"


def _about(document: "Document") -> str:
    parts = [one_line(part) for part in (document.publisher, document.language) if part]
    if document.published_on:
        parts.insert(1 if document.publisher else 0, document.published_on.isoformat())
    told = [escape(part) for part in parts]
    link = document.url or ""
    shown = _escaped(one_line(link or document.path))
    # Only addresses of the web become links: the text may come from anywhere.
    if link.startswith(("https://", "http://")):
        told.append(f'<a href="{_escaped(link)}" rel="noopener noreferrer">{shown}</a>')
    else:
        told.append(shown)
    return " · ".join(told)


def _summary(told: "Explanation", shown: list[Shown]) -> str:
    if told.document.skip_reason:
        return f"Not coded: {_escaped(one_line(told.document.skip_reason))}."
    if not shown and not told.rejects:
        return "Nothing to code was found."
    parts = [f'<a href="#{one.mark}">{one.mark}</a>' for one in shown]
    rejects = f" · {len(told.rejects)} rejected" if told.rejects else ""
    return f"{len(shown)} records: {', '.join(parts)}{rejects}" if shown else f"No record{rejects}"


def _legend(told: "Explanation") -> str:
    counts = Counter(mention.kind for mention in told.mentions)
    boxes = (
        f'<label><input type="checkbox" id="show-{kind}" checked>'
        f'<mark class="k-{kind}">{label}</mark>{counts[kind]}</label>'
        for kind, label in _LABELS.items()
        if counts[kind]
    )
    return f'<div class="legend">{"".join(boxes)}</div>'


def _text(told: "Explanation", shown: list[Shown]) -> Iterator[str]:
    """The text in pieces that begin and end wherever a mention or a record's words do."""
    text = told.document.text
    whole = [
        (span.start, span.end, one.mark)
        for one, record in zip(shown, told.records, strict=True)
        for span in record.evidence
        if span.field == "record"
    ]
    anchors = {span.start for record in told.records for span in record.evidence}
    cuts = sorted({0, len(text), *anchors, *_ends(told.records), *(e for m in told.mentions for e in (m.start, m.end))})
    starts = [mention.start for mention in told.mentions]
    covered = _covered(whole)
    marks: dict[int, list[str]] = {}
    for _, end, mark in whole:
        marks.setdefault(end, []).append(mark)
    for low, high in pairwise(cuts):
        piece = _escaped(text[low:high])
        at = bisect_right(starts, low) - 1
        if at >= 0 and told.mentions[at].end > low:
            mention = told.mentions[at]
            note = _escaped(f"{mention.kind}: {mention.note}")
            piece = f'<mark class="k-{mention.kind}" title="{note}">{piece}</mark>'
        if _inside(covered, low):
            piece = f'<span class="told">{piece}</span>'
        if low in anchors:
            piece = f'<span id="o{low}">{piece}</span>'
        yield piece
        for mark in dict.fromkeys(marks.get(high, ())):
            yield f'<sup><a href="#{mark}">{mark}</a></sup>'


def _ends(records: "Iterable[Record]") -> set[int]:
    return {span.end for record in records for span in record.evidence}


def _covered(spans: list[tuple[int, int, str]]) -> list[tuple[int, int]]:
    """The spans joined, in order."""
    joined: list[tuple[int, int]] = []
    for start, end, _ in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    return joined


def _inside(spans: list[tuple[int, int]], at: int) -> bool:
    place = bisect_right(spans, (at, 1 << 60)) - 1
    return place >= 0 and at < spans[place][1]


def _card(one: Shown) -> str:
    sure = ""
    if one.confidence is not None:
        sure = f' · confidence <meter min="0" max="1" value="{one.confidence}"></meter> {one.confidence:.2f}'
    frames = f"frame: {escape(', '.join(one.rules))} · " if one.rules else ""
    rows = "\n".join(_row(row) for row in one.rows if row.values or row.words)
    return (
        f'<article class="{one.kind}" id="{one.mark}">\n<h3>{one.mark} {NAMES[one.kind]}: {escape(one.title)}</h3>\n'
        f'<p class="by">{frames}by {escape(one.made_by)}{sure} · <code>{escape(one.record_id)}</code></p>\n'
        f"<table>\n{rows}\n</table>\n</article>"
    )


def _row(row: Row) -> str:
    values = "".join(f'<span class="value">{escape(value)}</span>' for value in row.values)
    words = "".join(_quoted(words) for words in row.words) or '<span class="words">read from the whole</span>'
    return f"<tr><th>{escape(row.field)}</th><td>{values}{words}</td></tr>"


def _quoted(words: Words) -> str:
    notes = f' <span class="rule">{escape("; ".join(words.notes))}</span>' if words.notes else ""
    return f'<span class="words"><a href="#o{words.start}">“{escape(words.quote)}”</a>{notes}</span>'


def _rejects(told: "Explanation") -> Iterator[str]:
    for reject in told.rejects:
        payload = f"<details><summary>what was proposed</summary><pre>{_escaped(reject.payload or '')}</pre></details>"
        yield f'<article class="reject">\n<h3>Rejected: {escape(reject_line(reject))}</h3>\n{payload}\n</article>'
