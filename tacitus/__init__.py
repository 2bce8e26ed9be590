"""tacitus reads news and gives back the attributed events in it.

Who did what to whom, when and where, and who says so, how surely, and who disputes it; every field
tied to the characters of text that it came from.

    import tacitus

    coding = tacitus.read("article.txt", published="2019-07-23")
    coding.events_resolved()

Names are loaded when they are first used, so `import tacitus` costs nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tacitus.api import read
    from tacitus.codebook import Codebook, load_codebook
    from tacitus.coding import CodedDocument
    from tacitus.errors import TacitusError
    from tacitus.pipeline import Coder
    from tacitus.readers import ReadOptions, read_input
    from tacitus.records import Document, Failure

__version__ = "0.1.0"
__all__ = [
    "CodedDocument",
    "Codebook",
    "Coder",
    "Document",
    "Failure",
    "ReadOptions",
    "TacitusError",
    "__version__",
    "load_codebook",
    "read",
    "read_input",
]

_HOMES = {
    "CodedDocument": "tacitus.coding",
    "Codebook": "tacitus.codebook",
    "Coder": "tacitus.pipeline",
    "Document": "tacitus.records",
    "Failure": "tacitus.records",
    "ReadOptions": "tacitus.readers",
    "TacitusError": "tacitus.errors",
    "load_codebook": "tacitus.codebook",
    "read": "tacitus.api",
    "read_input": "tacitus.readers",
}


def __getattr__(name: str) -> object:
    """The public name, from the module that holds it.

    Raises:
        AttributeError: there is no such name.
    """
    if name not in _HOMES:
        raise AttributeError(f"module 'tacitus' has no attribute {name!r}; see tacitus.__all__")
    from importlib import import_module

    value: object = getattr(import_module(_HOMES[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """The public names, loaded or not."""
    return sorted(__all__)
