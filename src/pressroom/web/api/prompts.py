"""`/api/prompts`: what is asked of models, in versions, and tried before it is saved."""

from http import HTTPStatus
from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import JSONResponse

from pressroom.core.prompts import actions, queries
from pressroom.core.prompts.rules import PROFILES, profile_named
from pressroom.core.prompts.schemas import BegunTrial, NewPrompt, NewTrial, PromptList, PromptOut, TrialOut
from pressroom.core.prompts.trials import begin_trial
from pressroom.core.spending.rules import model_for
from pressroom.web.asking import AppDep, OwnerDep, PrincipalDep, SessionDep
from pressroom.web.idempotency import Answer, KeyHeader, once

router = APIRouter(prefix="/api/prompts", tags=["prompts"])


@router.get("")
def list_prompts(app: AppDep, session: SessionDep, principal: PrincipalDep) -> PromptList:
    """List what is asked of models, for every profile."""
    items = [PromptOut.of(session, principal.workspace_id, one, model_for(app, one)) for one in PROFILES]
    return PromptList(items=items)


@router.get("/{profile}")
def get_prompt(app: AppDep, session: SessionDep, principal: PrincipalDep, profile: str) -> PromptOut:
    """Return one prompt and its versions, newest first."""
    name = profile_named(profile).name
    return PromptOut.of(session, principal.workspace_id, name, model_for(app, name))


@router.put("/{profile}")
def put_prompt(app: AppDep, session: SessionDep, principal: OwnerDep, profile: str, wanted: NewPrompt) -> PromptOut:
    """Ask with these words from now on; they become a new version. For owners."""
    actions.save_prompt(
        session,
        principal.workspace_id,
        profile,
        text=wanted.text,
        note=wanted.note,
        author_id=principal.user_id,
    )
    return PromptOut.of(session, principal.workspace_id, profile, model_for(app, profile))


@router.post("/{profile}/versions/{version}/restore")
def restore_version(app: AppDep, session: SessionDep, principal: OwnerDep, profile: str, version: int) -> PromptOut:
    """Ask with an earlier version again; 0 is the shipped one. For owners."""
    actions.use_version(session, principal.workspace_id, profile, version)
    return PromptOut.of(session, principal.workspace_id, profile, model_for(app, profile))


@router.post("/{profile}/trials", status_code=HTTPStatus.ACCEPTED, response_model=BegunTrial)
def try_prompt(
    app: AppDep,
    session: SessionDep,
    principal: OwnerDep,
    profile: str,
    wanted: NewTrial,
    idempotency_key: KeyHeader = None,
) -> JSONResponse:
    """Try words beside the current ones on up to three things, before they are saved. For owners."""

    def begin() -> Answer:
        trial = begin_trial(
            session,
            app.durable,
            app.trials[profile_named(profile).name],
            workspace_id=principal.workspace_id,
            user_id=principal.user_id,
            profile=profile,
            text=wanted.text,
            model=model_for(app, profile),
            item_ids=wanted.item_ids,
        )
        body = BegunTrial(trial_id=trial.id, run_id=trial.run_id or "").model_dump(mode="json")
        return HTTPStatus.ACCEPTED, body, {"Location": f"/api/prompts/{profile}/trials/{trial.id}"}

    fingerprint = f"POST trials {profile} {wanted.model_dump_json()}"
    return once(app, session, principal, idempotency_key, fingerprint, begin)


@router.get("/{profile}/trials/{trial_id}")
def get_trial(session: SessionDep, principal: PrincipalDep, profile: str, trial_id: UUID) -> TrialOut:
    """Return one of one's own trials, and what came of it so far."""
    profile_named(profile)
    return TrialOut.of(queries.trial(session, principal.workspace_id, principal.user_id, trial_id))
