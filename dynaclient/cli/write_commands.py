"""`reference` and `stubs`: write reference pages and type stubs. The work is done in those packages."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from ..errors import DocumentError, DynaclientError, MissingExtra
from .failures import CommandError
from .options import command, setup_of
from .terminal import clean

if TYPE_CHECKING:
    from collections.abc import Callable


@command("reference", "Write reference pages.")
@click.option(
    "--format",
    "format_name",
    default="html",
    show_default=True,
    type=click.Choice(["markdown", "html", "json"]),
    help="The format.",
)
@click.option("-o", "--output", required=True, metavar="DIR", help="The folder to write into.")
@click.pass_context
def reference_command(ctx: click.Context, format_name: str, output: str) -> int:
    """Write a page for each operation and each schema, with a searchable index."""
    from ..reference.command import reference_command as write

    setup = setup_of(ctx)
    return _written(ctx, output, lambda: write(setup.document, format_name, output))


@command("stubs", "Write type stubs.")
@click.option("--name", metavar="CLASS", help="The name of the class; by default from the document's title.")
@click.option("-o", "--output", required=True, metavar="FILE.pyi", help="The file to write.")
@click.pass_context
def stubs_command(ctx: click.Context, name: str | None, output: str) -> int:
    """Write a class with every operation as a typed method, for editors, mypy and pyright."""
    from ..stubs.command import stubs_command as write

    setup = setup_of(ctx)
    return _written(ctx, output, lambda: write(setup.document, name, output))


def _written(ctx: click.Context, output: str, write: Callable[[], str]) -> int:
    try:
        setup_of(ctx).terminal.line(clean(write()))
    except OSError as error:
        raise CommandError(
            f"{error.filename or output} cannot be written: {error.strerror or error}.", fix="Choose another with -o."
        ) from None
    except (DocumentError, MissingExtra):
        raise
    except DynaclientError as error:  # an invalid class name, format or path
        raise CommandError(f"{error}.") from None
    return 0
