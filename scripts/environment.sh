# Makes the environment .venv (or $GREFFIER_VENV) from the hashed requirements; does nothing where it is up to date.
# Sourced by try.sh and test.sh; needs Python 3.11 or later and the ordinary package index of pip.
set -eu
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
venv=${GREFFIER_VENV:-$root/.venv}
python=${PYTHON:-python3}
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || {
  echo "greffier needs Python 3.11 or later; set PYTHON to one and run again." >&2
  exit 1
}
stamp=$venv/.greffier-$("$python" -c '
import hashlib, pathlib, sys
whole = b"".join(pathlib.Path(path).read_bytes() for path in sys.argv[1:])
print(hashlib.sha256(whole).hexdigest()[:16])' "$root/requirements.txt" "$root/pyproject.toml")
if [ ! -e "$stamp" ]; then
  [ -x "$venv/bin/python" ] || "$python" -m venv "$venv"
  "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --require-hashes -r "$root/requirements.txt"
  "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e "$root"
  touch "$stamp"
fi
