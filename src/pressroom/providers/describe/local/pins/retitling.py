"""Wishes about a pin's title."""

from pressroom.providers.describe.local.feedback import Wish
from pressroom.providers.describe.local.pins.draft import Draft
from pressroom.providers.describe.local.pins.titling import main, others, questions
from pressroom.providers.describe.local.sentences import capitalised
from pressroom.providers.describe.pin_limits import TITLE_MOST, counted, shortened


def rename(draft: Draft, wish: Wish) -> None:
    draft.title = shortened(capitalised(wish.what), TITLE_MOST)
    if counted(wish.what) > TITLE_MOST:
        draft.note(f"The title you gave is longer than {TITLE_MOST} characters; it is cut.")


def another_title(draft: Draft, wish: Wish) -> None:
    del wish
    other = next(iter(others(draft.weighed, but=draft.title)), None)
    if other:
        draft.title = other
    else:
        draft.note("The local model finds no other title in the article.")


def shorter_title(draft: Draft, wish: Wish) -> None:
    del wish
    shorter = main(draft.title)
    if shorter == draft.title:
        draft.note("The title is already as short as the local model can make it.")
    draft.title = shorter


def question_title(draft: Draft, wish: Wish) -> None:
    del wish
    draft.title = next(title for title in (*questions(draft.weighed), draft.title) if counted(title) <= TITLE_MOST)
