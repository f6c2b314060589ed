"""Step 9: identifiers of the attestations that were accepted."""

import threading
import time
from collections.abc import Callable
from typing import Protocol


class Seen(Protocol):
    """Where a back-office keeps identifiers: a table with a unique column, for instance."""

    def take(self, jti: str, until: float) -> bool:
        """Keeps ``jti`` until that Unix time. ``False`` when it was there already.

        ``until`` is when no copy that was put aside can be tried any more, told by this machine's
        clock, whenever the form was received. ``False`` too when it is past: what was there may be
        forgotten. One operation, not a question and then a write: an attestation may arrive twice
        at once.
        """


class MemorySeen:
    """Identifiers in memory: for one process, and forgotten when it stops."""

    def __init__(self, clock: Callable[[], float] = time.time) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._until: dict[str, float] = {}

    def take(self, jti: str, until: float) -> bool:
        """See ``Seen``."""
        with self._lock:
            now = self._clock()
            self._until = {known: end for known, end in self._until.items() if end >= now}
            if jti in self._until or until < now:
                return False
            self._until[jti] = until
            return True
