"""Pure decisions about documents."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pressroom.features.documents.models import Document, Stage, Status
from pressroom.features.documents.rules import (
    BUSY,
    PAGES_A_STEP,
    check_may_describe,
    check_may_read_again,
    chunks,
    describe_run_id,
    process_run_id,
)
from pressroom.kernel.errors import Conflict


@given(st.integers(0, 5000))
def test_chunks_cover_every_page_once_in_order(pages: int) -> None:
    covered = [number for first, last in chunks(pages) for number in range(first, last + 1)]
    assert covered == list(range(1, pages + 1))


@given(st.integers(0, 5000))
def test_no_chunk_is_longer_than_a_step_may_be(pages: int) -> None:
    assert all(1 <= last - first + 1 <= PAGES_A_STEP for first, last in chunks(pages))


@pytest.mark.parametrize("status", sorted(BUSY))
def test_while_it_is_worked_on_nothing_is_started_again(status: Status) -> None:
    with pytest.raises(Conflict) as caught:
        check_may_read_again(Document(status=status))
    assert caught.value.code == "busy"
    with pytest.raises(Conflict):
        check_may_describe(Document(status=status))


@pytest.mark.parametrize("status", sorted(set(Status) - BUSY))
def test_what_is_over_may_be_read_again(status: Status) -> None:
    check_may_read_again(Document(status=status))


def test_what_has_text_may_be_described_again() -> None:
    check_may_describe(Document(status=Status.COMPLETED))
    check_may_describe(Document(status=Status.FAILED, failed_stage=Stage.DESCRIBING))


def test_what_has_no_text_may_not_be_described() -> None:
    with pytest.raises(Conflict) as caught:
        check_may_describe(Document(status=Status.FAILED, failed_stage=Stage.READING))
    assert caught.value.code == "no_text"


def test_a_run_is_named_by_its_subject_and_attempt() -> None:
    assert process_run_id("x", 1) == "process-document:x:1"
    assert describe_run_id("x", 2) == "describe-document:x:2"
