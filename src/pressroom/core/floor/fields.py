"""Fields that inputs of several workflows have."""

from typing import Annotated, TypeAlias

from pydantic import Field

Feedback: TypeAlias = Annotated[
    str | None, Field(max_length=2000, title="What should be different", description="Said to the model; may be empty.")
]
