"""An SMS gateway like many: one POST for each message, with a key of ours that it takes once."""

import threading
from collections import Counter
from typing import Any


class Gateway:
    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.refuses: set[str] = set()  # numbers that do not exist
        self.status = 200  # 503: the gateway is down; 429: too fast
        self.forget()

    def forget(self) -> None:
        self.sent: list[dict[str, Any]] = []
        self.accepted: dict[str, str] = {}  # reference by key: the same key again is the same message

    def answer(self, asked: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        if self.status != 200:
            return self.status, {"error": "try again"}
        if str(asked.get("to", "")) in self.refuses | {""}:
            return 400, {"error": "invalid number"}
        key = str(asked.get("key", ""))
        with self._lock:
            if key and key in self.accepted:
                return 200, {"id": self.accepted[key], "status": "duplicate"}
            reference = f"sms-{len(self.sent) + 1}"
            self.sent.append({**asked, "id": reference})
            if key:
                self.accepted[key] = reference
        return 200, {"id": reference, "status": "accepted"}

    def counts(self) -> dict[str, int]:
        with self._lock:
            return dict(Counter(f"{each.get('to')} {each.get('key') or each.get('text')}" for each in self.sent))
