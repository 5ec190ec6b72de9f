"""What is read from texts without their sidecars, against their labels. Skips where the corpora are not there."""

import datetime as dt
import json
from pathlib import Path

import pytest

from schemas.enums import DocumentStatus
from schemas.ids import folded
from tests.documents.reading import read

SHARED = Path(__file__).parents[3] / "shared"
LATE = dt.date(2026, 6, 30)


@pytest.mark.skipif(not (SHARED / "devset").is_dir(), reason="needs ../shared/devset")
def test_first_lines_of_the_corpus_give_language_title_and_day_and_never_a_wrong_day() -> None:
    languages = titles = days = 0
    labels = sorted((SHARED / "devset" / "labels").glob("*.json"))
    for path in labels:
        label = json.loads(path.read_text(encoding="utf-8"))
        content = (SHARED / "devset" / "texts" / f"{path.stem}.txt").read_bytes()
        document = read(content, received_on=LATE)
        assert document.text == content.decode("utf-8")
        languages += document.language == label["language"]
        titles += folded(document.title or "") == folded(label["title"])
        days += str(document.published_on) == str(label["published_on"])
        # None is a gap that a sidecar can fill; a wrong day would date everything that the text calls 'yesterday'.
        assert document.published_on is None or str(document.published_on) == label["published_on"], path.stem
    assert languages == len(labels)
    assert titles >= 83  # most of the others are told in other words by the label
    assert days >= 80  # a dozen of the others have no year or no date in their first lines


@pytest.mark.skipif(not (SHARED / "real" / "whitehouse").is_dir(), reason="needs ../shared/real/whitehouse")
def test_real_markdown_is_read_with_its_front_matter_and_without_marks() -> None:
    marks = 0
    for path in sorted((SHARED / "real" / "whitehouse").glob("*.md")):
        document = read(path.read_bytes(), path.name, received_on=LATE)
        assert (document.status, document.language) == (DocumentStatus.CODED, "en"), path.name
        assert str(document.published_on) == path.name[:10]
        assert document.published_on_origin == "front_matter"
        assert document.title and document.url
        assert document.warnings == ()
        marks += document.text.count("**") + document.text.count("](")
        # The same words as plain text: the title is found, and no day is taken that is not that of publication.
        plain = read(f"{document.title}\n\n{document.text}", received_on=LATE)
        assert plain.title == document.title
        assert plain.published_on in (None, document.published_on), path.name
    assert marks < 200  # marks that pair up with nothing


@pytest.mark.skipif(not (SHARED / "real" / "state_releases.jsonl").is_file(), reason="needs ../shared/real")
def test_real_releases_give_their_title_and_never_a_wrong_day() -> None:
    titles = total = 0
    for line in (SHARED / "real" / "state_releases.jsonl").read_text(encoding="utf-8").splitlines():
        release = json.loads(line)
        document = read(f"{release['title']}\n\n{release['text']}", received_on=LATE)
        total += 1
        titles += document.title == " ".join(release["title"].split())
        assert document.language == "en"
        assert document.published_on is None or str(document.published_on) == release["published_on"], release["title"]
    assert titles >= 0.99 * total
