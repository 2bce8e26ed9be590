"""Where a store lies: a folder of this machine, or a bucket that speaks S3.

Enters: what a user names, with options. Leaves: addresses of tables, the marker, local copies of
data files. The files of a Delta table never change, so a copy of one is never out of date; what
follows from the tables (indexes, caches, the copies) lies in `Root.folder` and may be deleted.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from tacitus.errors import ExtraError, StoreError

REMOTE = "remote.json"  # in the folder of a store that lies elsewhere
CACHE = "TACITUS_CACHE"  # environment: the folder for such folders
_SECRET = re.compile("key|secret|token|password|credential", re.IGNORECASE)
_ADDRESS = re.compile(r"(s3a?):/+(.+)")


@dataclass(frozen=True)
class Root:
    """A store's place. `url` None: the tables lie in `folder`."""

    folder: Path
    url: str | None = None
    options: Mapping[str, str] = field(default_factory=dict)  # as object_store names them

    def __str__(self) -> str:
        return self.url or str(self.folder)

    def table(self, name: str) -> str:
        """The address of a table."""
        return f"{self.url}/{name}" if self.url else str(self.folder / name)

    @property
    def storage_options(self) -> dict[str, str] | None:
        """What deltalake needs to reach the tables."""
        return dict(self.options) if self.url else None

    def read(self, name: str) -> bytes | None:
        """The bytes of a file of the store; None when there is none.

        Raises:
            StoreError: the place cannot be reached.
        """
        if self.url is None:
            path = self.folder / name
            return path.read_bytes() if path.is_file() else None
        try:
            return bytes(self._objects.get(name).bytes())
        except FileNotFoundError:
            return None
        except Exception as error:
            raise self._unreachable(error) from error

    def write(self, name: str, body: bytes) -> None:
        """Write a file, whole or not at all.

        Raises:
            StoreError: the place cannot be reached.
        """
        if self.url is None:
            part = self.folder / f"{name}.{os.getpid()}"
            part.write_bytes(body)
            part.replace(self.folder / name)
            return
        try:
            self._objects.put(name, body)
        except Exception as error:
            raise self._unreachable(error) from error

    def local_files(self, table: str, names: Iterable[str]) -> list[str]:
        """The paths of the files of a table; those that lie elsewhere are fetched once.

        Raises:
            StoreError: one cannot be fetched.
        """
        folder = self.folder / table
        paths = [folder / name for name in names]
        if self.url is not None:
            for path in paths:
                if not path.exists():
                    self._fetch(f"{table}/{path.relative_to(folder).as_posix()}", path)
        return [str(path) for path in paths]

    def _fetch(self, name: str, path: Path) -> None:
        body = self.read(name)
        if body is None:
            raise StoreError(f"{self.url}/{name} is missing, and its table lists it")
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_name(f"{path.name}.{os.getpid()}")
        part.write_bytes(body)
        part.replace(path)

    @cached_property
    def _objects(self) -> Any:  # noqa: ANN401 - obstore is optional
        try:
            from obstore.store import from_url
        except ImportError as error:
            raise ExtraError(
                "a store on S3 needs the extra [s3]; install it with: pip install 'tacitus[s3]'"
            ) from error
        names: Any = {
            re.sub("^aws_", "", key.lower()): value for key, value in self.options.items()
        }
        allow = str(names.pop("allow_http", os.environ.get("AWS_ALLOW_HTTP", ""))).lower() == "true"
        assert self.url is not None
        return from_url(self.url, config=names, client_options={"allow_http": allow})

    def _unreachable(self, error: Exception) -> StoreError:
        words = " ".join(str(error).split())[:300]
        return StoreError(
            f"{self.url} cannot be used ({words}); expected a bucket that may be read and written: "
            "set AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_REGION and for another S3 server "
            "AWS_ENDPOINT_URL, or give them with --storage-option"
        )


def root_of(path: str | Path, options: Mapping[str, str] | None = None) -> Root:
    """The root that a folder, or an address such as "s3://bucket/news.store", names.

    A folder that was made for a store on S3 names that store.

    Raises:
        StoreError: the address is of no kind that is known.
    """
    address = _ADDRESS.fullmatch(str(path))  # Path makes one slash of two
    if address is None:
        if "://" in str(path):
            raise StoreError(f'"{path}" is no place for a store; expected a folder or s3://...')
        return _folder_root(Path(path), options)
    url = f"s3://{address[2].rstrip('/')}"
    given = _checked(options or {})
    server = given.get("AWS_ENDPOINT_URL", os.environ.get("AWS_ENDPOINT_URL", ""))
    name = hashlib.sha256(f"{server}\0{url}".encode()).hexdigest()[:16]
    folder = _cache() / name
    root = Root(folder=folder, url=url, options=given)
    folder.mkdir(parents=True, exist_ok=True)
    kept = {key: value for key, value in given.items() if not _SECRET.search(key)}
    body = json.dumps({"url": url, "options": kept}).encode()
    if not (folder / REMOTE).is_file() or (folder / REMOTE).read_bytes() != body:
        Root(folder=folder).write(REMOTE, body)
    return root


def _folder_root(folder: Path, options: Mapping[str, str] | None) -> Root:
    """The root of a folder. Secrets of a store elsewhere come from the environment."""
    remote = folder / REMOTE
    try:
        if remote.is_file():
            body = json.loads(remote.read_bytes())
            known = {**body["options"], **_checked(options or {})}
            return Root(folder=folder, url=body["url"], options=known)
    except (ValueError, KeyError, TypeError) as error:
        raise StoreError(f"{remote} cannot be read ({error}); delete {folder}") from error
    return Root(folder=folder)


def _checked(options: Mapping[str, str]) -> dict[str, str]:
    return {key.upper(): str(value) for key, value in options.items()}


def _cache() -> Path:
    given = os.environ.get(CACHE)
    if given:
        return Path(given) / "stores"
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "tacitus" / "stores"
