"""`python -m dynaclient`: the command line, run by the interpreter that is named."""

from .cli import main_script

main_script()
