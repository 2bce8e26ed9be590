"""The errors that tacitus raises, one tree.

TacitusError
├── ReadError        (ValueError)       an input cannot be read as a news document
│   ├── NotNewsError                    nothing there to code: empty, binary, no article
│   └── LanguageError                   the text is not in a language that the model reads
├── ModelError       (RuntimeError)     the weights are absent, damaged or of another version
├── CodebookError    (ValueError)       a type, mode, context or sector is not in the codebook
├── GazetteerError   (ValueError)       the gazetteer or an entity file cannot be used
├── SchemaError      (ValueError)       a JSON coding does not have the documented shape
├── StoreError       (ValueError)       a folder is no store, or a store is damaged or in use
└── ExtraError       (ImportError)      a feature needs an optional dependency

Each message gives the fact with its value, what was expected, and what to do next.
Not finding something is a result (`target=None`, `basis="none"`), never an error.
"""

from __future__ import annotations


class TacitusError(Exception):
    """Base of every error that tacitus raises on purpose."""


class ReadError(TacitusError, ValueError):
    """An input cannot be read as a news document."""


class NotNewsError(ReadError):
    """An input holds nothing to code: it is empty, binary, or a page with no article."""


class LanguageError(ReadError):
    """A text is not in a language that the model reads."""


class ModelError(TacitusError, RuntimeError):
    """The model's files are absent, damaged or of another version."""


class CodebookError(TacitusError, ValueError):
    """A code is not in the codebook, or a codebook file is malformed."""


class GazetteerError(TacitusError, ValueError):
    """The gazetteer or a file of entities cannot be used."""


class SchemaError(TacitusError, ValueError):
    """A JSON coding does not have the documented shape."""


class StoreError(TacitusError, ValueError):
    """A folder is not a store that this version can use, or something in a store is damaged."""


class ExtraError(TacitusError, ImportError):
    """A feature needs an optional dependency that is not installed."""
