"""The report of the measure as lines for people, 80 columns wide."""

from collections.abc import Iterator
from textwrap import wrap

from evaluation.fields import KINDS
from evaluation.intervals import intervals
from evaluation.measure import LEVELS, MEASURES, Score
from evaluation.run import Report
from extraction.compiled import reads_with

WIDTH = 80
LANGUAGES = {"en": "English", "es": "Spanish", "pt": "Portuguese"}


def report_lines(report: Report, *, per_document: bool = False) -> Iterator[str]:
    """The figures over all and by language, how far they go, each field, and what is wrong with evidence."""
    score = report.score
    which = f" ({report.part})" if str(report.part) else ""
    yield f"{report.folder}{which}: {len(score.documents)} documents, extractor {report.extractor}"
    yield from figures(score)
    languages = score.languages
    for language in languages if len(languages) > 1 else []:
        own = score.of_language(language)
        yield ""
        yield f"{LANGUAGES.get(language, language)}: {len(own.documents)} documents"
        yield from figures(own)
    yield ""
    yield from fields(score)
    yield ""
    yield f"documents with nothing to code left empty: {score.clean} of {score.quiet}"
    yield f"documents a second: {report.documents_per_second:.0f}, read by {reads_with()}"
    for fault in report.faults[:20]:
        yield f"fault: {fault}"
    if per_document:
        yield "found/labels of records, by document: agreements, aid, goals"
        yield from ("  ".join(document.row.values()) for document in score.documents)
    totals = "   ".join(f"{level} F1 {score.f1(level):.3f}" for level in LEVELS)
    yield f"{totals}   faults {len(report.faults)}"


def figures(score: Score) -> Iterator[str]:
    """Precision, recall and F1 of each kind and their mean, then the intervals of each F1."""
    heads = "".join(f"{level + ' P':>8}{'R':>5}{'F1':>5}" for level in LEVELS)
    yield f"{'':10} {'labels':>6} {'records':>7}{heads}"
    for kind in KINDS:
        tally = score.kinds[kind]
        cells = "".join(_cells([tally.figures(level)[m] for m in MEASURES]) for level in LEVELS)
        yield f"{kind:10} {tally.labels:6} {tally.records:7}{cells}"
    labels = sum(tally.labels for tally in score.kinds.values())
    records = sum(tally.records for tally in score.kinds.values())
    cells = "".join(_cells([score.mean(level, m) for m in MEASURES]) for level in LEVELS)
    yield f"{'mean':10} {labels:6} {records:7}{cells}"
    found = intervals(score)
    yield f"{'95 % of resampled documents':32}" + "".join(f"{level + ' F1':>16}" for level in LEVELS)
    for kind in (*KINDS, "mean"):
        spans = [found[kind][level]["f1"] for level in LEVELS]
        yield f"  {kind:30}" + "".join(f"{f'{low:.2f}-{high:.2f}':>16}" for low, high in spans)


def _cells(values: list[float]) -> str:
    return "    " + " ".join(f"{value:.2f}" for value in values)


def fields(score: Score) -> Iterator[str]:
    """How far each field of the pairs found is right, by kind; * marks the key fields."""
    yield "fields of what was found, share right (* key fields)"
    for kind, tally in score.kinds.items():
        parts = [
            f"{name.rstrip('~')}{'' if name.endswith('~') else '*'} {sum(v) / len(v):.2f}"
            for name, v in tally.fields.items()
        ]
        # Non-breaking inside, so that a name and its figure stay in one line.
        text = "  ".join(part.replace(" ", "\u00a0") for part in parts) or "none found"
        lines = wrap(text, WIDTH, initial_indent=f"  {kind}: ", subsequent_indent="    ")
        yield from (line.replace("\u00a0", " ") for line in lines)
