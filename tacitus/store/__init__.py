"""The store: a folder of Delta tables that keeps every coding, and views to query them.

`Store` is what users open; `docs/store.md` says what it guarantees.
"""

from __future__ import annotations

from tacitus.store.runs import Counts, Run
from tacitus.store.store import Store
from tacitus.store.views import VIEWS, open_views

__all__ = ["VIEWS", "Counts", "Run", "Store", "open_views"]
