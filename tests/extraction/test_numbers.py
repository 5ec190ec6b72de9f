"""Numbers of a text: figures, words, mixed; and what counts nothing."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from text_to_num import text2num

from extraction.numbers import figures, find_numbers

READINGS = {
    "en": [
        ("two hundred and fifty-three thousand one hundred recruits", ["253100"]),
        ("a dozen boats and half a dozen trailers", ["12", "6"]),
        ("two dozen radios", ["24"]),
        ("half a million rounds", ["500000"]),
        ("two and a half million rounds", ["2500000"]),
        ("a million and a half rounds", ["1500000"]),
        ("1.2 million rounds", ["1200000"]),
        ("1.2\u00a0million rounds", ["1200000"]),
        ("twenty-\none patrol cars", ["21"]),
        ("between 5 and 7 units", ["5", "7"]),
        ("some 5–7 units", ["5", "7"]),
        ("1,234,567 cartridges", ["1234567"]),
        ("2,50,000 cartridges", ["250000"]),
        ("3 crore cartridges", ["30000000"]),
        ("12 500 000 leaflets", ["12500000"]),
        ("3.14 kilometres", ["3.14"]),
        ("1,500.25 hectares", ["1500.25"]),
        ("three million two hundred thousand seedlings", ["3200000"]),
        ("three trucks and four boats", ["3", "4"]),
        ("twenty and thirty", ["20", "30"]),
        ("one boat", ["1"]),
        ("a hundred tents", ["100"]),
        ("thirty-nine million", ["39000000"]),
    ],
    "es": [
        ("mil 600 millones", ["1600000000"]),
        ("20 mil 500 millones", ["20500000000"]),
        ("2 mil 500 agentes", ["2500"]),
        ("1 millón 200 mil cartuchos", ["1200000"]),
        ("veintidós patrulleras", ["22"]),
        ("treinta y cinco radios", ["35"]),
        ("treinta y una radios", ["31"]),
        ("media docena de lanchas", ["6"]),
        ("un millón y medio de cartuchos", ["1500000"]),
        ("dos millones y medio de cartuchos", ["2500000"]),
        ("medio millón de cartuchos", ["500000"]),
        ("25 000 hectáreas", ["25000"]),
        ("doscientos mil millones", ["200000000000"]),
        ("ciento veinte becas", ["120"]),
        ("1.500 millones", ["1500000000"]),
        ("1,2 millones", ["1200000"]),
        ("15,000 raciones y 15.000 botas", ["15000", "15000"]),
        ("1.234,56 y 1,234.56 metros", ["1234.56", "1234.56"]),
        ("dos mil quinientos cupos", ["2500"]),
        ("3,5 mil millones", ["3500000000"]),
        ("unos mil agentes", ["1000"]),
        ("cien mil", ["100000"]),
    ],
    "pt": [
        ("dois mil e quinhentos agentes", ["2500"]),
        ("vinte e um navios", ["21"]),
        ("dois milhões e meio", ["2500000"]),
        ("meia dúzia de lanchas", ["6"]),
        ("1,89 bilhão", ["1890000000"]),
        ("cento e vinte e cinco bolsas", ["125"]),
        ("mil e duzentos coletes", ["1200"]),
        ("3 milhões e 500 mil cartuchos", ["3500000"]),
        ("2 milhões e 300 policiais", ["2000000", "300"]),
        ("um milhão e trezentos mil", ["1300000"]),
        ("meio milhão", ["500000"]),
        ("mil milhões", ["1000000000"]),
        ("640 mil cartuchos", ["640000"]),
        ("1.234,56 hectares", ["1234.56"]),
        ("15.000 botas", ["15000"]),
        ("2,125 toneladas", ["2.125"]),
        ("dezasseis e dezesseis", ["16", "16"]),
        ("três dezenas de agentes", ["30"]),
    ],
}
COUNTS_NOTHING = {
    "en": [
        "F-16 and UH-60 and C-130J",
        "Boeing 737",
        "Resolution 2231",
        "Article 12, page 4, Section 301",
        "at 14:30",
        "on 03/02/2021 or 2021-02-03",
        "+1 202 555 0143",
        "(502) 2326-4000",
        "tel. 5550143",
        "a five-year plan",
        "the 33-foot boat",
        "the 3rd meeting in the 1990s",
        "one of the ships",
        "no one spoke",
        "hundreds of rifles",
        "version 10.4.2.1",
    ],
    "es": [
        "Resolución 2231",
        "el artículo 5",
        "el medio ambiente",
        "miles de rifles",
        "una lancha",
        "a las 14:30",
        "UH-60M",
        "el 1º lugar",
    ],
    "pt": [
        "Resolução 2231",
        "o artigo 5",
        "o meio ambiente",
        "milhares de fuzis",
        "uma lancha",
        "BR-174",
        "M113",
        "às 14:30",
    ],
}


@pytest.mark.parametrize(("language", "text", "values"), [(k, *row) for k, rows in READINGS.items() for row in rows])
def test_numbers_are_read(language: str, text: str, values: list[str]) -> None:
    assert [str(m.value) for m in find_numbers(text, language)] == values


@pytest.mark.parametrize(("language", "text"), [(k, text) for k, texts in COUNTS_NOTHING.items() for text in texts])
def test_codes_times_and_labels_count_nothing(language: str, text: str) -> None:
    assert find_numbers(text, language) == []


def test_spans_are_exact_where_marks_without_width_stand() -> None:
    text = "Some two hun\u00addred and fif-\nty radios."
    (mention,) = find_numbers(text, "en")
    assert text[mention.start : mention.end] == "two hun\u00addred and fif-\nty"
    assert mention.value == 250


TENS = ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
SMALL = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]


def _english(n: int) -> str:
    if n < 20:
        return SMALL[n]
    if n < 100:
        return TENS[n // 10] + (f"-{SMALL[n % 10]}" if n % 10 else "")
    if n < 1000:
        return f"{SMALL[n // 100]} hundred" + (f" and {_english(n % 100)}" if n % 100 else "")
    for size, word in ((10**9, "billion"), (10**6, "million"), (1000, "thousand")):
        if n >= size:
            return f"{_english(n // size)} {word}" + (f" {_english(n % size)}" if n % size else "")
    raise AssertionError(n)


@given(st.integers(2, 10**12 - 1))
@settings(max_examples=300, deadline=None)
def test_english_words_say_their_number(n: int) -> None:
    assert [m.value for m in find_numbers(_english(n), "en")] == [Decimal(n)]


SPANISH = [
    "dos",
    "once",
    "dieciséis",
    "veinte",
    "veintitrés",
    "treinta",
    "cuarenta y cinco",
    "noventa y nueve",
    "cien",
    "ciento uno",
    "ciento ochenta y dos",
    "doscientos",
    "quinientos diez",
    "setecientos setenta y siete",
    "mil",
    "mil cien",
    "dos mil veinte",
    "nueve mil novecientos noventa y nueve",
    "cuarenta mil",
    "cien mil",
    "dos millones",
    "tres millones quinientos mil",
]
PORTUGUESE = [
    "dois",
    "onze",
    "dezesseis",
    "vinte",
    "vinte e três",
    "trinta",
    "quarenta e cinco",
    "noventa e nove",
    "cem",
    "cento e um",
    "cento e oitenta e dois",
    "duzentos",
    "quinhentos e dez",
    "setecentos e setenta e sete",
    "mil",
    "mil e cem",
    "dois mil e vinte",
    "quarenta mil",
    "cem mil",
    "dois milhões",
    "três milhões e quinhentos mil",
]


@pytest.mark.parametrize(("language", "words"), [*(("es", w) for w in SPANISH), *(("pt", w) for w in PORTUGUESE)])
def test_words_agree_with_text2num(language: str, words: str) -> None:
    (mention,) = find_numbers(words, language)
    assert (mention.start, mention.end) == (0, len(words))
    assert mention.value == text2num(words, language)


@given(
    st.text(st.sampled_from("0123456789.,:/- \n'()+aeilmnoty½º١€$") | st.characters(), max_size=80),
    st.sampled_from(["en", "es", "pt", "xx"]),
)
@settings(max_examples=300, deadline=None)
def test_any_text_gives_ordered_spans_inside(text: str, language: str) -> None:
    at = 0
    for mention in find_numbers(text, language):
        assert at <= mention.start < mention.end <= len(text)
        at = mention.end


@pytest.mark.parametrize(
    "unit", ["1", "1,", "1.1 ", "111 ", "1-", "mil ", "two million ", "(1) 1", "a million a ", "9" * 40 + " "]
)
def test_a_long_soup_of_digits_is_read_once(unit: str) -> None:
    """Twice the text, about twice the figures: nothing is read again and again."""
    size = 20_000 // len(unit)
    assert len(figures(unit * size * 2, "en")) <= 2 * len(figures(unit * size, "en")) + 2


def test_a_megabyte_of_digits_is_no_number() -> None:
    assert find_numbers("7" * 1_000_000, "en") == []
