"""The command line, one file a command group; everything it needs comes from the composer it is given."""

from pressroom.cli.composer import Composer
from pressroom.cli.root import root

__all__ = ["run"]


def run(composer: Composer) -> None:
    """Run the command that was typed."""
    root(obj=composer)
