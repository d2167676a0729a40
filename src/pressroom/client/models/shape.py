"""What all answers are.

Written out of the API by `python -m docs.generate`: change the API, not this file.
"""

from pydantic import BaseModel, ConfigDict


class Shape(BaseModel):
    """What the server answers with; what a newer server adds to it is left aside."""

    model_config = ConfigDict(frozen=True, extra="ignore", protected_namespaces=())
