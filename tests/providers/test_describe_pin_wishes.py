"""What people say about a pin is understood offline, and the next answer builds on the last."""

import pytest

from pressroom.providers.describe import DESCRIPTION_MOST, Evidence, PinDescription, Turn, counted
from pressroom.providers.describe.local.pins.pin import describe
from tests.providers.pinned_articles import pinned


def values_of(evidence: Evidence) -> PinDescription:
    return PinDescription.model_validate(describe(evidence, [])["values"])


def after(evidence: Evidence, *feedback: str) -> tuple[PinDescription, list[str]]:
    """Return the last answer of a conversation, and its notes."""
    answer = describe(evidence, [])
    turns: list[Turn] = []
    for said in feedback:
        turns.append(Turn(answer["values"], said))
        answer = describe(evidence, turns)
    return PinDescription.model_validate(answer["values"]), answer["notes"]


def test_a_second_feedback_builds_on_the_first() -> None:
    evidence = pinned("apple-cake")[0].evidence
    first = values_of(evidence)

    said, notes = after(evidence, "shorter", "mention the recipe is vegan")

    assert said.description == (
        "When the first apples fall in our garden, I bake my grandmother's apple cake. The recipe is vegan. "
        "More recipes on the blog."
    )
    assert len(said.description) < len(first.description)
    assert notes == ['"The recipe is vegan." is not in the article; the description has it from your feedback.']


def test_what_a_person_said_stays_when_the_next_feedback_wants_it_shorter_or_about_something_else() -> None:
    evidence = pinned("apple-cake")[0].evidence

    assert "The recipe is vegan." in after(evidence, "mention the recipe is vegan", "shorter")[0].description
    focused = after(evidence, "mention the recipe is vegan", "focus on the crumbs")[0].description
    assert focused.startswith("The crumbs are what makes this apple cake special.")
    assert focused.endswith("The recipe is vegan. More recipes on the blog.")


def test_a_person_is_understood_in_four_languages() -> None:
    short = {
        "kaffee": ("kürzer", "erwähne, dass das Rezept vegan ist", "Das Rezept ist vegan."),
        "gateau": ("plus court", "mentionne que la recette est végane", "La recette est végane."),
        "gato": ("más corto", "menciona que el refugio está en Madrid", "El refugio está en Madrid."),
        "indoor-cat": ("make it shorter", "say that all toys are washable", "All toys are washable."),
    }
    for name, (shorter, mention, statement) in short.items():
        said, _ = after(pinned(name)[0].evidence, shorter, mention)
        assert said.description.endswith(f". {statement}")
        assert said.description.count(". ") == 1


def test_a_thing_the_article_has_is_mentioned_in_its_own_words_and_one_it_has_not_is_not() -> None:
    evidence = pinned("apple-cake")[0].evidence

    lemon, _ = after(evidence, "mention half a lemon")
    saffron, notes = after(evidence, "mention saffron")

    assert "If you only have sweet apples, add the juice of half a lemon." in lemon.description
    assert "saffron" not in saffron.description.lower()
    assert notes == ['The local model finds nothing about "saffron" in the article, so it cannot be confirmed.']


@pytest.mark.parametrize(
    ("name", "feedback", "title"),
    [
        ("apple-cake", "question as title", "Curious about Grandmother's Apple Cake with Cinnamon Crumbs?"),
        ("indoor-cat", "make the title a question", "How do you Keep an Indoor Cat Happy?"),
        ("kaffee", "Frage als Titel", "Schon gelesen: Kaffee wie vom Barista?"),
        ("lyon", "une question en titre", "Week-end à Lyon : que faire en deux jours ?"),
        ("gato", "pregunta como título", "¿Conoces ya «Adoptar un gato adulto»?"),
        ("balcony-garden", "title: My balcony 🍅", "My balcony 🍅"),
        ("balcony-garden", "shorter title", "Balcony Gardening for Beginners"),
    ],
)
def test_wishes_about_the_title_are_granted(name: str, feedback: str, title: str) -> None:
    assert after(pinned(name)[0].evidence, feedback)[0].title == title


def test_emoji_and_hashtags_come_and_go() -> None:
    evidence = pinned("apple-cake")[0].evidence

    assert after(evidence, "title: Cake 👨‍👩‍👧 time 🇩🇪!", "no emoji")[0].title == "Cake time!"
    assert "#AppleCake #CinnamonCrumbs" in after(evidence, "with hashtags")[0].description
    assert "#" not in after(evidence, "with hashtags", "no hashtags")[0].description


def test_keywords_and_alt_text_are_as_a_person_says() -> None:
    said, _ = after(pinned("indoor-cat")[0].evidence, "keywords: cats, play", "alt text: A tabby on a sofa.")

    assert said.keywords == ["cats", "play"]
    assert said.alt_text == "A tabby on a sofa."


@pytest.mark.parametrize(
    "feedback", ["in German", "translate it to French", "auf Spanisch", "make it funnier", "xyzzy"]
)
def test_what_it_cannot_do_it_says_and_leaves_the_pin_as_it_is(feedback: str) -> None:
    evidence = pinned("indoor-cat")[0].evidence

    said, notes = after(evidence, feedback)

    assert said == values_of(evidence)
    assert notes[0].startswith("The local model ")


def test_a_longer_one_has_more_of_the_article_and_never_more_than_the_limit() -> None:
    evidence = pinned("lisbon-cafes")[0].evidence

    said, _ = after(evidence, "longer", "longer", "longer", "longer", "longer", "longer")

    assert len(values_of(evidence).description) < counted(said.description) <= DESCRIPTION_MOST
