"""Where a run's page leads: to what began it, to what it began, and to the form for another like it."""

import json
from collections.abc import Mapping
from urllib.parse import parse_qs, urlsplit

import pytest
from sqlalchemy import text

from pressroom.kernel.app import App
from tests.caller import Caller
from tests.page_forms import text_of

OVER = "UPDATE dbos.workflow_status SET status = 'SUCCESS', name = :name WHERE workflow_uuid = :run"
GIVEN = (
    "UPDATE dbos.workflow_input SET inputs = jsonb_set(inputs::jsonb, '{positionalArgs}', :given)::text "
    "WHERE workflow_uuid = :run"
)
BEGUN_BY = (
    "UPDATE dbos.workflow_status SET attributes = attributes || jsonb_build_object('parent', cast(:parent AS text)) "
    "WHERE workflow_uuid = :run"
)


def over(app: App, run_id: str, name: str, *given: object) -> None:
    """Let a run be one of a workflow, given these arguments, that is over."""
    with app.database.transaction() as session:
        session.execute(text(OVER), {"run": run_id, "name": name})
        session.execute(text(GIVEN), {"run": run_id, "given": json.dumps(given)})


def asked_again(page: str) -> Mapping[str, list[str]]:
    """Return what the form for another run is filled with."""
    (address,) = [one for one in page.split('"') if one.startswith("/runs/workflows/")]
    return parse_qs(urlsplit(address.replace("&amp;", "&")).query)


@pytest.mark.parametrize(
    ("name", "more", "wanted"),
    [
        ("process_document", [], {}),
        ("describe_document", ["shorter, and\nin English"], {"feedback": ["shorter, and\nin English"]}),
        ("describe_document", [None], {}),
    ],
)
def test_the_form_for_another_run_has_what_this_one_was_given(
    admin: Caller, app: App, name: str, more: list[str | None], wanted: Mapping[str, list[str]]
) -> None:
    document_id = admin.add("A treaty")
    run_id = f"process-document:{document_id}:1"
    assert "Run with another input" not in text_of(admin, f"/runs/{run_id}")
    over(app, run_id, name, document_id, *more)
    page = text_of(admin, f"/runs/{run_id}")
    assert asked_again(page) == {"document_id": [document_id], **wanted}


@pytest.mark.parametrize("name", ["deliver_webhook", "a_plug_in_that_is_gone"])
def test_what_is_not_started_by_hand_has_no_such_form(admin: Caller, app: App, name: str) -> None:
    document_id = admin.add("A treaty")
    run_id = f"process-document:{document_id}:1"
    over(app, run_id, name, document_id)
    assert "/runs/workflows/" not in text_of(admin, f"/runs/{run_id}")


def test_a_run_and_those_it_began_lead_to_each_other(admin: Caller, app: App) -> None:
    parent, child = (f"process-document:{admin.add(text)}:1" for text in ("A treaty", "Another"))
    assert "Begun by" not in text_of(admin, f"/runs/{child}")
    with app.database.transaction() as session:
        session.execute(text(BEGUN_BY), {"run": child, "parent": parent})
    address = parent.replace(":", "%3A")
    assert f'href="/runs/{address}"' in text_of(admin, f"/runs/{child}")
    assert f'href="/runs?parent={address}"' in text_of(admin, f"/runs/{parent}")
    found = text_of(admin, f"/runs?parent={address}")
    assert f'id="run-{child}"' in found
    assert f'id="run-{parent}"' not in found
    assert 'name="parent"' in found, "what is narrowed further stays narrowed to these"
