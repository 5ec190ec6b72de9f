"""Markdown and its front matter."""

import datetime as dt

import pytest

from documents.errors import UnreadableDocument
from documents.inline import plain_words
from documents.markdown import reduce_markdown
from tests.documents.reading import read

SOURCE = """---
title: "Two states sign\\_ it"
date: 2024-03-12
published_time: 2024-03-12 23:30:00-05:00
source_url: https://example.org/a
author: [Ana Roa, Bo Lund]
site_name: The Paper
language: en-GB
tags: [x, y]
---

# Two states sign *it*

The **Ministry of Defence** and the [Navy](https://example.org/n "x") signed
an agreement on `radar` data.\x20\x20
It runs to 2030.

## Aid ##

> A quotation of the
> minister.

* 40 vehicles
* training for
  200 guards
1) first
2) second

| item | number |
| ---- | :----: |
| **boats** | 4 |

Goals
-----

<!-- a remark -->They plan to open two stations.<br>Soon &amp; well.

***

###
"""

TEXT = """Two states sign it

The Ministry of Defence and the Navy signed an agreement on radar data.
It runs to 2030.

Aid

A quotation of the minister.

- 40 vehicles
- training for 200 guards
1. first
2. second

item | number
boats | 4

Goals

They plan to open two stations.
Soon & well.

###"""


def test_a_file_with_front_matter_becomes_words_with_what_it_declares() -> None:
    document = read(SOURCE.replace("\\_", "\xa0"), "a.md")
    assert document.text == TEXT
    assert document.title == "Two states sign it"
    assert document.author == "Ana Roa, Bo Lund"
    assert document.publisher == "The Paper"
    assert document.url == "https://example.org/a"
    assert document.language == "en"
    assert (document.published_on, document.published_on_origin) == (dt.date(2024, 3, 12), "front_matter")
    assert document.media_type == "text/markdown"
    assert document.warnings == ()


def test_sections_are_the_headings_with_what_stands_under_them() -> None:
    document = read(SOURCE, "a.md")
    assert [(s.title, s.level) for s in document.sections] == [("Two states sign it", 1), ("Aid", 2), ("Goals", 2)]
    whole, aid, goals = (document.text[s.start : s.end] for s in document.sections)
    assert whole == document.text
    assert aid.startswith("Aid\n\nA quotation") and aid.rstrip().endswith("boats | 4")
    assert goals.startswith("Goals\n\nThey plan")


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("**bold** and *slanted* and ***both***", "bold and slanted and both"),
        ("__bold__ _slanted_ ~~gone~~", "bold slanted gone"),
        ("a_snake_case name", "a_snake_case name"),
        ("5*3 is 15, 2 * 4 is 8", "5*3 is 15, 2 * 4 is 8"),
        ("* a lone star", "* a lone star"),
        (r"\*not slanted\* and \# no heading", "*not slanted* and # no heading"),
        ("`code with *stars* and \\* in it`", "code with *stars* and \\* in it"),
        ("[words](https://example.org/a_(b) 'title')", "words"),
        ("[words][1] and [1] stay", "words and [1] stay"),
        ("![a picture](x.png) after", " after"),
        ("[![logo](x.png)](https://example.org)", ""),
        ("<https://example.org/a_b_c>", "https://example.org/a_b_c"),
        ("x<sup>2</sup> &eacute; &#8220;q&#8221; AT&T", "x2 é “q” AT&T"),
        ("a < b and c > d", "a < b and c > d"),
        ("**United *Nations* Office**", "United Nations Office"),
        ("**Two goals: **They plan it", "Two goals: They plan it"),
        ("**Two goals\xa0** are set", "Two goals\xa0 are set"),
        ("a wide reach**.** They, *too*,\xa0*say so", "a wide reach. They, too,\xa0*say so"),
        ("*one* *two* **three** **four**", "one two three four"),
    ],
)
def test_marks_inside_a_line_are_reduced_to_words(source: str, words: str) -> None:
    assert plain_words(source) == words


def test_code_is_kept_as_it_stands() -> None:
    text, headings = reduce_markdown("```\n# no *heading*\n```\n\n# A heading\n")
    assert text == "# no *heading*\n\nA heading"
    assert [(h.title, h.start) for h in headings] == [("A heading", 16)]


@pytest.mark.parametrize(
    ("front", "reason"),
    [
        ("title: [", "front matter is broken"),
        ("a: b: c", "front matter is broken"),
        ("just words", "front matter is no list"),
    ],
)
def test_a_broken_front_matter_is_told_and_left_in_the_text(front: str, reason: str) -> None:
    document = read(f"---\n{front}\n---\n\nThe ministers signed an agreement of the two states.\n", "a.md")
    assert document.warnings[0].startswith(reason)
    assert front in document.text
    assert "The ministers signed" in document.text


def test_values_of_a_front_matter_that_cannot_be_used_are_told() -> None:
    document = read(
        "---\ndate: some day\nurl: ftp://example.org\nlanguage: und\ntitle: null\n---\n\n"
        "The ministers of the two states signed an agreement in the capital.\n",
        "a.md",
    )
    assert (document.published_on, document.url) == (None, None)
    assert document.language == "en"
    assert document.warnings == (
        "front matter: language 'und' is not known",
        "front matter: 'ftp://example.org' is no http or https address",
        "front matter: date 'some day' is not understood",
    )


def test_a_rule_at_the_beginning_is_no_front_matter() -> None:
    document = read("---\n\nThe ministers signed an agreement of the two states.\n", "a.md")
    assert document.text == "The ministers signed an agreement of the two states."
    assert document.warnings == ()


def test_a_front_matter_without_a_body_is_empty() -> None:
    with pytest.raises(UnreadableDocument, match="is empty below its front matter"):
        read("---\ntitle: x\n---\n\n", "a.md")


def test_the_same_file_with_other_newlines_gives_the_same_text() -> None:
    assert read(SOURCE.replace("\n", "\r\n"), "a.md").text == read(SOURCE, "a.md").text
