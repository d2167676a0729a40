"""Pins described offline: true to article and picture, in the article's language, ready to be published."""

import re
import tomllib
from decimal import Decimal
from functools import lru_cache
from importlib.resources import files
from itertools import combinations

import pytest

from pressroom.kernel.errors import ProviderRefused
from pressroom.providers.describe import (
    DESCRIPTION_MOST,
    PARTED,
    PIN,
    Evidence,
    PinDescription,
    counted,
    describer_for,
)
from pressroom.providers.describe.local.language import language_of
from pressroom.providers.describe.local.pins.pin import describe
from tests.blog_posts import BlogPost, published
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


def sibling(post: BlogPost, number: int) -> PinDescription:
    """Return what is said of one of several pins that all show the same picture of a post."""
    nearby = post.pictures[0].alt
    hints = {"title": post.title, "language": post.language, "summary": post.description, "nearby": nearby}
    before = {"shown before": PARTED.join([nearby] * number)} if number else {}
    return values_of(Evidence("a", ["\n\n".join(post.paragraphs)], images=[CAT], hints=hints | before))


@pytest.mark.parametrize("post", published(), ids=lambda post: post.slug)
def test_pins_of_one_article_say_different_things_even_of_the_same_picture(post: BlogPost) -> None:
    said = [sibling(post, number) for number in range(3)]

    assert len({one.title for one in said}) == 3
    assert len({one.description for one in said}) == 3
    known = words_in(post.title, post.description, *post.paragraphs, post.pictures[0].alt)
    for one in said:
        assert words_in(one.title, one.description) <= known
        assert not re.match(r"Inzwischen|Mehr braucht|On la|Déjelo|Se sirve|Aguanta|Then|It ", one.description)


@pytest.mark.parametrize("post", published(), ids=lambda post: post.slug)
def test_no_number_measure_or_mere_adjective_is_a_keyword(post: BlogPost) -> None:
    said = sibling(post, 0).keywords

    assert len(said) >= 3
    assert not {"part", "medio", "vingt", "gramm", "twenty", "kilo", "frais", "warm", "spoons"} & set(
        map(str.lower, said)
    )


def test_what_is_known_of_a_picture_is_said_and_what_is_guessed_is_not() -> None:
    known = values_of(Evidence("a", [], images=[CAT], hints={"picture": "a plushie of a grey cat"}))
    guessed = [values_of(Evidence("a", [], images=[path.read_bytes()])) for path in sorted(PICTURES.glob("*.webp"))]

    assert known.title == "A plushie of a grey cat"
    assert "probably" not in " ".join(f"{one.title} {one.description} {one.alt_text}" for one in guessed).lower()


def test_an_alt_text_keeps_to_the_articles_language_where_the_model_has_no_words_of_it() -> None:
    text = "شوربة العدس الأحمر هي الوصفة التي أطبخها عندما لا يكون هناك خطة. تحتاج إلى قدر واحد وعشرين دقيقة فقط."
    said = values_of(Evidence("a", [text], images=[COFFEE], hints={"title": "شوربة العدس", "nearby": "طبق شوربة"}))

    assert said.alt_text == "طبق شوربة."
