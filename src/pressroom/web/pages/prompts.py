"""`/settings/prompts`: what is asked of models, in versions, and tried before it is saved."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Query, Request, Response
from sqlalchemy.orm import Session

from pressroom.core.accounts.models import Role
from pressroom.core.accounts.queries import Principal
from pressroom.core.prompts import actions, queries
from pressroom.core.prompts.models import PromptTrial
from pressroom.core.prompts.rules import LONGEST, LONGEST_NOTE, MOST_ITEMS, PROFILES, profile_named
from pressroom.core.prompts.trials import begin_trial
from pressroom.core.spending.rules import LOCAL, model_for
from pressroom.kernel.app import App
from pressroom.kernel.errors import Rejected
from pressroom.web.asking import AppDep, OwnerDep, PrincipalDep, SessionDep
from pressroom.web.narrowing import choices
from pressroom.web.pages.page import shell
from pressroom.web.pages.prompt_parts import LABELS, called, history_part, prompts_part, trial_part
from pressroom.web.replies import done, go_to
from pressroom.web.templating import page
from pressroom.web.views import PromptHistoryPartial, PromptPage, PromptsPartial, TrialPartial
from pressroom.web.views.shell import Choice

router = APIRouter(prefix="/settings/prompts", include_in_schema=False)

OFFERED = 10
"""How many of the newest things a prompt may be tried on are offered."""
Text = Annotated[str, Form(max_length=LONGEST + 2000)]
Note = Annotated[str, Form(max_length=LONGEST_NOTE)]


@router.get("")
def show_prompts(app: AppDep, session: SessionDep, principal: PrincipalDep) -> Response:
    """Show the part of the settings about prompts, alone."""
    return page(PromptsPartial(prompts_part(app, session, principal)))


@router.get("/{profile}")
def show_prompt(
    app: AppDep,
    session: SessionDep,
    principal: PrincipalDep,
    profile: str,
    trial: Annotated[UUID | None, Query()] = None,
) -> Response:
    """Show a prompt, its versions, and a trial where one is asked for."""
    tried = queries.trial(session, principal.workspace_id, principal.user_id, trial) if trial else None
    return page(_page(app, session, principal, profile, tried=tried))


@router.post("/{profile}")
def save_prompt(
    app: AppDep, session: SessionDep, principal: OwnerDep, profile: str, text: Text = "", note: Note = ""
) -> Response:
    """Ask with these words from now on."""
    try:
        with session.begin_nested():
            version = actions.save_prompt(
                session, principal.workspace_id, profile, text=text, note=note, author_id=principal.user_id
            )
    except Rejected as refusal:
        return page(_page(app, session, principal, profile, text=text, note=note, error=refusal), refusal.status)
    said = f"{called(version)} is asked with from now on." if version else "The shipped prompt is asked with."
    return page(_page(app, session, principal, profile, saved=said))


@router.post("/{profile}/trials")
def try_prompt(
    request: Request,
    app: AppDep,
    session: SessionDep,
    principal: OwnerDep,
    profile: str,
    text: Text = "",
    note: Note = "",
    item_ids: Annotated[list[UUID] | None, Form()] = None,
) -> Response:
    """Try these words beside the current ones, and show what comes of it."""
    try:
        with session.begin_nested():
            tried = begin_trial(
                session,
                app.durable,
                app.trials[profile_named(profile).name],
                workspace_id=principal.workspace_id,
                user_id=principal.user_id,
                profile=profile,
                text=text,
                model=model_for(app, profile),
                item_ids=item_ids or (),
            )
    except Rejected as refusal:
        return page(_page(app, session, principal, profile, text=text, note=note, error=refusal), refusal.status)
    return go_to(request, f"/settings/prompts/{profile}?trial={tried.id}#trial")


@router.get("/{profile}/trials/{trial_id}")
def show_trial(session: SessionDep, principal: PrincipalDep, profile: str, trial_id: UUID) -> Response:
    """Show a trial, alone."""
    profile_named(profile)
    return page(TrialPartial(trial_part(queries.trial(session, principal.workspace_id, principal.user_id, trial_id))))


@router.get("/{profile}/history")
def show_history(session: SessionDep, principal: PrincipalDep, profile: str) -> Response:
    """Show a prompt's versions, alone."""
    return page(PromptHistoryPartial(history_part(session, principal, profile_named(profile).name)))


@router.post("/{profile}/versions/{version}/restoration")
def restore_version(request: Request, session: SessionDep, principal: OwnerDep, profile: str, version: int) -> Response:
    """Ask with an earlier version again."""
    actions.use_version(session, principal.workspace_id, profile, version)
    said = f"{called(version)} is asked with again." if version else "The shipped prompt is asked with again."
    return done(request, said, back=f"/settings/prompts/{profile}")


def _page(
    app: App,
    session: Session,
    principal: Principal,
    profile: str,
    *,
    tried: PromptTrial | None = None,
    text: str | None = None,
    note: str = "",
    saved: str | None = None,
    error: Rejected | None = None,
) -> PromptPage:
    shipped, model = profile_named(profile), model_for(app, profile)
    current = queries.current_prompt(session, principal.workspace_id, profile)
    said = tried.text if tried else text
    return PromptPage(
        shell=shell(session, principal, "settings"),
        tabs=choices([(one, LABELS[one]) for one in PROFILES], profile),
        profile=profile,
        label=LABELS[profile],
        text=said if said is not None else (current.text if current else shipped.instructions),
        rules=shipped.rules,
        note=note,
        model=model,
        is_read=model != LOCAL,
        is_owner=principal.role is Role.OWNER,
        longest=LONGEST,
        items=_items(app, session, principal, profile, tried),
        history=history_part(session, principal, profile),
        trial=trial_part(tried) if tried else None,
        saved=saved,
        error=str(error) if error else None,
    )


def _items(app: App, session: Session, principal: Principal, profile: str, tried: PromptTrial | None) -> list[Choice]:
    found = app.trials[profile].items(session, principal.workspace_id, principal.user_id, (), OFFERED)
    chosen = {one["id"] for one in tried.items} if tried else {str(one) for one, _ in found[:MOST_ITEMS]}
    return [Choice(value=str(one), label=name, is_chosen=str(one) in chosen) for one, name in found]
