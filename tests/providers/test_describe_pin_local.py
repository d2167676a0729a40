"""Pins described offline: true to article and picture, in the article's language, ready to be published."""

import re
import tomllib
from decimal import Decimal
from functools import lru_cache
from importlib.resources import files
from itertools import combinations

import pytest

from pressroom.kernel.errors import ProviderRefused
from pressroom.providers.describe import DESCRIPTION_MOST, PIN, Evidence, PinDescription, Turn, counted, describer_for
from pressroom.providers.describe.local.language import language_of
from pressroom.providers.describe.local.pins.pin import describe
from tests.providers.pinned_articles import PICTURES, Pinned, all_pinned, pinned

CAT = (PICTURES / "cat.webp").read_bytes()
COFFEE = (PICTURES / "coffee.webp").read_bytes()
PINS = list(all_pinned())
EVERY_PIN = pytest.mark.parametrize("pin", PINS, ids=lambda pin: pin.name)
WORDS = re.compile(r"[^\W_]+")


def values_of(evidence: Evidence) -> PinDescription:
    return PinDescription.model_validate(describe(evidence, [])["values"])


@lru_cache
def said_of(name: str) -> PinDescription:
    """Return what is said of a pin, asked once for all tests of it."""
    return values_of(next(pin.evidence for pin in PINS if pin.name == name))


def after(evidence: Evidence, *feedback: str) -> tuple[PinDescription, list[str]]:
    """Return the last answer of a conversation, and its notes."""
    answer = describe(evidence, [])
    turns: list[Turn] = []
    for said in feedback:
        turns.append(Turn(answer["values"], said))
        answer = describe(evidence, turns)
    return PinDescription.model_validate(answer["values"]), answer["notes"]


@EVERY_PIN
def test_every_word_number_and_name_is_the_articles_or_the_pictures(pin: Pinned) -> None:
    said = said_of(pin.name)
    known = words_in(pin.text, *pin.evidence.hints.values())

    assert words_in(said.title, said.description) <= known
    assert words_in(*said.keywords) <= known
    assert words_in(said.alt_text) <= known | own_words()


@EVERY_PIN
def test_a_description_is_whole_sentences_of_a_good_length_and_ends_with_the_closing_line(pin: Pinned) -> None:
    said = said_of(pin.name).description
    closing = pin.evidence.hints.get("closing", "")

    assert 120 <= len(said) <= 480
    assert said.endswith((".", "!", "?"))
    assert said.endswith(closing)
    for sentence in re.split(r"(?<=[.!?]) (?=[A-ZÀ-ÖØ-Þ])", said.removesuffix(closing).strip()):
        assert sentence in " ".join(pin.text.split())


@EVERY_PIN
def test_nothing_a_blog_says_to_its_visitors_is_repeated(pin: Pinned) -> None:
    said = said_of(pin.name).description.lower()

    assert not re.search(r"affiliate|newsletter|boletín|werbung|comment|cliquez|preheat", said)


@EVERY_PIN
def test_title_description_and_alt_text_are_in_the_articles_language(pin: Pinned) -> None:
    said = said_of(pin.name)

    assert language_of(f"{said.title}. {said.description}") == pin.evidence.hints["language"]


@EVERY_PIN
def test_the_alt_text_is_about_the_picture_and_not_the_article(pin: Pinned) -> None:
    said = said_of(pin.name)

    assert said.alt_text.endswith(".")
    assert said.title.lower() not in said.alt_text.lower()
    if pin.alt and not pin.alt.endswith(".jpg"):
        assert said.alt_text.startswith(pin.alt.rstrip("."))


@EVERY_PIN
def test_there_are_a_few_keywords_of_things(pin: Pinned) -> None:
    keywords = said_of(pin.name).keywords

    assert 3 <= len(keywords) <= 8
    assert len({word.lower() for word in keywords}) == len(keywords)


@pytest.mark.parametrize("name", ["lisbon-cafes", "space-museum", "lyon", "gato"])
def test_pins_of_one_article_differ_by_what_stands_beside_their_pictures(name: str) -> None:
    for one, other in combinations([said_of(pin.name) for pin in pinned(name)], 2):
        assert one.title != other.title
        assert one.description != other.description
        assert one.alt_text != other.alt_text


def test_pictures_nothing_is_said_of_get_descriptions_of_their_own_where_there_is_a_choice() -> None:
    text = pinned("indoor-cat")[0].text
    pictures = [path.read_bytes() for path in PICTURES.glob("*.webp")]

    said = {values_of(Evidence("a", [text], images=[one], hints={"title": "Cats"})).description for one in pictures}

    assert len(said) > 1


def test_a_title_has_the_part_of_the_article_the_picture_belongs_to_and_not_the_blogs_name() -> None:
    titles = [said_of(pin.name).title for pin in [*pinned("space-museum"), *pinned("apple-cake")]]

    assert titles[1] == "A Day at the Space Museum with Kids: Hall of Astronauts"
    assert titles[2] == "Grandmother's Apple Cake with Cinnamon Crumbs"


