"""Ids and addresses: a changing id is a breaking change for everyone downstream, so the golden values stay."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.ids import canonical_url, digest, document_id, party_id, record_id, sha256_of_text, version_id
from schemas.naming import folded
from schemas.party import Party

DOCUMENT = "doc_f448dc1e3a8765e41e83"

GOLDEN = [
    (lambda: document_id("files", "texts/a.txt"), DOCUMENT),
    (
        lambda: document_id("files", "texts/a.txt", "http://www.Example.org/a/?utm_source=x"),
        "doc_d0c792f5df08597448c5",
    ),
    (lambda: version_id(DOCUMENT, "0" * 64, None), "ver_2a9cf1e45b3d8b674599"),
    (lambda: version_id(DOCUMENT, "0" * 64, {"title": "Ñ"}), "ver_902609f82906a6df2670"),
    (lambda: party_id(Party(name="Ministère de la Défense", country="FRA")), "pty_3f952f84ea141aace34d"),
    (lambda: record_id("agr", DOCUMENT, ["DNK", "KEN"], 1), "agr_e0928d4a466725adcc8b"),
    (lambda: sha256_of_text("Ñ\ud800"), "cf63d405882605fb04bc2bddaffa527adcc6870525fa4f938e2e4b0a3b2b5580"),
]


@pytest.mark.parametrize("case", range(len(GOLDEN)))
def test_ids_never_change(case: int) -> None:
    make, golden = GOLDEN[case]
    assert make() == golden


SAME_PAGE = [
    ("http://example.org/a", "https://example.org/a"),
    ("HTTPS://Example.ORG/a", "https://example.org/a"),
    ("https://example.org:443/a", "https://example.org/a"),
    ("http://example.org:80/a", "https://example.org/a"),
    ("https://example.org/a#part", "https://example.org/a"),
    ("https://example.org/a/", "https://example.org/a"),
    ("https://example.org", "https://example.org/"),
    ("  https://example.org/a\n", "https://example.org/a"),
    ("https://user:secret@example.org/a", "https://example.org/a"),
    ("https://example.org/a?utm_source=x&fbclid=y&id=1", "https://example.org/a?id=1"),
    ("https://example.org/a?b=2&a=1", "https://example.org/a?a=1&b=2"),
    ("https://example.org/a?empty", "https://example.org/a?empty="),
    ("https://example.org/mar%C3%ADa", "https://example.org/maría"),
    ("https://example.org/%7Ea", "https://example.org/~a"),
    ("https://example.org/a%f1o", "https://example.org/a%F1o"),
]


@pytest.mark.parametrize(("one", "other"), SAME_PAGE)
def test_addresses_of_one_page_have_one_form(one: str, other: str) -> None:
    assert canonical_url(one) == canonical_url(other)
    assert document_id("a", "b", one) == document_id("c", "d", other)


OTHER_PAGE = [
    ("https://example.org/a", "https://example.org/A"),
    ("https://example.org/a", "https://example.com/a"),
    ("https://example.org/a", "https://example.org:8443/a"),
    ("https://example.org/a?id=1", "https://example.org/a?id=2"),
    ("https://example.org/a", "https://example.org/a?id=1"),
    ("https://example.org/a%F1o", "https://example.org/a%E9o"),
    ("https://example.org/?q=a%F1o", "https://example.org/?q=a%E9o"),
    ("https://example.org/a%3Fid", "https://example.org/a?id"),
    ("https://[2001:db8::1]/a", "https://[2001:db8::2]/a"),
    ("https://[::1]:8443/", "https://[::1:8443]/"),
]


@pytest.mark.parametrize(("one", "other"), OTHER_PAGE)
def test_addresses_of_other_pages_stay_apart(one: str, other: str) -> None:
    assert canonical_url(one) != canonical_url(other)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "example.org/a",
        "ftp://example.org/a",
        "https://",
        "http://[",
        "https://a:99999/",
        "https://a:b/",
        "file:///a",
    ],
)
def test_what_is_no_address_is_refused_by_name(url: str) -> None:
    with pytest.raises(ValueError, match="is no http or https address"):
        canonical_url(url)


@given(st.text(max_size=40), st.text(max_size=40))
def test_a_canonical_address_is_its_own_canonical_form(path: str, query: str) -> None:
    url = canonical_url(f"https://example.org/{path}?{query}")
    assert canonical_url(url) == url
    assert url.isascii()


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(), lambda inner: st.lists(inner, max_size=3)))
def test_ids_have_one_form_and_take_any_text(raw: object) -> None:
    made = record_id("aid", DOCUMENT, raw, 1)
    assert made == record_id("aid", DOCUMENT, raw, 1)
    assert made != record_id("aid", DOCUMENT, raw, 2)
    assert len(made) == 24 and made.startswith("aid_")


def test_parts_do_not_run_into_one_another() -> None:
    assert digest("x", "ab", "c") != digest("x", "a", "bc")
    assert digest("x", ["a", "b"]) != digest("x", "a", "b")
    assert document_id("a", "b/c") != document_id("a/b", "c")


def test_the_order_of_a_sidecars_keys_does_not_matter() -> None:
    assert version_id("d", "0", {"a": 1, "b": 2}) == version_id("d", "0", {"b": 2, "a": 1})
    assert version_id("d", "0", {}) == version_id("d", "0", None)


def test_a_part_that_depends_on_a_library_is_refused() -> None:
    with pytest.raises(TypeError):
        digest("x", Party(name="Kenya", country="KEN"))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ministère de la Défense", "MINISTERE DE LA DEFENSE"),
        ("Ministry  of Defence", "Ministry of Defence"),
        ("Straße", "STRASSE"),
        ("Coast-Guard", "Coast Guard"),
        ("e\u0301", "é"),
    ],
)
def test_spellings_of_one_name_make_one_party(one: str, other: str) -> None:
    assert party_id(Party(name=one, country="FRA")) == party_id(Party(name=other, country="FRA"))


def test_parties_of_other_states_or_names_stay_apart() -> None:
    ids = {
        party_id(Party(name=name, country=country))
        for name in ("Ministry of Defence", "Ministry of Justice")
        for country in ("FRA", "KEN")
    }
    assert len(ids) == 4


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert folded(folded(text)) == folded(text)
