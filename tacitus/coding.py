"""The coding of one document as users hold it: the value, with the ways to look at it.

Enters: what the stages found. Leaves: attributed events as dicts, as JSON, as a page in a notebook.
Adds no field to `records.Coding`, so what is stored and exchanged is that value.
"""

from __future__ import annotations

from tacitus.export.events import ResolvedEvent, events_resolved
from tacitus.export.frame import EventRow, events_frame
from tacitus.records import Coding


class CodedDocument(Coding):
    """Everything that tacitus says of one document.

    Example:
        coding = tacitus.read("Kenya's foreign minister visited Oslo on Monday.")
        [(event["type"], event["mode"]) for event in coding.events_resolved()]
        # [("CONSULT", "visit")]
    """

    __slots__ = ()

    @classmethod
    def from_json(cls, text: str) -> CodedDocument:
        """The coding that `to_json` wrote; the round trip is the identity.

        Raises:
            SchemaError: the text is not such a coding; the message names the field.
        """
        from tacitus.export.json import load_json

        return load_json(text, cls)

    def to_json(self, *, indent: int | None = 2) -> str:
        """The value as JSON with `events_resolved`; on one line with `indent=None`."""
        from tacitus.export.json import export_json

        return export_json(self, indent=indent)

    def events_resolved(self) -> list[ResolvedEvent]:
        """One dict an event, ids replaced by names, countries, days and coordinates."""
        return events_resolved(self)

    def events_frame(self) -> list[EventRow]:
        """One flat dict an event, for `pandas.DataFrame(...)` or a CSV writer."""
        return events_frame(self)

    def _repr_html_(self) -> str:
        """The text with coloured spans and a card an event, for notebooks."""
        from tacitus.export.html import export_html

        return export_html(self)
