"""The command `pressroom` and its commands."""

import typer

from pressroom.cli import serving

root = typer.Typer(name="pressroom", help="Turns raw files into finished, published work.", no_args_is_help=True)
root.command()(serving.serve)
root.command()(serving.worker)
