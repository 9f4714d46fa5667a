"""`python -m dynaclient.cli`: the same command, where the script is not on the path."""

from . import main_script

main_script()
