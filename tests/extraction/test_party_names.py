"""Parties are named by the words of the sentence that has them act; persons and events are invented."""

import pytest

from tests.extraction.reading_of import agreements

PARTIES = [
    ("en", "On 3 March Nairobi and Rome extended the memorandum of understanding on police training.",
     ["Nairobi", "Rome"]),
    ("en", "Nairobi, 3 March. Kenya and Italy signed a memorandum of understanding on police training in Rome.",
     ["Kenya", "Italy"]),
    ("en", "The Kenyan Minister of Interior, Asha Mwangi, signed a protocol on extradition with the ambassador of "
     "Italy.", ["Kenyan Minister of Interior, Asha Mwangi", "ambassador of Italy"]),
    ("en", "Ghana received a delegation of Norway. The Ghanaian Minister for Customs signed a memorandum of "
     "understanding on smuggling with the Director General of Norway's Customs Service.",
     ["Ghanaian Minister for Customs", "Director General of Norway's Customs Service"]),
    ("en", "The Japanese ambassador to Kenya opened the range. Later the ambassador and the Kenyan Minister of Defence "
     "signed an agreement on military training.", ["Japanese ambassador", "Kenyan Minister of Defence"]),
    ("en", "Kenya and Italy met in Rome on Monday. The two ministers signed a protocol on police training.",
     ["Kenya", "Italy"]),
    ("en", "Italy welcomes the Kenyan Minister of Defence's visit today to sign an agreement on military training.",
     ["Kenya", "Italy"]),
    ("es", "Lima y Quito renovaron el 4 de marzo el acuerdo de cooperación policial.", ["Lima", "Quito"]),
    ("es", "El ministro de Defensa del Perú firmó con la ministra de Defensa de Chile un convenio sobre patrullaje "
     "naval.", ["ministro de Defensa del Perú", "ministra de Defensa de Chile"]),
    ("es", "El ministro de Defensa agregó que el Perú y Chile negocian un acuerdo de extradición.", ["Perú", "Chile"]),
    ("pt", "O ministro da Defesa de Angola assinou com o ministro da Defesa de Portugal um protocolo sobre formação "
     "militar.", ["ministro da Defesa de Angola", "ministro da Defesa de Portugal"]),
    ("pt", "Lisboa e Luanda prorrogaram em 4 de março o memorando de entendimento sobre cooperação policial.",
     ["Lisboa", "Luanda"]),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "names"), PARTIES)
def test_who_concludes_an_agreement_is_named_as_the_sentence_has_it(language: str, text: str, names: list[str]) -> None:
    (record,) = agreements(text, language)
    assert sorted(p.name for p in record.parties) == sorted(names)