def test_a_shouted_title_is_said_calmly() -> None:
    assert values_of(pinned("tote-bag")[0].evidence).title == "Sew a lined tote bag in one afternoon"


def test_the_projects_keywords_come_first_where_the_article_has_them() -> None:
    keywords = values_of(pinned("apple-cake")[0].evidence).keywords

    assert keywords[0] == "apple cake"
    assert "sourdough" not in keywords


@pytest.mark.parametrize(
    ("name", "alt"),
    [
        ("indoor-cat", "A cat in warm colours, mostly brown and orange."),
        ("katze", "Eine Katze in warmen Farben, überwiegend in Braun und Orange."),
        ("gateau", "Un expresso aux couleurs vives, surtout en orange et rouge."),
        ("gato", "Un gato en colores cálidos, sobre todo en marrón y naranja."),
    ],
)
def test_a_picture_nothing_is_said_of_is_described_as_it_looks_in_the_pins_language(name: str, alt: str) -> None:
    assert values_of(pinned(name)[0].evidence).alt_text == alt


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


def test_an_article_in_another_language_than_the_projects_stays_so_with_a_note_and_low_confidence() -> None:
    pin = pinned("katze")[0]
    evidence = Evidence("a", pin.evidence.pages, images=[CAT], hints={**pin.evidence.hints, "language": "en"})

    answer = describe(evidence, [])

    assert answer["values"]["alt_text"].startswith("Eine Katze")
    assert answer["confidence"] == 0.3
    assert "cannot translate to English" in answer["notes"][0]


def test_a_pin_without_an_article_says_what_its_picture_shows() -> None:
    said = values_of(Evidence("upload.webp", images=[CAT]))

    assert said.title == "A cat"
    assert said.description == said.alt_text == "A cat in warm colours, mostly brown and orange."


def test_a_pin_without_a_picture_has_no_alt_text() -> None:
    said = values_of(Evidence("a", pinned("katze")[0].evidence.pages, hints={"title": "Eine Katze zieht ein"}))

    assert said.alt_text == ""
    assert said.title == "Eine Katze zieht ein"


def test_neither_article_nor_picture_is_refused() -> None:
    with pytest.raises(ProviderRefused, match="neither an article nor a picture"):
        describe(Evidence("a"), [])


def test_an_article_that_is_a_list_is_told_by_its_first_lines_with_little_confidence() -> None:
    answer = describe(Evidence("a", ["- flour\n- sugar\n- butter\n- apples"], hints={"title": "Shopping for cake"}), [])

    assert answer["values"]["description"].startswith("Shopping for cake: flour; sugar")
    assert answer["confidence"] < 0.5
    assert answer["notes"] == ["Low confidence: the article has no sentence that could stand in a pin."]


@pytest.mark.parametrize(
    "text",
    [
        "שלום עולם, זהו מאמר על עוגת תפוחים. " * 40,
        "هذه مقالة عن كعكة التفاح وهي لذيذة جدا. " * 40,
        "りんごケーキの作り方を紹介します。とても簡単です。" * 40,
        "👨‍👩‍👧‍👦🍎 " * 900,
        "x" * 9000,
        "function(){var a=1;}" * 400,
        "Word " * 3000 + ".",
        "\u202e\u200f\n\n\x00?",
    ],
)
def test_whatever_an_article_is_the_limits_hold(text: str) -> None:
    said = values_of(Evidence("a", [text], images=[COFFEE], hints={"title": text[:400], "closing": "Enjoy! 🍎" * 30}))

    assert counted(said.description) <= DESCRIPTION_MOST


def test_an_article_of_five_megabytes_is_described_in_a_few_seconds() -> None:
    text = "\n\n".join(f"Cake {number} needs {number} apples, and it tastes of cinnamon." for number in range(90_000))

    assert values_of(Evidence("a", [text], hints={"title": "Many cakes"})).title == "Many cakes"


def test_the_model_set_as_local_describes_pins_in_a_child_process_for_nothing() -> None:
    evidence = pinned("katze")[0].evidence

    answer = describer_for("local", timeout_seconds=60).describe(PIN, evidence)

    assert answer.values == values_of(evidence)
    assert answer.cost_usd == Decimal(0)
    assert answer.confidence
    assert answer.confidence > 0.7


def words_in(*texts: str) -> set[str]:
    return {word.lower() for text in texts for word in WORDS.findall(text)}


def own_words() -> set[str]:
    """Return the closed list of words the local model may say of a picture itself."""
    folder = files("pressroom.providers.describe.local")
    phrases, things = (
        tomllib.loads((folder / "pins" / f"{name}.toml").read_text(encoding="utf-8")) for name in ("phrases", "things")
    )
    labels = tomllib.loads((folder / "pictures" / "labels.toml").read_text(encoding="utf-8"))
    return words_in(str(phrases), str(things), str(labels), "a an espresso")
