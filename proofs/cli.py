"""The command `theodolite`: finds its subcommands in `proofs/commands`, turns every end into an exit code.

A command is a module of that package that binds one click command.  Its help is the first line of the
module's docstring, read without importing it, so that `theodolite --help` loads no mathematics.
"""

from __future__ import annotations

import ast
import importlib
import os
import pkgutil
import sys
import traceback
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from proofs import commands
from proofs.outcome import DEBUG, INTERNAL, INTERRUPTED, LIMIT, OF_KERNEL, USAGE, Stop, one_line

_OURS = {"checker", "constructions", "proofs", "torch_backend"}


class Commands(click.Group):
    """The modules of `proofs.commands` as subcommands."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names, in alphabetical order."""
        found = (info.name for info in pkgutil.iter_modules(commands.__path__))
        return sorted(name for name in found if not name.startswith("_"))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The one click command that the module of this name binds."""
        if cmd_name not in self.list_commands(ctx):
            return None
        module = importlib.import_module(f"{commands.__name__}.{cmd_name}")
        return next(value for value in vars(module).values() if isinstance(value, click.Command))

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The section of the help that lists them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, _summary(name)) for name in self.list_commands(ctx)])

    def invoke(self, ctx: click.Context) -> Any:
        """Run the subcommand; what it returns is the exit code."""
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            raise Stop(INTERRUPTED, "interrupted; no file was replaced by a partial one") from None

    def main(
        self, args: Sequence[str] | None = None, *more: Any, standalone_mode: bool = True, **extra: Any
    ) -> Any:
        """Run the command line; every exception ends as one line on stderr and a documented code."""
        extra["prog_name"] = "theodolite"
        try:
            code = super().main(args, standalone_mode=False, **extra) or 0
        except Exception as error:
            code = _explain(error)
        if not standalone_mode:
            return code
        sys.exit(code)


def _summary(name: str) -> str:
    """The first line of a command's docstring, without its full stop."""
    source = (Path(commands.__path__[0]) / f"{name}.py").read_text("utf-8")
    return (ast.get_docstring(ast.parse(source)) or "").partition("\n")[0].rstrip(".")


def _explain(error: Exception) -> int:
    """Say in one line what went wrong; the exit code."""
    if isinstance(error, BrokenPipeError):  # the reader of our output has gone: nobody to tell
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return USAGE
    if isinstance(error, click.Abort):
        code, message = INTERRUPTED, "interrupted"
    elif isinstance(error, click.ClickException):
        code, message = USAGE, _usage(error)
    elif isinstance(error, Stop):
        code, message = error.code, str(error)
    else:
        code, message = _foreign(error)
    if code == INTERNAL and os.environ.get(DEBUG):
        traceback.print_exception(error)
    click.echo(f"error: {one_line(message)}", err=True)
    return code


def _usage(error: click.ClickException) -> str:
    context = error.ctx if isinstance(error, click.UsageError) else None
    path = context.command_path if context is not None else "theodolite"
    return f"{error.format_message().rstrip('.')}; see {path} --help"


def _foreign(error: Exception) -> tuple[int, str]:
    """Code and message of an exception that was raised below the command line."""
    if isinstance(error, _loaded("constructions.formats.errors", "InputError")):
        return USAGE, str(error)
    if isinstance(error, _loaded("checker.errors", "Refusal")):
        return OF_KERNEL.get(getattr(error, "outcome", ""), INTERNAL), str(error)
    if isinstance(error, ModuleNotFoundError) and (error.name or "").partition(".")[0] not in _OURS:
        return (
            USAGE,
            f"the package {error.name} is not installed; install it with pip",
        )
    if isinstance(error, OSError) and error.filename is not None:
        return USAGE, f"{error.filename}: {error.strerror}; check the path and its permissions"
    if isinstance(error, MemoryError):
        return LIMIT, "out of memory; use fewer jobs or a smaller input"
    found = f"{type(error).__name__}: {error}"
    return INTERNAL, f"internal error: {found}; set {DEBUG}=1 to see where, and report it"


def _loaded(module: str, name: str) -> type[BaseException] | tuple[()]:
    """A class of a module, if that is loaded: else no exception can be of it, and loading it may fail."""
    found: type[BaseException] | tuple[()] = getattr(sys.modules.get(module), name, ())
    return found


def _version(ctx: click.Context, param: click.Parameter, wanted: bool) -> None:
    if wanted:
        from importlib.metadata import PackageNotFoundError, version

        from checker import kernel_sha256

        try:
            number = version("theodolite")
        except PackageNotFoundError:  # run from a checkout that is not installed
            number = "(not installed)"
        click.echo(f"theodolite {number} kernel=sha256:{kernel_sha256()}")
        ctx.exit()


@click.command(cls=Commands, no_args_is_help=False, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--version", is_flag=True, is_eager=True, expose_value=False, callback=_version, help="Show versions."
)
def main() -> None:
    """Re-check the theory of neural-network loss landscapes in exact arithmetic.

    Exit codes: 0 accepted, 1 rejected, 2 usage or input, 3 accepted with holes, 4 differs from its pin,
    5 a resource limit, 70 internal error.
    """


if __name__ == "__main__":
    main()
