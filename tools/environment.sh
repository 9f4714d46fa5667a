# Sourced by the other scripts: makes the virtual environment that they run in, once for each set of pins.
# `pins=core` before it asks for what the package needs to run, anything else for all that development needs.
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

# The versions are pinned, so nothing has to be resolved; bytecode is written when a module is first imported.
install() { "$py" -m pip install --quiet --disable-pip-version-check --no-deps --no-compile "$@" >&2; }

is_ready() { cat "tools/pins/$1.txt" pyproject.toml | cmp -s - "$venv/.$1"; }

mark_ready() { cat "tools/pins/$1.txt" pyproject.toml >"$venv/.$1"; }

venv=${VENV:-.venv}
py=$venv/bin/python
pins=${pins:-dev}
if ! [ -x "$py" ] || ! { is_ready dev || { [ "$pins" = core ] && is_ready core; }; }; then
    python=$(find_python)
    echo "Setting up $venv with $("$python" --version) …" >&2
    [ -x "$py" ] || "$python" -m venv "$venv"
    install --requirement "tools/pins/$pins.txt"
    [ "$pins" = core ] || install --no-build-isolation --editable . # built with the hatchling of the pins
    mark_ready "$pins"
fi

# Many tests wait for servers and processes: one worker more than there are processors keeps these busy.
export PYTEST_XDIST_AUTO_NUM_WORKERS="${PYTEST_XDIST_AUTO_NUM_WORKERS:-$(($(getconf _NPROCESSORS_ONLN 2>/dev/null || echo 1) + 1))}"
