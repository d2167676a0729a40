"""The catalogue tells of everything that runs, and of nothing else."""

import pytest
from dbos._dbos import _get_or_create_dbos_registry  # what is registered has no public list

from pressroom import stories
from pressroom.catalogue import CATALOGUE
from pressroom.core.floor.catalogue import Story


def test_every_story_a_worker_can_tell_is_in_the_catalogue_and_the_other_way_round() -> None:
    assert stories.TOLD
    told = {name for name in _get_or_create_dbos_registry().workflow_info_map if not name.startswith("<temp>")}
    assert told == {one.name for one in CATALOGUE}


def test_no_event_starts_two_workflows() -> None:
    events = [event for one in CATALOGUE for event in one.events]
    assert len(events) == len(set(events))


@pytest.mark.parametrize("one", [one for one in CATALOGUE if one.schedule], ids=lambda one: one.name)
def test_what_begins_by_itself_has_a_cron(one: Story) -> None:
    assert one.schedule in {each["schedule"] for each in stories.schedules() if each["schedule_name"] == one.name}


@pytest.mark.parametrize("one", [one for one in CATALOGUE if one.events], ids=lambda one: one.name)
def test_what_an_event_starts_can_be_started(one: Story) -> None:
    assert one.can_start
    assert one.schema()
