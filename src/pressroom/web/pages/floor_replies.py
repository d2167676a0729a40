"""What steering the press floor answers: a toast, and word to the page to fetch itself anew.

Queues, workers and schedules belong to no workspace, so the live stream tells nothing of them.
"""

import json

from fastapi import Request, Response

from pressroom.web.replies import asked_by_script, done


def settled(request: Request, message: str, *, back: str, undo: str | None = None) -> Response:
    """Answer an action as `done` does; where a script asked, what shows the press floor is fetched again."""
    answer = done(request, message, back=back, undo=undo)
    if asked_by_script(request):
        answer.headers["HX-Trigger"] = json.dumps(json.loads(answer.headers["HX-Trigger"]) | {"floor": {}})
    return answer
