"""The command line. In: arguments, files. Out: text or JSON on standard output, findings on standard error.

Always: exit codes are 0 done, 1 a requirement not met or a difference found, 2 usage, 3 criteria that
don't compile, 4 patient data that couldn't be read; nothing that looks like a verdict for bad input.
"""

from eligo.cli.main import main

__all__ = ["main"]
