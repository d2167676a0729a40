"""The form of a pin: what is typed is saved, or stands in it again with the reasons why not."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from typing import Annotated, Any

from fastapi import APIRouter, Form, Request, Response

from pressroom.features.pins.actions.edit import edit_pin
from pressroom.features.pins.models import Field, Pin
from pressroom.features.pins.rules import check_limits, check_link
from pressroom.kernel.errors import Conflict, Invalid
from pressroom.web.asking import AppDep, PinDep, PrincipalDep, SessionDep
from pressroom.web.pages.pin_detail import Typed, pin_form
from pressroom.web.pages.pin_meanwhile import PinFields, changed, clashes, locks, merged
from pressroom.web.pages.pin_page import whole_page
from pressroom.web.pages.pin_typed import board_in, tags_in, words_in
from pressroom.web.replies import asked_by_script, done
from pressroom.web.templating import page
from pressroom.web.views import PinFormPartial

router = APIRouter(prefix="/pins", include_in_schema=False)


@router.post("/{pin_id}")
def edit(
    request: Request,
    app: AppDep,
    session: SessionDep,
    principal: PrincipalDep,
    pin: PinDep,
    sent: Annotated[PinFields, Form()],
) -> Response:
    """Write down what a person changed; with `follows`, texts that are new get a lock.

    What somebody else changed meanwhile stays, and a field that both changed is told before theirs is lost.
    """
    fields = merged(pin, sent)
    typed = _typed(pin, sent, fields)
    errors = dict(clashes(pin, sent, fields)) | dict(_errors(typed))
    if not errors:
        try:
            with session.begin_nested():
                edit_pin(session, pin, _changes(typed), user_id=principal.user_id)
            return done(request, "Saved.", back=f"/pins/{pin.id}")
        except Conflict as refusal:
            if refusal.code != "scheduled":
                raise
            errors = {Field.TITLE if not fields["title"] else "board": str(refusal)}
    refused = replace(typed, errors=errors)
    if asked_by_script(request):
        return page(PinFormPartial(form=pin_form(session, pin, refused), url=f"/pins/{pin.id}", is_closed=False))
    return whole_page(app, session, principal, pin, typed=refused)


def _typed(pin: Pin, sent: PinFields, fields: Mapping[str, str]) -> Typed:
    own = changed(pin, fields) if sent.follows else ()
    return Typed(
        texts={name.value: fields[name] for name in Field},
        locked=[one for one in Field if one in {*locks(pin, sent), *own}],
        board=fields["board"],
        link=fields["link"],
        tags=fields["tags"],
    )


def _errors(typed: Typed) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with what was typed, by field."""
    checks: dict[str, Callable[[], object]] = {
        name: partial(check_limits, {name: value}) for name, value in typed.texts.items() if name != Field.KEYWORDS
    }
    checks |= {
        Field.KEYWORDS: lambda: check_limits({Field.KEYWORDS: words_in(typed.texts[Field.KEYWORDS])}),
        "tags": lambda: tags_in(typed.tags),
        "board": lambda: board_in(typed.board),
        "link": partial(check_link, typed.link or "https://none.example"),
    }
    for name, check in checks.items():
        try:
            check()
        except Invalid as refusal:
            yield name, str(refusal)


def _changes(typed: Typed) -> dict[str, Any]:
    return dict(typed.texts) | {
        Field.KEYWORDS.value: words_in(typed.texts[Field.KEYWORDS]),
        "board_id": board_in(typed.board),
        "tags": tags_in(typed.tags),
        "link": typed.link or None,
        "locked": list(typed.locked),
    }
