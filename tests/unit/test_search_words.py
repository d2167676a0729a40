"""Found words, marked in a text."""

from hypothesis import given
from hypothesis import strategies as st

from pressroom.features.documents.search import Hit, words_found


@given(st.text(), st.text(max_size=40))
def test_the_pieces_are_the_whole_text(text: str, q: str) -> None:
    assert "".join(piece for piece, _ in words_found(text, q)) == text
    assert all(piece for piece, _ in words_found(text, q)) or not text


@st.composite
def hits(draw: st.DrawFn) -> Hit:
    text = draw(st.text(max_size=60))
    ends = sorted(draw(st.lists(st.integers(0, len(text)), max_size=8, unique=True)))
    return Hit(1, text, list(zip(ends[::2], ends[1::2], strict=False)))


@given(hits())
def test_a_hit_s_segments_are_its_text_and_mark_just_its_marks(hit: Hit) -> None:
    assert "".join(piece for piece, _ in hit.segments) == hit.text
    assert [piece for piece, marked in hit.segments if marked] == [hit.text[start:end] for start, end in hit.marks]


def test_words_are_found_at_their_beginning_in_any_case() -> None:
    assert [piece for piece, found in words_found("Rent and RENTAL, not parents", "rent") if found] == [
        "Rent",
        "RENTAL",
    ]


def test_umlauts_are_letters() -> None:
    assert [piece for piece, found in words_found("Grüße, Gruppe", "grüß") if found] == ["Grüße"]


def test_signs_are_no_words() -> None:
    assert words_found("a (b) c", "( ) *") == [("a (b) c", False)]
