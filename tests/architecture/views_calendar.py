"""Samples of the views of the calendar of pins."""

from collections.abc import Iterator
from dataclasses import replace

from pressroom.web import views
from pressroom.web.pages import pattern_calendar
from tests.architecture.frame import SHELL


def every_view_of_the_calendar() -> Iterator[views.View]:
    """Yield views that together use every template and every field of this page."""
    week, tray = pattern_calendar.week(), pattern_calendar.tray()
    page = views.CalendarPage(shell=SHELL, calendar=week, tray=tray, has_projects=True)
    outside = [replace(one, is_outside=True) for one in week.days]
    yield page
    yield replace(page, has_projects=False)
    yield views.CalendarPartial(replace(week, span="month", is_zone_chosen=True, troubled=0, days=outside))
    yield views.TrayPartial(tray)
    yield views.TrayPartial(replace(tray, has_slots=False, total=2))
    yield views.TrayPartial(replace(tray, pins=(), total=0))
