"""The navigation alone, fetched again when its numbers change."""

from typing import get_args

from fastapi import APIRouter, Response

from pressroom.web.asking import PrincipalDep, SessionDep
from pressroom.web.pages.page import shell
from pressroom.web.templating import page
from pressroom.web.views import NavPartial
from pressroom.web.views.shell import Section

router = APIRouter(include_in_schema=False)

SECTIONS: dict[str, Section] = {section: section for section in get_args(Section)}


@router.get("/-/nav")
def navigation(session: SessionDep, principal: PrincipalDep, section: str = "") -> Response:
    """Show the navigation."""
    return page(NavPartial(shell=shell(session, principal, SECTIONS.get(section, ""))))
