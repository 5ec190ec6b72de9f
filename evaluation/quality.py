"""The figures of docs/quality.md, generated between its marks; the words around them are written by hand.

python -m evaluation.quality                  # renew what is measured on the project's corpus
python -m evaluation.quality --check          # exit status 1 where that is old
python -m evaluation.quality --real FOLDER    # renew what is measured on real documents, which are not kept here

The figures on real documents depend on a folder that a checkout does not have, so --check leaves them alone.
"""

import argparse
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from evaluation.calibration import Bin, calibration, ordering
from evaluation.corpus import HALVES, Part, half_of
from evaluation.fields import KINDS
from evaluation.intervals import intervals
from evaluation.measure import LEVELS, Score
from evaluation.run import CORPUS, evaluate
from evaluation.show import LANGUAGES
from flows.errors import ExtractError

PAGE = CORPUS.parent / "docs" / "quality.md"


def _table(head: Iterable[str], rows: Iterable[Iterable[object]]) -> Iterator[str]:
    cells = list(head)
    yield f"| {' | '.join(cells)} |"
    yield f"| {' | '.join('---' for _ in cells)} |"
    for row in rows:
        yield f"| {' | '.join(str(cell) for cell in row)} |"


def _figures(name: str, score: Score) -> list[object]:
    bounds = intervals(score)["mean"]
    cells: list[object] = [name, len(score.documents)]
    for level in LEVELS:
        low, high = bounds[level]["f1"]
        cells.append(f"{score.mean(level, 'precision'):.2f} / {score.mean(level, 'recall'):.2f}")
        cells.append(f"**{score.f1(level):.2f}** ({low:.2f}–{high:.2f})")
    return [*cells, f"{score.clean} of {score.quiet}"]


_HEAD = ("", "documents", *(name for level in LEVELS for name in (f"{level} P / R", "F1")), "left empty")


def by_part(parts: dict[str, Score]) -> Iterator[str]:
    """Means over the three kinds, a line for each part of the documents."""
    yield from _table(_HEAD, (_figures(name, score) for name, score in parts.items() if score.documents))


def by_kind(score: Score) -> Iterator[str]:
    """Each kind's figures."""
    bounds = intervals(score)
    rows: list[list[object]] = []
    for kind in KINDS:
        tally = score.kinds[kind]
        row: list[object] = [kind, tally.labels, tally.records]
        for level in LEVELS:
            own = tally.figures(level)
            low, high = bounds[kind][level]["f1"]
            row.append(f"{own['precision']:.2f} / {own['recall']:.2f}")
            row.append(f"**{own['f1']:.2f}** ({low:.2f}–{high:.2f})")
        rows.append(row)
    yield from _table(("", "labels", "records", *_HEAD[2:-1]), rows)


def by_field(score: Score) -> Iterator[str]:
    """How far each field of what was found is right."""
    rows = []
    for kind, tally in score.kinds.items():
        told = (
            f"{name.rstrip('~')} {sum(v) / len(v):.2f}" if name.endswith("~") else f"**{name}** {sum(v) / len(v):.2f}"
            for name, v in tally.fields.items()
        )
        rows.append((kind, ", ".join(told)))
    yield from _table(("", "share right, key fields in bold"), rows)


def _bin(entry: Bin) -> tuple[object, ...]:
    if entry.low is None or entry.mean is None:
        return ("no score", entry.records, "", f"{entry.found:.2f}", f"{entry.exact:.2f}")
    name = f"{entry.low:.1f}–{entry.high:.1f}"
    return (name, entry.records, f"{entry.mean:.2f}", f"{entry.found:.2f}", f"{entry.exact:.2f}")


def by_confidence(score: Score) -> Iterator[str]:
    """The calibration: bins of confidence against the shares right."""
    yield from _table(("confidence", "records", "mean", "found", "exact"), map(_bin, calibration(score)))
    order = ordering(score)
    if order is not None:
        yield ""
        yield f"A found record has a higher score than a false one in {order:.0%} of all pairs of such."


def corpus_block(score: Score) -> Iterator[str]:
    """What is measured on the project's own corpus."""
    halves = {f"half {h}": score.where(lambda d, h=h: half_of(d.name) == h) for h in HALVES}  # type: ignore[misc]
    languages = {LANGUAGES.get(name, name): score.of_language(name) for name in score.languages}
    yield from by_part({"all": score} | languages | halves)
    yield "\n### By kind\n"
    yield from by_kind(score)
    yield "\n### By field\n"
    yield from by_field(score)
    yield "\n### Confidence\n"
    yield from by_confidence(score)


def real_block(folder: Path) -> Iterator[str]:
    """What is measured on real documents, the odd and the even numbers apart."""
    score = evaluate(folder).score
    odd, even = (score.where(lambda d, n=n: Part(numbers=n).holds(d.name)) for n in ("odd", "even"))  # type: ignore[misc]
    languages = {LANGUAGES.get(name, name): score.of_language(name) for name in score.languages}
    yield from by_part({"all": score, "odd numbers": odd, "even numbers": even} | languages)
    yield ""
    yield from by_kind(score)
    yield ""
    yield from by_confidence(score)


def with_block(page: str, name: str, lines: Iterable[str]) -> str:
    """The page with a block renewed between its marks. Raises ExtractError where the page lacks them."""
    marks = re.compile(rf"(<!-- generated: {name}[^>]*-->\n).*?(<!-- end: {name} -->)", re.DOTALL)
    if not marks.search(page):
        raise ExtractError(f"docs/quality.md: has no marks for {name}; take the page from version control again")
    block = "\n".join(lines) + "\n"
    return marks.sub(lambda hit: f"{hit[1]}{block}{hit[2]}", page)


def main(arguments: list[str] | None = None) -> int:
    """Renew the page, or compare it."""
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("--check", action="store_true", help="exit status 1 where the page is old")
    cli.add_argument("--real", metavar="FOLDER", type=Path, help="renew the figures on real documents in FOLDER")
    chosen = cli.parse_args(arguments)
    try:
        page = PAGE.read_text("utf-8")
        now = page
        if chosen.real is not None:
            now = with_block(now, "real", real_block(chosen.real))
        now = with_block(now, "corpus", corpus_block(evaluate(CORPUS).score))
    except (ExtractError, OSError) as error:
        print(f"evaluation.quality: {error}", file=sys.stderr)
        return 2
    if not chosen.check:
        PAGE.write_text(now, encoding="utf-8")
    elif now != page:
        print("docs/quality.md is old; run: python -m evaluation.quality", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
