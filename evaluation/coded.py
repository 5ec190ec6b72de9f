"""Real documents that were coded by hand, without their words: offsets and codes, for the fit.

    python -m evaluation.coded FOLDER      # take in labelled documents of ../shared/real (texts/, labels/)

`coded.json` holds for each document where it lies, and its labels with offsets in place of words. The documents
themselves stay where they are; where they are not at hand, nothing is taught.
"""

import argparse
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from evaluation.documents import document_at, document_of
from evaluation.fields import Label
from schemas.document import Document
from schemas.ids import sha256_of_text

FILE = Path(__file__).with_name("coded.json")
_WORDS = ("party_names", "donor_names", "recipient_names", "channel_names", "holder_names")
KINDS = ("agreements", "aid", "goals")


def _texts(folder: Path) -> Iterator[tuple[str, str]]:
    """URL and text (title, blank line, body) of the documents of a folder laid out as ../shared/real."""
    releases = folder / "state_releases.jsonl"
    if releases.exists():
        for line in releases.read_text("utf-8").splitlines():
            row = json.loads(line)
            yield row["url"], f"{row['title']}\n\n{row['text']}"
    decisions = folder / "lk_cabinet" / "decisions.jsonl"
    if decisions.exists():
        for line in decisions.read_text("utf-8").splitlines():
            row = json.loads(line)
            yield row["source_url"], f"{row['title']}\n\n{row['decision_details']}"
    for path in sorted((folder / "whitehouse").glob("*.md")):
        document = document_at(path)
        url = re.search(r"^source_url: *(\S+)", path.read_text("utf-8"), re.MULTILINE)
        if document is not None and url is not None:
            yield url[1].strip("\"'"), f"{document.title}\n\n{document.text}"


def _place(words: str, text: str) -> list[int] | None:
    """Where a text has these words, whatever stands between them: coders copy them from a page laid out otherwise."""
    at = text.find(words)
    if at >= 0:
        return [at, at + len(words)]
    found = re.search(r"[\W_]+".join(re.findall(r"[^\W_]+", words)) or r"(?!)", text)
    return [found.start(), found.end()] if found else None


def _packed(label: Label, text: str) -> Label | None:
    """A label with offsets in place of words; None where its words are not in the text."""
    found: Label = {k: v for k, v in label.items() if k not in (*_WORDS, "anchor", "statement", "title", "target")}
    for name in ("anchor", "statement"):
        if label.get(name) is None:
            continue
        place = _place(label[name], text) or found.get("anchor")
        if place is None:
            return None
        found[name] = place
    value = (label.get("target") or {}).get("value")
    return found | ({"target": {"value": value}} if value is not None else {})


def _unpacked(label: Label, text: str) -> Label:
    words = {name: text[slice(*label[name])] for name in ("anchor", "statement") if name in label}
    return {name: [] for name in _WORDS} | label | words


def coded(folder: Path) -> Iterator[tuple[str, Document, dict[str, list[Label]]]]:
    """The coded documents under a folder laid out as ../shared/real: name, document, labels.

    A document whose text is another than the one that was coded is passed over.
    """
    kept: dict[str, Any] = json.loads(FILE.read_text("utf-8"))
    for url, text in _texts(folder):
        entry = kept.get(url)
        if entry is None or entry["text_sha256"] != sha256_of_text(text):
            continue
        labels = {kind: [_unpacked(label, text) for label in entry[kind]] for kind in KINDS}
        yield entry["name"], document_of(text, {"url": url, **entry["meta"]}), labels


def take_in(folder: Path, real: Path) -> int:
    """Add a folder's labelled documents to the file; how many it then holds."""
    kept: dict[str, Any] = json.loads(FILE.read_text("utf-8")) if FILE.exists() else {}
    texts = dict(_texts(real))
    for path in sorted((folder / "labels").glob("*.json")):
        labels = json.loads(path.read_text("utf-8"))
        meta = json.loads((folder / "texts" / f"{path.stem}.meta.json").read_text("utf-8"))
        text = texts.get(meta["url"])
        if text is None:
            print(f"{path.name}: no document has the url {meta['url']}", file=sys.stderr)
            continue
        packed = {kind: [p for label in labels[kind] if (p := _packed(label, text)) is not None] for kind in KINDS}
        kept[meta["url"]] = {
            "name": path.stem,
            "text_sha256": sha256_of_text(text),
            "meta": {k: meta.get(k) for k in ("publisher", "published_on", "language")},
            **packed,
        }
    rows = [f"{json.dumps(url)}: {json.dumps(kept[url], sort_keys=True)}" for url in sorted(kept)]
    FILE.write_text("{\n" + ",\n".join(rows) + "\n}\n", encoding="utf-8")
    return len(kept)


def main() -> int:
    """Take in a folder."""
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("folder", type=Path)
    cli.add_argument("--real", type=Path, default=Path("../shared/real"), help="where the documents lie")
    arguments = cli.parse_args()
    print(f"{take_in(arguments.folder, arguments.real)} documents")
    return 0


if __name__ == "__main__":
    sys.exit(main())
