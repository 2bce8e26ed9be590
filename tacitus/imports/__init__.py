"""Event files of other coders: POLECAT, ICEWS, GDELT and ACLED into rows like those of `events`.

Enters: files. Leaves: for each line a row (`external_events` or `external_mentions` of the store)
or a `Failure` that names the line and what is wrong with it. Every cell of a line is kept in `raw`.
What the other coder does not say stays empty: nothing is coded anew here.
"""

from __future__ import annotations

from tacitus.imports.files import SYSTEMS, known_system, read_events_file, system_of

__all__ = ["SYSTEMS", "known_system", "read_events_file", "system_of"]
