"""What DuckDB raises while it runs a query, as one error that says what to do.

The text of a query is ours, so what goes wrong is memory, disk, or a file of the store.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import duckdb

from tacitus.errors import StoreError
from tacitus.store.views import MEMORY


@contextmanager
def query_errors() -> Iterator[None]:
    """Turn an error of DuckDB into a StoreError of one line; also a decorator of functions."""
    try:
        yield
    except duckdb.OutOfMemoryException as error:
        raise StoreError(
            f"the query needs more memory than it may take, {MEMORY}; expected a smaller one: "
            "narrow it down by days, types or countries, or ask for fewer rows"
        ) from error
    except duckdb.IOException as error:
        raise StoreError(
            f"a file cannot be read or written ({_first_line(error)}); expected the files of the "
            "store and room for temporary files: run `tacitus store check`, or look for free space"
        ) from error
    except duckdb.InterruptException as error:
        raise StoreError(
            "the query was interrupted; expected it to run to its end: start it again"
        ) from error
    except duckdb.Error as error:
        raise StoreError(
            f"the query failed ({_first_line(error)}); expected a sound store: run "
            "`tacitus store check`, and delete the folder cache of the store, which is made anew"
        ) from error


def _first_line(error: Exception) -> str:
    return (str(error).strip() or type(error).__name__).splitlines()[0]
