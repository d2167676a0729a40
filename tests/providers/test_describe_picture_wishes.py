"""Whatever a person says about a picture, its description keeps to its shape."""

from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from pressroom.providers.describe import Evidence, PictureDescription, Turn
from pressroom.providers.describe.local.pictures.labels import labels, with_article
from pressroom.providers.describe.local.pictures.picture import describe

PICTURED = Path(__file__).parents[2] / "samples" / "pictures"
HINTS = {"taken": "2026-05-12", "folder": "Norway"}
WISHES = st.sampled_from(
    [
        "shorter",
        "longer",
        "it is a lynx",
        "it's not a cat",
        "not an animal",
        "another one",
        "better title",
        "tags: a",
        f"tags: {', '.join(f't{number}' for number in range(30))}",
        f"add tag {'y' * 100}",
        "remove tag cat",
        "fewer tags",
        "more tags",
        'call it ""',
        f"call it {'z' * 300}",
        f"mention {'w ' * 400}",
        "mention the date",
        "focus on the colours",
        "without cat",
        "without photo",
        "add the date to the title",
        "it's from Bergen",
        "\0",
    ]
)


def evidence(name: str) -> Evidence:
    return Evidence(f"{name} in Norway.webp", images=((PICTURED / f"{name}.webp").read_bytes(),), hints=HINTS)


EVIDENCE = {name: evidence(name) for name in ("cat", "astronaut")}


@settings(max_examples=25, deadline=None)
@given(st.sampled_from(sorted(EVIDENCE)), st.lists(WISHES | st.text(max_size=40), min_size=1, max_size=3))
def test_any_conversation_ends_in_a_description(name: str, wishes: list[str]) -> None:
    answer = describe(EVIDENCE[name], ())
    turns: list[Turn] = []
    for wish in wishes:
        before = PictureDescription.model_validate(answer["values"])
        turns.append(Turn(before.model_dump(mode="json"), wish))
        answer = describe(EVIDENCE[name], turns)

    assert PictureDescription.model_validate(answer["values"]).description


def test_there_is_a_label_for_every_class_and_none_explains_itself() -> None:
    words = [label.word for label in labels()]

    assert len(words) == 1000
    assert [word for word in words if not word or set("(/,") & set(word)] == []


def test_things_are_named_with_the_article_they_take() -> None:
    named = [with_article(word) for word in ("dog", "orange", "food", "unicycle", "umbrella")]

    assert named == ["a dog", "an orange", "food", "a unicycle", "an umbrella"]
