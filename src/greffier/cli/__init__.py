"""The command line: one module a command; errors become one sentence each, and an exit code.

Exit codes: 0 all went well; 1 some input failed; 2 the command was used wrongly; 130 stopped by Ctrl-C.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import Any

from greffier.errors import GreffierError, LexiconError, UsageError
from greffier.messages import say_in

FAILED, MISUSED, INTERRUPTED = 1, 2, 130


def main() -> None:
    """Run ``greffier`` with the arguments of the process and leave with its exit code."""
    sys.exit(run(sys.argv[1:]))


def run(arguments: Sequence[str]) -> int:
    """Run ``greffier`` with ``arguments`` and return the exit code; everything to be said has been said."""
    from greffier.cli.app import command

    say = say_in(None)
    for stream in (sys.stdout, sys.stderr):
        _speak_utf8(stream)
    try:
        code = command().main(args=list(arguments), prog_name="greffier", standalone_mode=False)
        sys.stdout.flush()
        return code if isinstance(code, int) else 0
    except (BrokenPipeError, SystemExit) as leaving:
        # Typer turns a reader that has gone (greffier … | head) into an exit of 1; that is no failure.
        if isinstance(leaving, SystemExit) and not isinstance(leaving.__context__, BrokenPipeError):
            raise
        _silence(sys.stdout)
        return 0
    except KeyboardInterrupt:
        print(say("error.interrupted"), file=sys.stderr)
        return INTERRUPTED
    except (UsageError, LexiconError) as problem:
        print(problem, file=sys.stderr)
        return MISUSED
    except GreffierError as problem:
        print(problem, file=sys.stderr)
        return FAILED
    except Exception as problem:
        return _misused(problem)


def _misused(problem: Exception) -> int:
    """Say what Typer found wrong with the arguments; anything else is a fault of ours and goes on up."""
    if type(problem).__name__ == "Abort":
        return INTERRUPTED
    if not hasattr(problem, "format_message"):
        raise problem
    problem.show()  # type: ignore[attr-defined]
    return MISUSED


def _speak_utf8(stream: Any) -> None:
    """Write UTF-8 whatever the locale: data never depends on it; lone surrogates are written as ``?``."""
    if hasattr(stream, "reconfigure"):
        stream.reconfigure(encoding="utf-8", errors="replace")


def _silence(stream: Any) -> None:
    """Point a stream whose reader has gone at nothing, so that Python's last flush does not complain."""
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
    except (OSError, ValueError):
        return


__all__ = ["main", "run"]
