"""A coder for tests of processes: it does to its process what a document says."""

from __future__ import annotations

import os
import time
from pathlib import Path

from tacitus.errors import ModelError, ReadError
from tests.ingest.newswire import WordCoder


class HostileCoder(WordCoder):
    """`word argument` as the text of a document; any other text is coded as by `WordCoder`."""

    def __init__(self, refuse=None, folder=None):
        if refuse:
            raise ModelError(refuse)
        super().__init__()
        self.folder = folder

    def code(self, document, on_stage=lambda _: None):
        on_stage("encode")
        word, _, argument = document.text.partition(" ")
        if word == "hang":
            time.sleep(60)
        elif word == "die":
            os._exit(9)
        elif word == "grow":
            bytearray(int(argument))
        elif word == "once":  # dies the first time only
            met = Path(self.folder) / argument
            if not met.exists():
                met.touch()
                os._exit(9)
        on_stage("extract")
        if word == "wrong":
            raise ReadError("it is\nwrong")
        if word == "fault":
            raise KeyError("e1")
        return super().code(document)
