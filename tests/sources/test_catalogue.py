"""`sources.toml`: what it may say, and the line of what it may not."""

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.source import FeedBody, FeedSource, PageSource, Show, next_run
from schemas.toml_lines import lines_of
from sources.catalogue import CatalogueError, load_catalogue, parse_catalogue

ROOT = Path(__file__).resolve().parents[2]
GOOD = """
[settings]
contact = "press-desk@example.org"
private_hosts = [
    "intranet.example.org",
]

# the ministry
[[source]]
name = "ministry"
kind = "page"
url = "https://ministry.example.org/news"
publisher = "Ministry"
country = "NOR"
licence = "CC BY 4.0"
cadence = "every 6h"
show = "whole"

[[source]]
name = "wire"
kind = "feed"
url = "https://wire.example.org/feed"
body = "item"
publisher = "Wire"
country = "XXX"
licence = "by agreement"
min_items = 2
max_items = 50
quote_characters = 200
"""


def test_the_projects_own_file_holds_and_all_that_it_names_is_off_and_untried() -> None:
    catalogue = load_catalogue(ROOT / "sources.toml")
    assert len(catalogue.sources) == 5 and catalogue.enabled == ()
    assert all(source.untried for source in catalogue.sources)
    assert all(isinstance(s, FeedSource) and s.url.startswith("https://") for s in catalogue.sources)


def test_a_good_file_says_what_it_says() -> None:
    catalogue = parse_catalogue(GOOD, Path("/etc/sources.toml"))
    page, feed = catalogue.sources
    assert isinstance(page, PageSource) and page.urls == ("https://ministry.example.org/news",)
    assert isinstance(feed, FeedSource) and (feed.body, feed.show) == (FeedBody.ITEM, Show.QUOTES)
    assert page.cadence == "every 6h" and feed.cadence == "0 5 * * *"
    assert feed.drift(1) == "1 items, fewer than the 2 expected"
    assert feed.drift(2) is None and feed.drift(50) is None and feed.drift(51)
    assert [s.name for s in catalogue.chosen(["wire"])] == ["wire"]


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ('kind = "page"', 'kind = "pages"', 11, "kind: is missing or unknown; kinds are feed, folder, page, report"),
        ('country = "NOR"', 'country = "Norway"', 14, "source 'ministry': country:"),
        ('licence = "CC BY 4.0"\n', "", 9, "licence: is missing"),
        ('cadence = "every 6h"', 'cadence = "daily"', 16, "cadence: is a cron line of five fields"),
        ('cadence = "every 6h"', 'cadence = "0 5 31 2 *"', 16, "cadence: '0 5 31 2 *' never comes due"),
        ('cadence = "every 6h"', 'cadence = "61 * * * *"', 16, "never comes due"),
        ("max_items = 50", "max_items = 1", 27, "min_items: is 2, more than max_items (1)"),
        ("max_items = 50", 'max_items = "many"', 28, "max_items:"),
        ("min_items = 2", "min_item = 2", 27, "min_item: unknown key"),
        ('name = "wire"', 'name = "ministry"', 20, "name: 'ministry' is the name of an earlier source too"),
        ('body = "item"', 'body = "both"', 23, "body:"),
        ('show = "whole"', 'show = "whole"\nquote_characters = 100', 18, "goes with show = 'quotes'"),
        ("https://wire.example.org/feed", "ftp://wire.example.org/feed", 22, "is no http or https address"),
        ("https://wire.example.org/feed", "https://me:word@wire.example.org/", 22, "holds a user or password"),
        ('    "intranet.example.org",', '    "https://intranet.example.org",', 4, "is no host name"),
        ('contact = "press-desk@example.org"', "contact = 7", 3, "contact:"),
        ("[settings]", "[setting]", 2, "unknown key"),
        ('url = "https://ministry.', 'urls = []\nurl = "https://ministry.', 13, "give either it or urls"),
        ('url = "https://ministry.example.org/news"', "urls = [7]", 12, "urls.0:"),
    ],
)  # fmt: skip
def test_a_fault_is_told_with_its_line(old: str, new: str, line: int, said: str) -> None:
    assert old in GOOD
    with pytest.raises(CatalogueError) as told:
        parse_catalogue(GOOD.replace(old, new), Path("/etc/sources.toml"))
    message = str(told.value)
    assert message.startswith(f"/etc/sources.toml, line {line}: "), message
    assert said in message and "\n" not in message


def test_what_is_no_toml_is_told_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(CatalogueError, match=r"not TOML: .*line 3"):
        parse_catalogue('\n[[source]]\nname = "a', Path("sources.toml"))
    (tmp_path / "sources.toml").write_bytes(b"[settings]\ncontact = '\xe9'\n")
    with pytest.raises(CatalogueError, match="line 2: is not UTF-8"):
        load_catalogue(tmp_path / "sources.toml")
    with pytest.raises(CatalogueError, match="no such file"):
        load_catalogue(tmp_path / "none.toml")


def test_a_secret_in_an_address_is_not_repeated() -> None:
    with pytest.raises(CatalogueError) as told:
        parse_catalogue(GOOD.replace("https://wire.", "https://me:hush@wire."), Path("s.toml"))
    assert "hush" not in str(told.value)


def test_lines_hold_through_strings_and_arrays_of_many_lines() -> None:
    text = 'a = """\n[b]\nc = 1\n"""\n[[d]]\ne = [\n  1,\n  2, # two\n]\n[d.f]\ng = 1\n[[d]]\ne = 3\nh.i = 4\n'
    lines = lines_of(text)
    assert lines["a",] == 1 and lines["d", 0] == 5 and lines["d", 0, "e"] == 6
    assert lines["d", 0, "f", "g"] == 11 and lines["d", 1] == 12 and lines["d", 1, "h", "i"] == 14
    assert ("b", "c") not in lines


@given(st.integers(60, 366 * 86400 // 60).map(lambda n: n // 60 or 1))
def test_an_interval_comes_due_after_itself(hours: int) -> None:
    last = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    assert next_run(f"every {min(hours, 8000)}h", last) - last == dt.timedelta(hours=min(hours, 8000))


def test_a_cron_line_comes_due_in_utc() -> None:
    last = dt.datetime(2026, 1, 1, 5, 0, tzinfo=dt.UTC)
    assert next_run("0 5 * * *", last) == dt.datetime(2026, 1, 2, 5, tzinfo=dt.UTC)
