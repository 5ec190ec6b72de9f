"""Texts that no reader likes, each as a unit that is repeated to any length."""

import random

NOTE = "The United States donated two patrol boats worth $1.2 million to the Ghana Navy on 10 October 2023. "
_CHANCE = random.Random(7)
NOISE = "".join(_CHANCE.choice("abcdeilmnorstuI1l|0Oo.,;:-'\"~^§ ¦\n") for _ in range(997)) + " "
OCR = "".join(_CHANCE.choice("1l|I0O5S8B§¦~") if _CHANCE.random() < 0.12 else c for c in NOTE * 9)
MIXED = (
    "El Gobierno de Chile donó dos lanchas a la Armada del Perú. The ministry plans to train 30 officers by 2026. "
    "O Brasil assinou um acordo com Angola em 3 de maio. Le ministre a signé hier. 日本とインドは協定に署名した。 "
)
UNITS = {
    "one word": "a",
    "capital": "A",
    "spaces": " ",
    "lines": "\n",
    "stops": ". ",
    "commas": ", ",
    "dashes": "- ",
    "bullets": "- Ghana\n",
    "colons": "Ghana: ",
    "labels": "Value: $3 million\n",
    "brackets": "(",
    "quotes": "“",
    "digits": "7",
    "figures": "1,234 ",
    "thousands": "1,",
    "spaced digits": "1 234 ",
    "number words": "two hundred and thirty thousand ",
    "hyphenated": "twenty-one-",
    "dollars": "$",
    "sums": "$3 million and ",
    "ranges": "3-4-",
    "dates": "on 4 March 2024 ",
    "numeric dates": "03/04/2024 ",
    "years": "2019-2020-",
    "periods": "since 2019 until ",
    "horizons": "by the end of ",
    "states": "Ghana and ",
    "ministries": "Ministry of Defence of ",
    "acronyms": "INL (INL) ",
    "apostrophes": "Ghana's ",
    "triggers": "donated ",
    "signed": "signed an agreement with Ghana ",
    "agreements": "agreement ",
    "plans": "plans to ",
    "list of plans": "Ghana plans to build a base, train police, ",
    "things": "patrol boats, ",
    "pronouns": "it its they ",
    "determiners": "the of the ",
    "notes": NOTE,
    "a line": NOTE.replace(". ", " and "),
    "capitals": NOTE.upper(),
    "table": "Ghana\t12\t$3 million\t2021\n",
    "pipes": "| Ghana | 12 boats | $3 million | 4 March 2021 |\n",
    "noise": NOISE,
    "scanned": OCR,
    "mixed": MIXED,
    "soft hyphens": "Gha\u00adna ",
    "broken words": "inves-\ntigation ",
    "marks without width": "\u200b\ufeff\u202e",
    "accents": "e\u0301",
    "surrogates": "\ufffd",
    "controls": "\x00\x07\x1b",
    "emoji": "🚢🇬🇭 ",
}


def long_text(name: str, length: int) -> str:
    """A text of that length."""
    unit = UNITS[name]
    return (unit * (length // len(unit) + 1))[:length]
