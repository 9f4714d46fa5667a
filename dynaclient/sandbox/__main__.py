"""`python -m dynaclient.sandbox`: the command `dynaclient sandbox`, with its options."""

import sys

from ..cli import main_script

if __name__ == "__main__":
    sys.argv.insert(1, "sandbox")
    main_script()
