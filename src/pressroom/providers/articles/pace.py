"""One request a second to each host, whoever asks."""

import threading
import time
from dataclasses import dataclass, field

REMEMBERED = 1000


@dataclass(slots=True)
class Pace:
    """Lets requests to one host through one after another, `seconds` apart; other hosts do not wait for it."""

    seconds: float = 1.0
    _due: dict[str, float] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def wait(self, host: str, *, delay: float = 0.0) -> None:
        """Wait for a host's turn; `delay` is how many seconds apart the host itself wants its requests."""
        with self._lock:
            now = time.monotonic()
            turn = max(now, self._due.get(host, now))
            self._due[host] = turn + max(self.seconds, delay)
            if len(self._due) > REMEMBERED:
                self._due = {one: due for one, due in self._due.items() if due > now}
        if turn > now:
            time.sleep(turn - now)
