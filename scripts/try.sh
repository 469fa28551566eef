#!/usr/bin/env bash
# Makes the environment and reads a dispatch: the examples' first, or the files given.
. "$(dirname "$0")/environment.sh"
cd "$root"
[ $# -gt 0 ] || set -- examples/dispatches/accord-de-tessalit.txt
exec "$venv/bin/greffier" read --format sheet "$@"
