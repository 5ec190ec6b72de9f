"""How fast texts are read, as ratios in one run: against trafilatura taking the same texts out of ordinary web pages.

    python benchmarks/extract.py [ROUNDS]

Also whether the time is linear in the length, how much memory a text of 1 MB needs, and which stage is slowest.
Times are of the processor, so that other work on the machine matters less. Bounds: read at least 1.5 times as fast as
trafilatura, which machine code is (`python3 start.py compile`) and Python alone is not; at 1 MB at most twice the time
a character takes at 62,500 (Python's garbage collector and the processor's caches make it 1.1 to 1.4; what compares all
with all would make it 16); under 400 MB.
"""

import cProfile
import datetime as dt
import gc
import pstats
import resource
import statistics
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.pages import LENGTH, page, texts
from extraction.compiled import reads_with
from extraction.registry import get_extractor
from extraction.validate import extract
from schemas.document import Document
from schemas.enums import DocumentStatus
from schemas.ids import sha256_of_text

LANGUAGES = ("en", "es", "pt")
FASTER, GROWTH, MEGABYTES = 1.5, 2.0, 400
SIZES = (62_500, 125_000, 250_000, 500_000, 1_000_000)
WARM = 5
"""Of so many texts one only warms up: what is loaded once does not count."""
LARGE = 0.25
"""Share of the time from which a function is told by what it calls."""

Text = tuple[str, str]
Key = tuple[str, int, str]
"""A function in a profile: file, line, name."""


def document(text: str, language: str) -> Document:
    """A document as it comes out of the reader."""
    digest = sha256_of_text(text)
    return Document(
        document_id="doc_bench",
        version_id="ver_bench",
        source="bench",
        path="a.txt",
        published_on=dt.date(2024, 3, 15),
        language=language,
        media_type="text/plain",
        status=DocumentStatus.CODED,
        content_sha256=digest,
        text_sha256=digest,
        text=text,
    )


def seconds(work: Callable[[Any], object], inputs: Sequence[Any]) -> float:
    """Processor time of one pass over the inputs."""
    gc.collect()
    began = time.process_time()
    for one in inputs:
        work(one)
    return time.process_time() - began


def read(one: Document) -> object:
    """Extract and validate."""
    return extract(one, get_extractor())


def trafilatura_of(source: str) -> object:
    """The text of a page, as trafilatura takes it out by default."""
    import trafilatura

    return trafilatura.extract(source)


def spacy_pipeline() -> Callable[[str], object] | None:
    """spaCy's small English pipeline, where it is installed."""
    try:
        import spacy

        pipeline: Callable[[str], object] = spacy.load("en_core_web_sm")
    except (ImportError, OSError):
        return None
    return pipeline


def compare(rounds: int, held: Sequence[Text]) -> float:
    """Texts a second here and there; the passes alternate. Gives how many times as fast the reading is."""
    ours = [document(*one) for one in held]
    pages = [page(text, language, n) for n, (text, language) in enumerate(held)]
    passes: list[tuple[Callable[[Any], object], list[Any]]] = [(read, list(ours)), (trafilatura_of, list(pages))]
    spacy = spacy_pipeline()
    if spacy is not None:
        passes.append((spacy, [text for text, language in held if language == "en"]))
    for work, inputs in passes:
        seconds(work, inputs[::WARM])
    rest = [(work, [x for n, x in enumerate(inputs) if n % WARM]) for work, inputs in passes]
    times = [[seconds(work, inputs) / len(inputs) for work, inputs in rest] for _ in range(rounds)]
    rates = [1 / statistics.median(side) for side in zip(*times, strict=True)]
    kilobytes = sum(map(len, pages)) / len(pages) / 1000
    print(f"texts of {LENGTH} characters a second, in one process: {rates[0]:.0f}")
    print(f"trafilatura, the same texts out of pages of {kilobytes:.0f} kB: {rates[1]:.0f}")
    print("spaCy's small English pipeline: " + (f"{rates[2]:.0f}" if spacy else "not installed"))
    print(f"reading / trafilatura: {rates[0] / rates[1]:.2f} (bound {FASTER})")
    return rates[0] / rates[1]


def growth(language: str) -> float:
    """The time a character takes in texts of growing length, the longest against the shortest."""
    whole = "\n\n".join(texts(language))
    per_character = []
    for size in SIZES:
        long = (whole * (size // len(whole) + 1))[:size]
        per_character.append(min(seconds(read, [document(long, language)]) for _ in range(2)) / size)
    shown = ", ".join(f"{size:,}: {value * 1e6:.2f}" for size, value in zip(SIZES, per_character, strict=True))
    print(f"microseconds a character in {language} at {shown}")
    ratio = per_character[-1] / per_character[0]
    print(f"longest / shortest: {ratio:.2f} (bound {GROWTH})")
    return ratio


def memory(language: str) -> None:
    """Read a text of 1 MB and print the most memory that this process had, in MB. Called in a process of its own."""
    whole = "\n\n".join(texts(language))
    read(document((whole * (SIZES[-1] // len(whole) + 1))[: SIZES[-1]], language))
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


def memory_of(language: str) -> float:
    """The most memory that reading a text of 1 MB takes, libraries included, in MB."""
    command = [sys.executable, __file__, "--memory", language]
    return float(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


def stages(held: Sequence[Text]) -> None:
    """The share of each stage, the slowest first."""
    documents = [document(*one) for one in held]
    profile = cProfile.Profile()
    profile.enable()
    for one in documents:
        read(one)
    profile.disable()
    stats: dict[Key, Any] = pstats.Stats(profile).stats  # type: ignore[attr-defined]
    calls: defaultdict[Key, dict[Key, float]] = defaultdict(dict)
    for key, (*_, callers) in stats.items():
        for caller, values in callers.items():
            calls[caller][key] = values[3]
    (top,) = (key for key in stats if key[0].endswith("extraction/validate.py") and key[2] == "extract")
    total = stats[top][3]
    spent: defaultdict[str, float] = defaultdict(float)
    open_keys = dict(calls[top])
    seen = {top}
    while open_keys:
        key, value = open_keys.popitem()
        if value > LARGE * total and calls[key] and key not in seen:
            seen.add(key)
            for inner, part in calls[key].items():
                open_keys[inner] = open_keys.get(inner, 0.0) + part
        else:
            spent[_shown(key)] += value
    slowest = sorted(spent.items(), key=lambda item: -item[1])[:8]
    print(f"slowest stage: {slowest[0][0]}, {slowest[0][1] / total:.0%} of the time")
    for name, value in slowest[1:]:
        print(f"  {name} {value / total:.0%}")


def _shown(key: Key) -> str:
    path, _, name = key
    return f"{Path(path).parent.name}/{Path(path).name}:{name}" if path.endswith(".py") else name.strip("<>")


def main() -> int:
    """Measure and print; exit status 1 where a bound does not hold."""
    if sys.argv[1:2] == ["--memory"]:
        memory(sys.argv[2])
        return 0
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    print(f"texts are read by {reads_with()}")
    held = [(text, language) for language in LANGUAGES for text in texts(language)]
    holds = compare(rounds, held) >= FASTER
    for language in LANGUAGES:
        holds = growth(language) <= GROWTH and holds
        megabytes = memory_of(language)
        print(f"memory for 1 MB: {megabytes:.0f} MB (bound {MEGABYTES})")
        holds = megabytes < MEGABYTES and holds
    if reads_with() == "Python":  # a profile sees nothing in machine code
        stages(held)
    print("all bounds hold" if holds else "a bound does not hold")
    return 0 if holds else 1


if __name__ == "__main__":
    sys.exit(main())
