"""Pure decisions about boards."""

from typing import Literal

ACCOUNTS = ("pinterest", "pinterest_sandbox")
"""The providers whose accounts have boards."""
Privacy = Literal["PUBLIC", "SECRET"]
LONGEST_NAME, LONGEST_DESCRIPTION = 180, 500
LONGEST_NAME_THERE = 50
"""What Pinterest takes for the name of a board or a section."""
