#!/usr/bin/env bash
# Makes the environment and runs everything that must pass: style, types, tests.
. "$(dirname "$0")/environment.sh"
cd "$root"
"$venv/bin/ruff" check .
"$venv/bin/ruff" format --check .
"$venv/bin/mypy"
exec "$venv/bin/python" -m pytest "$@"
