"""Parties are named by the words of the sentence that has them act; persons and events are invented."""

import pytest

from tests.extraction.reading_of import agreements, aid, coded, goals

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
    ("en", "The Italian Ministry of the Interior received the Kenyan Ministry of Interior in Rome. The two ministries "
     "renewed a memorandum of understanding on police training.",
     ["Italian Ministry of the Interior", "Kenyan Ministry of Interior"]),
    ("en", "The Ministry of Defence of Kenya reports. With Italy, a memorandum of understanding on military training "
     "was signed in our Ministry on 3 March.", ["Italy", "Ministry of Defence of Kenya"]),
    ("en", "The proposal made by the Kenyan Minister of Defence to sign an agreement on military training with the "
     "Government of Italy was approved.", ["Kenyan Minister of Defence", "Government of Italy"]),
    ("es", "Lima y Quito renovaron el 4 de marzo el acuerdo de cooperación policial.", ["Lima", "Quito"]),
    ("es", "El ministro de Defensa del Perú firmó con la ministra de Defensa de Chile un convenio sobre patrullaje "
     "naval.", ["ministro de Defensa del Perú", "ministra de Defensa de Chile"]),
    ("es", "El ministro de Defensa agregó que el Perú y Chile negocian un acuerdo de extradición.", ["Perú", "Chile"]),
    ("es", "La Comisión Nacional para el Desarrollo y Vida sin Drogas y la Policía de Chile suscribieron el Acuerdo "
     "para el Control de Drogas.", ["Comisión Nacional para el Desarrollo y Vida sin Drogas", "Policía de Chile"]),
    ("pt", "O ministro da Defesa de Angola assinou com o ministro da Defesa de Portugal um protocolo sobre formação "
     "militar.", ["ministro da Defesa de Angola", "ministro da Defesa de Portugal"]),
    ("pt", "O Ministério do Interior de Angola recebeu o Ministério da Justiça de Portugal. Os dois ministérios "
     "assinaram um memorando de entendimento sobre formação policial.",
     ["Ministério do Interior de Angola", "Ministério da Justiça de Portugal"]),
    ("pt", "Lisboa e Luanda prorrogaram em 4 de março o memorando de entendimento sobre cooperação policial.",
     ["Lisboa", "Luanda"]),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "names"), PARTIES)
def test_who_concludes_an_agreement_is_named_as_the_sentence_has_it(language: str, text: str, names: list[str]) -> None:
    (record,) = agreements(text, language)
    assert sorted(p.name for p in record.parties) == sorted(names)


GIVERS = [
    ("en", "Last year Rome gave the Kenya Police Service six vehicles worth $200,000.",
     ["Rome", "Kenya Police Service"]),
    ("en", "In Rome, Italy gave the Kenya Police Service six vehicles worth $200,000.",
     ["Italy", "Kenya Police Service"]),
    ("es", "Madrid donó en febrero diez patrullas a la Policía Nacional del Perú por 300.000 euros.",
     ["Madrid", "Policía Nacional del Perú"]),
    ("en", "The Kingdom of Bahrain lies in the Gulf, far from the United States. In fiscal year 2022 the Kingdom "
     "received $4 million in Foreign Military Financing.", ["United States", "Kingdom of Bahrain"]),
    ("en", "The Ministry of Interior of Kenya received from Italy 18 vehicles, which will be assigned to the Kenya "
     "Police Service.", ["Italy", "Kenya Police Service"]),
    ("es", "El Ministerio del Interior recibió de Chile la donación de 18 vehículos, los cuales serán asignados a la "
     "Policía Nacional del Perú.", ["Chile", "Policía Nacional del Perú"]),
    ("en", "Last year the State Department's INL bureau gave the Kenya Police Service six boats worth $200,000.",
     ["State Department's INL bureau", "Kenya Police Service"]),
    ("es", "Chile donó diez patrullas a la Dirección Antidrogas (Dirandro) de la Policía Nacional del Perú.",
     ["Chile", "Dirección Antidrogas (Dirandro) de la Policía Nacional del Perú"]),
    ("pt", "Lisboa doou em fevereiro dez viaturas à Polícia Nacional de Angola, no valor de 300 mil euros.",
     ["Lisboa", "Polícia Nacional de Angola"]),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "names"), GIVERS)
def test_a_capital_that_gives_is_the_donor_by_its_name(language: str, text: str, names: list[str]) -> None:
    (record,) = aid(text, language)
    assert sorted(p.name for p in (*record.donors, *record.recipients)) == sorted(names)


HOLDERS = [
    ("en", "The Malawi Police Service has 14 stations. The Service plans to train 600 detectives by 2028.",
     "Malawi Police Service"),
    ("en", "The Customs and Excise Division of Belize searched a ship. Customs plans to inspect half of all lorries "
     "against drug trafficking by 2027.", "Customs and Excise Division of Belize"),
    ("en", "The Kenya National Police Academy was opened. The National Police plans to recruit 2,500 officers.",
     "National Police"),
    ("en", "The Kenyan interior minister spoke on Monday. His ministry plans to recruit 2,500 police officers by 2027.",
     "Kenyan interior minister"),
    ("en", "The Jamaican National Police (JNP) met partners. The Director General of the JNP said that the "
     "institution plans to train 700 detectives by 2026.", "Jamaican National Police (JNP)"),
    ("es", "El Gobierno de Chile presentó un informe. Interior prevé reclutar 300 policías en 2025.",
     "Interior"),
    ("es", "El ministro de Defensa del Perú habló ayer. Su ministerio prevé reclutar 2.500 soldados en 2025.",
     "ministro de Defensa del Perú"),
    ("es", "La Policía Nacional del Perú tiene 130.000 agentes. La Policía Nacional prevé reclutar 2.500 agentes en "
     "2025.", "Policía Nacional del Perú"),
    ("es", "El ministro de Defensa del Perú, Luis Quispe, viajó a Puno. Anunció que se construirán tres bases "
     "militares en la frontera en 2025.", "ministro de Defensa del Perú, Luis Quispe"),
    ("pt", "A Polícia Judiciária de Cabo Verde tem 300 inspetores. A Polícia pretende recrutar 50 inspetores até 2026.",
     "Polícia Judiciária de Cabo Verde"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "name"), HOLDERS)
def test_a_short_name_is_told_by_the_whole_one_before_it(language: str, text: str, name: str) -> None:
    (record,) = goals(text, language)
    assert [p.name for p in record.holders] == [name]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("A protocol on border patrols was signed by Kenya and Peru", "en"),
        ("The protocol was signed by the Minister of Defence of Ghana and by Togo", "en"),
        ("A defence agreement with Lima was signed today by Quito", "en"),
        ("El convenio policial fue firmado por el ministro de Defensa de Perú y por Quito", "es"),
        ("O acordo policial foi assinado pelo Brasil e pelo presidente", "pt"),
        ("Lima", "es"),
    ],
)
def test_a_party_may_be_the_last_word_of_a_text(text: str, language: str) -> None:
    for end in range(len(text) // 2, len(text) + 1):
        coded(text[:end], language)
    if text.startswith("A protocol"):
        assert [{str(p.country) for p in a.parties} for a in agreements(text)] == [{"KEN", "PER"}]
