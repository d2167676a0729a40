"""Whatever a file holds, its description keeps to its shape."""

from hypothesis import given, settings
from hypothesis import strategies as st

from pressroom.providers.describe import DocumentDescription, Evidence, Turn
from pressroom.providers.describe.local.document import describe
from tests.providers.test_describe_local import NAMES, evidence_of

FRAGMENTS = st.sampled_from([line for name in NAMES for page in evidence_of(name).pages for line in page.splitlines()])
DIRT = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
PAGES = st.lists(st.lists(FRAGMENTS | DIRT, max_size=25).map("\n".join), max_size=3)
WISHES = st.sampled_from(
    [
        "shorter",
        "tags: a",
        f"tags: {', '.join(f't{number}' for number in range(20))}",
        f"add tag {'y' * 100}",
        "remove tag rechnung",
        "fewer tags",
        "more tags",
        'call it ""',
        "call it X",
        f"title: {'z' * 300}",
        f"mention {'w ' * 400}",
        "the sender is Q",
        "without",
        "better title",
        "\0",
    ]
)


@given(filename=DIRT, pages=PAGES, wishes=st.lists(WISHES, max_size=3))
@settings(max_examples=80, deadline=None, derandomize=True)
def test_any_text_and_any_wish_give_a_valid_description(filename: str, pages: list[str], wishes: list[str]) -> None:
    evidence = Evidence(filename, pages)
    answer = describe(evidence, ())
    for wish in wishes:
        answer = describe(evidence, [Turn(answer["values"], wish)])

    found = DocumentDescription.model_validate(answer["values"])
    assert "\0" not in found.model_dump_json()
    assert 0 <= answer["confidence"] <= 1
