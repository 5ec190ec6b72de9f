"""By which words single fields are told: names of agreements, of things given and of figures."""

import pytest

from tests.extraction.reading_of import agreements, aid, goals


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Norway and Ghana signed an MOU on March 7 establishing a partnership on cybersecurity.", None),
        (
            "Norway and Ghana signed a Statement of Intent on Co-production of Naval Vessels.",
            "Statement of Intent on Co-production of Naval Vessels",
        ),
    ],
)
def test_the_title_of_an_agreement_has_its_hyphens_and_no_date(text: str, title: str | None) -> None:
    (record,) = agreements(text)
    assert record.title == title


@pytest.mark.parametrize(
    ("text", "things"),
    [
        ("Norway donated equipment to the Ghana Navy, including two patrol boats.", {"equipment", "two patrol boats"}),
        (
            "The United States has committed $2.5 billion in support of the armed forces of Ghana since 2014, "
            "including more than $400 million this year alone.",
            {"$2.5 billion"},
        ),
    ],
)
def test_what_is_given_is_told_by_its_own_words(text: str, things: set[str]) -> None:
    (record,) = aid(text)
    assert {item.description for item in record.items} == things


def test_a_sum_that_a_goal_aims_at_is_counted_in_its_currency() -> None:
    (record,) = goals("Ghana plans to spend $40 million over four years to strengthen the border police.")
    assert record.target is not None
    assert (record.target.value, record.target.unit) == (40_000_000, "USD")
