"""Sums of money with currency and qualifier, what is no money, and sums that are not disclosed."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extraction.money import find_money, find_undisclosed

SUMS = {
    "en": [
        ("equipment valued at US$742,500 arrived", "US$742,500", "742500", "USD", "exact"),
        ("gave $1.5 billion in aid", "$1.5 billion", "1500000000", "USD", "exact"),
        ("worth €3.5M in all", "€3.5M", "3500000", "EUR", "exact"),
        ("a £1.2bn contract", "£1.2bn", "1200000000", "GBP", "exact"),
        ("6.4 million dollars", "6.4 million dollars", "6400000", "USD", "exact"),
        ("18 million Canadian dollars", "18 million Canadian dollars", "18000000", "CAD", "exact"),
        ("30 New Zealand dollars", "30 New Zealand dollars", "30", "NZD", "exact"),
        ("75 million Turkish Liras", "75 million Turkish Liras", "75000000", "TRY", "exact"),
        ("2.3 billion Danish kroner", "2.3 billion Danish kroner", "2300000000", "DKK", "exact"),
        ("RMB 70 million", "RMB 70 million", "70000000", "CNY", "exact"),
        ("a grant of K93 million", "K93 million", "93000000", "ZMW", "exact"),
        ("worth some L 30 million", "some L 30 million", "30000000", "HNL", "approximate"),
        ("Rs. 500 million", "Rs. 500 million", "500000000", "INR", "exact"),
        ("EUR 12 500 000", "EUR 12 500 000", "12500000", "EUR", "exact"),
        ("five billion yen", "five billion yen", "5000000000", "JPY", "exact"),
        ("USD fifty million", "USD fifty million", "50000000", "USD", "exact"),
        ("nearly $4 million", "nearly $4 million", "4000000", "USD", "approximate"),
        ("more than $40 million", "more than $40 million", "40000000", "USD", "at_least"),
        ("up to\u00a0$180\u00a0million", "up to\u00a0$180\u00a0million", "180000000", "USD", "up_to"),
        ("adds up to five billion yen", "five billion yen", "5000000000", "JPY", "exact"),
        ("$87 million and more", "$87 million and more", "87000000", "USD", "at_least"),
        (
            "The estimated total cost is $64 million.",
            "estimated total cost is $64 million",
            "64000000",
            "USD",
            "approximate",
        ),
        ("a little under €9 million", "a little under €9 million", "9000000", "EUR", "approximate"),
        ("aid has passed $81 million", "has passed $81 million", "81000000", "USD", "at_least"),
        ("between 5 and 7 million dollars", "between 5 and 7 million dollars", "7000000", "USD", "up_to"),
        ("$5-7 million", "$5-7 million", "7000000", "USD", "up_to"),
        ("between $5 million and $7 million", "between $5 million and $7 million", "7000000", "USD", "up_to"),
        ("a 1.5-million-dollar gift", "1.5-million-dollar", "1500000", "USD", "exact"),
        ("three million\ndollars’ worth", "three million\ndollars", "3000000", "USD", "exact"),
        ("the US $3m package", "US $3m", "3000000", "USD", "exact"),
        ("20€ a head", "20€", "20", "EUR", "exact"),
        ("20 million CFA francs", "20 million CFA francs", "20000000", "XOF", "exact"),
        ("in excess of BZ$2.6 million", "in excess of BZ$2.6 million", "2600000", "BZD", "at_least"),
        ("no more than $2 million", "no more than $2 million", "2000000", "USD", "up_to"),
    ],
    "es": [
        ("1,2 millones de euros", "1,2 millones de euros", "1200000", "EUR", "exact"),
        ("mil 600 millones de dólares", "mil 600 millones de dólares", "1600000000", "USD", "exact"),
        ("aprobó 139 mdd", "139 mdd", "139000000", "USD", "exact"),
        ("Monto: US$ 300 mil.", "US$ 300 mil", "300000", "USD", "exact"),
        ("más de 120 millones de dólares", "más de 120 millones de dólares", "120000000", "USD", "at_least"),
        ("valorados en unos 90 mil dólares", "valorados en unos 90 mil dólares", "90000", "USD", "approximate"),
        (
            "cerca de 2 millones de pesos mexicanos",
            "cerca de 2 millones de pesos mexicanos",
            "2000000",
            "MXN",
            "approximate",
        ),
        ("entre 5 y 7 millones de dólares", "entre 5 y 7 millones de dólares", "7000000", "USD", "up_to"),
        ("hasta 5 mil millones de dólares", "hasta 5 mil millones de dólares", "5000000000", "USD", "up_to"),
        ("150.000 libras esterlinas", "150.000 libras esterlinas", "150000", "GBP", "exact"),
        ("al menos Q5,3 millones", "al menos Q5,3 millones", "5300000", "GTQ", "at_least"),
        ("supera los 40 millones de euros", "supera los 40 millones de euros", "40000000", "EUR", "at_least"),
        ("medio millón de dólares canadienses", "medio millón de dólares canadienses", "500000", "CAD", "exact"),
        ("un monto estimado en 110 mdd", "monto estimado en 110 mdd", "110000000", "USD", "approximate"),
        ("S/ 3 millones", "S/ 3 millones", "3000000", "PEN", "exact"),
        ("30 millones de quetzales", "30 millones de quetzales", "30000000", "GTQ", "exact"),
        ("un máximo de 4 millones de euros", "un máximo de 4 millones de euros", "4000000", "EUR", "up_to"),
        ("3 millones de francos CFA", "3 millones de francos CFA", "3000000", "XOF", "exact"),
    ],
    "pt": [
        ("R$ 30 milhões", "R$ 30 milhões", "30000000", "BRL", "exact"),
        ("800 mil dólares", "800 mil dólares", "800000", "USD", "exact"),
        ("cerca de 1,89 bilhão de euros", "cerca de 1,89 bilhão de euros", "1890000000", "EUR", "approximate"),
        ("mais de US$ 2,5 milhões", "mais de US$ 2,5 milhões", "2500000", "USD", "at_least"),
        ("até R$ 500 mil", "até R$ 500 mil", "500000", "BRL", "up_to"),
        ("mil milhões de euros", "mil milhões de euros", "1000000000", "EUR", "exact"),
        ("20 milhões de escudos", "20 milhões de escudos", "20000000", "CVE", "exact"),
        ("R$ 1.234.567,89", "R$ 1.234.567,89", "1234567.89", "BRL", "exact"),
        ("no valor de £ 640 mil", "£ 640 mil", "640000", "GBP", "exact"),
        ("entre R$ 5 e R$ 7 milhões", "entre R$ 5 e R$ 7 milhões", "7000000", "BRL", "up_to"),
        ("620 mil libras", "620 mil libras", "620000", "GBP", "exact"),
        ("pelo menos 3 milhões de meticais", "pelo menos 3 milhões de meticais", "3000000", "MZN", "at_least"),
        ("meio milhão de dólares", "meio milhão de dólares", "500000", "USD", "exact"),
        ("dois milhões e meio de euros", "dois milhões e meio de euros", "2500000", "EUR", "exact"),
        ("no máximo 5 milhões de kwanzas", "no máximo 5 milhões de kwanzas", "5000000", "AOA", "up_to"),
        (
            "quase 2 milhões de dólares norte-americanos",
            "quase 2 milhões de dólares norte-americanos",
            "2000000",
            "USD",
            "approximate",
        ),
    ],
}


@pytest.mark.parametrize(("language", "row"), [(k, row) for k, rows in SUMS.items() for row in rows])
def test_sums_are_read_with_currency_and_qualifier(language: str, row: tuple[str, str, str, str, str]) -> None:
    text, span, amount, currency, qualifier = row
    found = [(text[m.start : m.end], str(m.amount), m.currency, m.qualifier.value) for m in find_money(text, language)]
    assert found == [(span, amount, currency, qualifier)]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "30 percent of $"),
        ("en", "500 pounds of cocaine"),
        ("en", "won 300 medals, 300 won medals"),
        ("en", "a million rounds"),
        ("en", "5 million pesos"),
        ("en", "M16 rifles, R2 units, Q4 figures and K9 teams"),
        ("en", "Route 2020 and Boeing 737"),
        ("en", "1.8m tall, 5 m of rope"),
        ("es", "300 libras de marihuana"),
        ("es", "5 millones de pesos"),
        ("es", "30 mil hectáreas, el 30 por ciento"),
        ("pt", "20 libras de explosivo"),
        ("pt", "30 mil hectares, 5% dos agentes"),
    ],
)
def test_what_is_no_money(language: str, text: str) -> None:
    assert find_money(text, language) == []


@pytest.mark.parametrize(
    ("language", "text", "home", "currency", "literal"),
    [
        ("en", "$28 million", None, "USD", False),
        ("en", "$28 million", "AUD", "AUD", False),
        ("en", "$28 million", "EUR", "USD", False),
        ("en", "28 million dollars", "AUD", "AUD", False),
        ("en", "US$28 million", "AUD", "USD", True),
        ("en", "$28 million Canadian dollars", "AUD", "CAD", True),
        ("en", "Rs. 5 million", "LKR", "LKR", False),
        ("en", "5 million pesos", "PHP", "PHP", False),
        ("en", "5 million Mexican pesos", "PHP", "MXN", True),
        ("es", "5 millones de pesos", "COP", "COP", False),
        ("es", "5 millones de dólares", "COP", "USD", True),
        ("es", "$500 mil", "MXN", "MXN", False),
    ],
)
def test_the_home_currency_decides_what_has_several_readings(
    language: str, text: str, home: str | None, currency: str, literal: bool
) -> None:
    (mention,) = find_money(text, language, home)
    assert (mention.currency, mention.literal) == (currency, literal)


def test_two_currencies_in_one_sentence_are_two_sums() -> None:
    text = "sets aside 10 million euros ($10.9 million) for radios"
    assert [(str(m.amount), m.currency) for m in find_money(text, "en")] == [("10000000", "EUR"), ("10900000", "USD")]


def test_growth_is_no_range() -> None:
    text = "raised from $5 million to $7 million"
    assert [(str(m.amount), m.qualifier.value) for m in find_money(text, "en")] == [
        ("5000000", "exact"),
        ("7000000", "exact"),
    ]


NOT_DISCLOSED = {
    "en": [
        "funds in an amount not specified",
        "boats whose value was not disclosed",
        "The value of the donation has not been made public.",
        "an undisclosed sum",
        "radios of unspecified value",
        "the embassy did not say how much it spent",
        "Officials didn't disclose the cost.",
        "without saying what the boats cost",
        "The ministry declined to give a figure.",
        "Neither government has said how much was paid.",
        "No price was given.",
        "The amount remains confidential.",
        "financial terms were not disclosed",
        "The spokesman did not answer questions about the cost.",
    ],
    "es": [
        "por un monto no revelado",
        "cuyo valor no fue informado",
        "El costo de la donación no se dio a conocer.",
        "sin precisar el monto",
        "La embajada no reveló el valor de los equipos.",
        "el ministro no quiso decir cuánto costó",
        "el precio se mantiene confidencial",
        "por un valor que el ministerio se reservó",
        "La cifra aún no ha sido divulgada.",
        "no quiso hablar de montos",
        "se desconoce el monto",
    ],
    "pt": [
        "em valor não divulgado",
        "cujo montante não foi revelado",
        "O custo da doação ainda não foi informado.",
        "sem revelar o valor",
        "sem dizer quanto custou",
        "a embaixada não informou o valor dos equipamentos",
        "o valor é mantido sob sigilo",
        "montante que as partes preferiram não revelar",
        "não respondeu a perguntas sobre o valor",
        "o valor das lanchas não foi tornado público",
    ],
}


@pytest.mark.parametrize(("language", "text"), [(k, text) for k, texts in NOT_DISCLOSED.items() for text in texts])
def test_a_sum_that_is_not_disclosed_is_seen(language: str, text: str) -> None:
    assert len(find_undisclosed(text, language)) == 1


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The value of the donation is $5 million. It was not disclosed who signed."),
        ("en", "The figure was given by the minister."),
        ("en", "He did not say when the boats arrive."),
        ("en", "The ministry did not announce the agreement."),
        ("es", "El monto es de 5 millones. No se informó la fecha."),
        ("es", "No reveló el nombre del detenido."),
        ("pt", "O valor é de 5 milhões. A data não foi divulgada."),
        ("pt", "Não informou o nome do preso."),
    ],
)
def test_other_things_not_said_are_no_undisclosed_sum(language: str, text: str) -> None:
    assert find_undisclosed(text, language) == []


PIECES = [
    *"0123456789 .,$€£\n",
    "million",
    "US",
    " dollars",
    " not ",
    "disclosed",
    "value",
    " mil ",
    "\u00ad",
    "between ",
]
SOUP = st.lists(st.sampled_from(PIECES), max_size=40).map("".join) | st.text(max_size=40)


@given(SOUP, st.sampled_from(["en", "es", "pt"]))
@settings(max_examples=300, deadline=None)
def test_any_text_gives_ordered_spans_inside(text: str, language: str) -> None:
    for spans in ([(m.start, m.end) for m in find_money(text, language)], find_undisclosed(text, language)):
        at = 0
        for start, end in spans:
            assert at <= start < end <= len(text)
            at = end
