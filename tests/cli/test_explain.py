"""`communique explain`: every word is there, every mention and record is told, and hostile text stays text."""

import re
import shutil
import subprocess
from html.parser import HTMLParser
from pathlib import Path

import pytest
from rich.console import Console
from typer.testing import CliRunner

from cli.explain import _show
from cli.explain_page import page
from cli.explain_rows import visible
from cli.main import app
from extraction.mentions import KINDS, Mention
from flows.explain import Explanation, explain
from schemas.document import Document
from schemas.enums import DocumentStatus, RejectStage
from schemas.reject import Reject
from tests.sql.runs import BOATS_NEW, boats
from tests.sql.world import Outcome, make_document

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
SAMPLE = SAMPLES / "kenya-patrol-boats.txt"
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
HOSTILE = (
    "Kenya <script>alert(1)</script> & \"Denmark\" 'signed' a treaty.\x1b[31m \u202eevil <img src=x onerror=alert(2)>"
)


class Seen(HTMLParser):
    """What a browser sees: tags, ids, links, and the words of the text without the references to records."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.attributes: set[str] = set()
        self.text = ""
        self._depth = 0
        self._apart = 0
        self.feed(source)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.tags.append(tag)
        self.attributes |= given.keys()
        self.ids += [given["id"] or ""] if "id" in given else []
        self.links += [given["href"] or ""] if "href" in given else []
        if tag == "div" and given.get("class") == "text":
            self._depth = 1
        elif self._depth and tag == "sup":
            self._apart += 1

    def handle_endtag(self, tag: str) -> None:
        if tag == "sup" and self._apart:
            self._apart -= 1
        elif tag == "div":
            self._depth = 0

    def handle_data(self, data: str) -> None:
        if self._depth and not self._apart:
            self.text += data


def told(outcome: Outcome, *mentions: Mention, rejects: tuple[Reject, ...] = ()) -> Explanation:
    assert outcome.document is not None
    return Explanation(outcome.document, mentions, outcome.records, rejects)


def hostile() -> Explanation:
    document = make_document("a<b>.txt", HOSTILE).model_copy(
        update={"title": "</title><script>x</script>", "url": "javascript:alert(3)", "language": 'en" onload="x'}
    )
    reject = Reject(
        reject_id="rej_1",
        document_id=document.document_id,
        source="wire",
        path=document.path,
        version_id=document.version_id,
        stage=RejectStage.VALIDATE,
        field="parties",
        message="<b>no</b>",
        payload='{"a": "<script>"}',
    )
    return told(Outcome(document), Mention("country", 0, 5, 'KEN" onclick="x'), rejects=(reject,))


@pytest.mark.parametrize(
    "name", ["kenya-patrol-boats.txt", "colombia-ecuador-frontera.html", "fiji-maritime-centre.pdf"]
)
def test_the_page_holds_every_word_and_each_link_leads_somewhere(name: str) -> None:
    found = explain(SAMPLES / name)
    seen = Seen(page(found))
    assert seen.text == visible(found.document.text)
    assert seen.tags.count("article") == len(found.records) > 0
    assert seen.tags.count("mark") >= len(found.mentions) > 10
    inside = [link[1:] for link in seen.links if link.startswith("#")]
    assert inside and set(inside) <= set(seen.ids)
    assert len(seen.ids) == len(set(seen.ids))


def test_the_page_needs_nothing_from_elsewhere() -> None:
    found = explain(SAMPLE)
    source = page(found)
    seen = Seen(source)
    assert not {"script", "link", "img", "iframe", "object"} & set(seen.tags)
    assert "src" not in seen.attributes and "url(" not in source and "@import" not in source
    assert {link for link in seen.links if not link.startswith("#")} <= {found.document.url}
    assert "default-src &#x27;none&#x27;" in source


def test_hostile_text_stays_text() -> None:
    source = page(hostile())
    seen = Seen(source)
    assert not {"script", "img", "b"} & set(seen.tags)
    assert not [name for name in seen.attributes if name.startswith("on")]
    assert all(link.startswith("#") for link in seen.links)
    assert seen.text == visible(HOSTILE) and "\x1b" not in source and "\u202e" not in source
    assert "&lt;b&gt;no&lt;/b&gt;" in source


def test_every_field_of_a_record_stands_with_its_words() -> None:
    source = page(told(boats(BOATS_NEW)))
    assert "1,500,000 EUR · delivered · 2021-05-03" in source
    for field in ("donors", "recipients", "items", "terms", "amount", "currency", "date", "purpose", "parties"):
        assert f"<th>{field}</th>" in source
    assert "“1.5 million”" in source and "by the rule ‘a rule’" in source
    assert 'value="0.91"' in source and "frame: read by hand" in source
    assert "2 × patrol boats (vessels)" in source


def test_overlapping_words_of_records_do_not_break_the_page() -> None:
    found = told(boats(BOATS_NEW), Mention("country", 0, 7, "DNK"), Mention("instrument", 25, 49, "agreement"))
    seen = Seen(page(found))
    assert seen.text == found.document.text
    assert {f"o{span.start}" for record in found.records for span in record.evidence} <= set(seen.ids)


def test_the_terminal_shows_mentions_in_brackets_where_there_is_no_colour() -> None:
    done = CliRunner().invoke(app, ["explain", str(SAMPLE)])
    assert done.exit_code == 0
    assert "[Denmark|country]" in done.stdout and "[signed|trigger]" in done.stdout
    assert "A1 Agreement: memorandum of understanding · signed" in done.stdout
    assert "“handed over”" in done.stdout
    assert all(len(line) <= 80 for line in done.stdout.splitlines())


def test_the_terminal_colours_mentions_by_kind() -> None:
    console = Console(force_terminal=True, color_system="truecolor", width=80, record=True)
    with console.capture() as shown:
        _show(explain(SAMPLE), console)
    assert "\x1b[" in shown.get() and "|country]" not in shown.get()
    plain = re.sub(r"\x1b\[[0-9;]*m", "", shown.get())
    assert "Denmark and Kenya sign memorandum" in plain


def test_the_terminal_does_not_obey_the_text() -> None:
    console = Console(width=80)
    with console.capture() as shown:
        _show(hostile(), console)
    assert "\x1b" not in shown.get() and "Rejected" in shown.get()


def test_every_kind_of_mention_has_a_colour_and_a_name() -> None:
    from cli.explain import _STYLES
    from cli.explain_page import _LABELS

    assert set(KINDS) == set(_STYLES) == set(_LABELS)
    style = (Path(__file__).resolve().parents[2] / "cli" / "explain.css").read_text()
    assert all(style.count(f"--{kind}:") == 2 for kind in KINDS), "one for light and one for dark"


def test_a_document_in_another_language_is_told_as_not_coded(tmp_path: Path) -> None:
    path = tmp_path / "fr.txt"
    path.write_text("Le ministre de la défense a signé hier un accord avec les autorités du pays voisin. " * 4)
    target = tmp_path / "why.html"
    done = CliRunner().invoke(app, ["explain", str(path), "--html", str(target)])
    assert done.exit_code == 0 and "fr" in done.stderr
    assert "Not coded" in target.read_text()


def test_a_document_with_nothing_to_code_says_so(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("The town's bakers sold more bread this summer than in the whole of the year before.")
    assert "Nothing to code" in CliRunner().invoke(app, ["explain", str(path)]).stdout
    assert "Nothing to code" in page(explain(path))


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["no-such-file.txt"], "no-such-file.txt"),
        ([str(SAMPLES)], "give one file"),
        ([str(SAMPLE), "--html", str(SAMPLES)], "cannot be written"),
        ([str(SAMPLE), "--extractor", "oracle"], "oracle"),
    ],
)
def test_a_mistake_of_the_caller_is_one_line(arguments: list[str], message: str) -> None:
    done = CliRunner().invoke(app, ["explain", *arguments])
    assert done.exit_code in (1, 2) and message in done.stderr and len(done.stderr.strip().splitlines()) == 1


def test_a_skipped_document_has_no_mentions(tmp_path: Path) -> None:
    document = Document.model_validate(
        make_document("a.txt", "Kenya").model_dump() | {"status": DocumentStatus.SKIPPED, "skip_reason": "<i>no</i>"}
    )
    assert "Not coded: &lt;i&gt;no&lt;/i&gt;." in page(Explanation(document, (), (), ()))


@pytest.mark.slow
@pytest.mark.skipif(CHROMIUM is None, reason="needs chromium")
@pytest.mark.parametrize("colour", [0, 1], ids=["dark", "light"])
def test_a_browser_shows_the_page(tmp_path: Path, colour: int) -> None:
    target = tmp_path / "why.html"
    assert CliRunner().invoke(app, ["explain", str(SAMPLE), "--html", str(target)]).exit_code == 0
    assert CHROMIUM is not None
    base = [
        CHROMIUM,
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--no-first-run",
        "--disable-background-networking",
    ]
    base += [f"--blink-settings=preferredColorScheme={colour}", "--window-size=1300,1600"]

    def run(name: str, *options: str) -> str:
        command = [*base, f"--user-data-dir={tmp_path / name}", *options, target.as_uri()]
        return subprocess.run(command, capture_output=True, text=True, timeout=120, check=True).stdout

    dom = Seen(run("dom", "--dump-dom"))
    assert dom.text == visible(explain(SAMPLE).document.text)
    shot = tmp_path / "shot.png"
    run("shot", f"--screenshot={shot}")
    # A blank page of this size has under 20 kB.
    assert shot.stat().st_size > 100_000
