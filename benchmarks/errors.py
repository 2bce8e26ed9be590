"""The one error of the benchmarks."""

from __future__ import annotations


class BenchmarkError(ValueError):
    """A suite cannot be run on the data given, or a result cannot be used."""
