"""Fixtures that tests in several folders use."""

from __future__ import annotations

import sys
import types

import pytest
from typer.testing import CliRunner

from tests.commands import StubCoder, stub_read_collection


@pytest.fixture
def run(monkeypatch):
    """Runs a command with the stages replaced."""
    monkeypatch.delenv("COLUMNS", raising=False)
    monkeypatch.delenv("FORCE_COLOR", raising=False)
    pipeline = types.ModuleType("tacitus.pipeline")
    pipeline.__dict__.update(Coder=StubCoder)
    monkeypatch.setattr("tacitus.readers.read_collection", stub_read_collection)
    monkeypatch.setitem(sys.modules, "tacitus.pipeline", pipeline)
    from tacitus.cli import app

    return lambda *arguments: CliRunner().invoke(app, list(arguments))
