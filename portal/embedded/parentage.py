"""A process that dies with its parent, so that a hard kill leaves nothing behind. Linux only; elsewhere a no-op.

The kernel forgets the wish when a process changes user or executes a set-user-ID program, so it is made last.
"""

import ctypes
import os
import signal
import sys

_PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


def die_with_parent(signal_number: int = signal.SIGKILL, *, parent: int | None = None) -> None:
    """Ask the kernel to send ``signal_number`` to this process when the thread that started it ends.

    ``parent`` is the parent's process id where the caller knows it: if the parent died before the wish was made,
    the process ends itself at once.
    """
    if _libc is None:
        return
    _libc.prctl(_PR_SET_PDEATHSIG, int(signal_number), 0, 0, 0)
    if parent is not None and os.getppid() != parent:
        os._exit(0)
