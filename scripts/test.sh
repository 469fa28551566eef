#!/usr/bin/env bash
# Makes the environment and runs everything that must pass: style, types, tests. Arguments go to pytest.
. "$(dirname "$0")/environment.sh"
cd "$root"
# The page is tested in a real browser: where there is none and Debian's packages can be installed, they are.
if ! command -v chromium chromium-browser google-chrome >/dev/null 2>&1 && command -v apt-get >/dev/null && [ "$(id -u)" = 0 ]; then
  echo "Installing Chromium for the test of the page …" >&2
  { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium; } >/dev/null 2>&1 ||
    echo "Chromium could not be installed: the test of the page in a browser is skipped." >&2
fi
# The ledger is tested on a real PostgreSQL too: its programs are enough, the tests start a server of their own.
if ! compgen -G "/usr/lib/postgresql/*/bin/initdb" >/dev/null && command -v apt-get >/dev/null && [ "$(id -u)" = 0 ]; then
  echo "Installing PostgreSQL for the tests of the ledger …" >&2
  { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq postgresql; } >/dev/null 2>&1 ||
    echo "PostgreSQL could not be installed: the tests of the ledger run on SQLite alone." >&2
fi
"$venv/bin/ruff" check .
"$venv/bin/ruff" format --check .
"$venv/bin/mypy"
exec "$venv/bin/python" -m pytest "$@"
