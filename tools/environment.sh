# Sourced by the other scripts: makes the virtual environment that they run in, once for each pyproject.toml.
# PYTHON names another interpreter, VENV another folder. Sets `py` to the environment's python.

set -eu
root=$(cd "$(dirname "$0")/.." && pwd)
cd "$root"

is_usable() { "$1" -c 'import sys, venv; sys.exit(sys.version_info < (3, 10))' >/dev/null 2>&1; }

find_python() {
    for name in ${PYTHON:-} python3 python3.13 python3.12 python3.11 python3.10 python; do
        if is_usable "$name"; then
            echo "$name"
            return
        fi
    done
    echo "Python 3.10 or newer with venv is needed; name one with PYTHON=/path/to/python" >&2
    exit 1
}

venv=${VENV:-.venv}
py=$venv/bin/python
stamp=$venv/.installed
if ! [ -x "$py" ] || ! cmp -s pyproject.toml "$stamp"; then
    python=$(find_python)
    echo "Setting up $venv with $("$python" --version) …" >&2
    [ -x "$py" ] || "$python" -m venv "$venv"
    "$py" -m pip install --quiet --disable-pip-version-check --editable '.[dev]' >&2
    cp pyproject.toml "$stamp"
fi
