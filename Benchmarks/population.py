"""Fills a database with an organisation of a given size, by COPY or in one SQLite transaction.

The server must have migrated the database and be stopped. Everything is the same for the same size. Half of all
developers, with what is theirs, are on the last portal, which so grows with the size; the others are evenly spread: the
first portal has as many people and publications in an organisation of any size.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg

START = 1_760_000_000_000
SESSION = "a-session-for-the-benchmark-of-scale"
WORDS = ("harbour", "orchard", "lantern", "meadow", "granite", "willow", "copper", "falcon", "timber", "velvet")


@dataclass(frozen=True)
class Size:
    """How many of each there are."""

    portals: int
    apis: int
    developers: int
    registrations: int

    def share(self, part: int) -> "Size":
        """The same organisation, so many times smaller."""
        return Size(*(max(1, number // part) for number in vars(self).values()))


BIG = Size(portals=200, apis=20_000, developers=200_000, registrations=500_000)

Row = tuple
Table = tuple[str, tuple[str, ...], Iterator[Row]]


def key(kind: int, number: int) -> str:
    """An id of version 7: of its kind, and ordered by number."""
    return f"0190{kind:04x}-{number >> 16 & 0xFFFF:04x}-7{number >> 12 & 0xF:03x}-8{number & 0xFFF:03x}-{number:012x}"


PORTAL, DEVELOPER, API, APPLICATION, REGISTRATION, TEAM, VERSION, PUBLICATION, CREDENTIAL, DOCUMENT = range(1, 11)
SERVICE, IMPLEMENTATION = 11, 14


def name(number: int) -> str:
    """A name that says nothing about where its bearer stands: neighbours in a list are not neighbours by name."""
    mixed = number * 2_654_435_761 >> 7
    return f"{WORDS[mixed % 10]} {WORDS[mixed // 10 % 10]} {number}"


class Organisation:
    """What the tables hold, table by table, in an order that foreign keys allow."""

    def __init__(self, size: Size, strategy: str, plane: str):
        self._size = size
        self._strategy = strategy
        self._plane = plane

    def tables(self) -> Iterator[Table]:
        times = ("created_at", "updated_at")
        yield "portals", PORTAL_COLUMNS, self._portals()
        yield "apis", ("id", "name", "version", "slug", "description", "labels", "attributes", *times), self._apis()
        yield "api_attributes", ("key", "id", *times), iter([("domain", key(12, 1), START, START)])
        yield "api_attribute_values", ("api_id", "key", "value"), self._values()
        yield "api_labels", ("api_id", "key", "value"), self._labels()
        yield "api_versions", VERSION_COLUMNS, self._versions()
        yield "api_operations", OPERATION_COLUMNS, self._operations()
        yield "api_documents", DOCUMENT_COLUMNS, self._documents()
        yield "developers", DEVELOPER_COLUMNS, self._developers()
        yield "teams", ("id", "portal_id", "name", "description", "can_own_applications", *times), self._teams()
        yield "team_developers", MEMBER_COLUMNS, self._members()
        yield "publications", PUBLICATION_COLUMNS, self._publications()
        yield "publication_strategies", ("portal_id", "api_id", "strategy_id"), self._strategies()
        yield "applications", APPLICATION_COLUMNS, self._applications()
        yield "registrations", REGISTRATION_COLUMNS, self._registrations()
        yield "credentials", CREDENTIAL_COLUMNS, self._credentials()
        yield "core_entities", ENTITY_COLUMNS, self._services()
        links = ("id", "api_id", "control_plane_id", "service_id", "created_at", "updated_at")
        yield "implementations", links, self._implementations()
        yield "developer_sessions", SESSION_COLUMNS, self._session()

    def _home(self, developer: int) -> int:
        """The portal of a developer and of their application."""
        return self._size.portals - 1 if developer % 2 else developer % self._size.portals

    def _status(self, developer: int) -> str:
        return ("approved", "approved", "approved", "pending")[developer // 2 // self._size.portals % 4]

    # Each portal shows the APIs n, n + 1 and n + 2 of every block of as many APIs as there are portals.
    def _published(self) -> Iterator[tuple[int, int]]:
        portals = self._size.portals
        for api in range(self._size.apis):
            for step in range(min(3, portals)):
                yield (api + step) % portals, api

    def _portals(self) -> Iterator[Row]:
        for n in range(self._size.portals):
            yield (
                key(PORTAL, n), f"portal {name(n)}", name(n), "For developers", True, False, False, "private",
                "private", self._strategy, False, False, False, f"portal-{n}", "{}", START + n, START + n,
            )

    def _apis(self) -> Iterator[Row]:
        for n in range(self._size.apis):
            attributes = json.dumps({"domain": [f"domain {n % 50}"]})
            yield (
                key(API, n), f"API {name(n)}", "1.0.0", f"api-{n}", f"About {name(n)}",
                json.dumps({"stage": f"stage-{n % 50}"}), attributes, START + n, START + n,
            )

    def _values(self) -> Iterator[Row]:
        for n in range(self._size.apis):
            yield key(API, n), "domain", f"domain {n % 50}"

    def _labels(self) -> Iterator[Row]:
        for n in range(self._size.apis):
            yield key(API, n), "stage", f"stage-{n % 50}"

    def _versions(self) -> Iterator[Row]:
        content = "openapi: 3.0.3\ninfo: {title: Orders, version: 1.0.0}\npaths: {}\n"
        for n in range(self._size.apis):
            yield (
                key(VERSION, n), key(API, n), "1.0.0", "oas30", name(n), 2, 0, START + n, START + n, "[]", content,
            )

    def _operations(self) -> Iterator[Row]:
        for n in range(self._size.apis):
            for place, verb in enumerate(("get", "post")):
                path, summary = f"/{WORDS[n % 10]}/{n}", f"{verb} {name(n)}"
                yield (
                    key(VERSION, n), place, f"{verb}-{n}", verb.upper(), path, f"{verb}{n}", summary, None, "[]", False,
                    f"{summary} {path}".lower(),
                )

    def _documents(self) -> Iterator[Row]:
        for n in range(self._size.apis):
            yield (
                key(DOCUMENT, n), key(API, n), None, "", f"Guide to {name(n)}", "guide", "published", 0, START + n,
                START + n, f"# {name(n)}\n\nHow to begin with {WORDS[n % 10]}.",
            )

    def _developers(self) -> Iterator[Row]:
        for n in range(self._size.developers):
            yield (
                key(DEVELOPER, n), key(PORTAL, self._home(n)), f"{WORDS[n % 7]}.{n}@example.com", name(n),
                self._status(n), None, START, START + n, START + n,
            )

    def _teams(self) -> Iterator[Row]:
        for portal in range(self._size.portals):
            for n in range(5):
                number = portal * 5 + n
                yield (
                    key(TEAM, number), key(PORTAL, portal), f"team {name(n)}", "", True, START + number, START + number,
                )

    def _members(self) -> Iterator[Row]:
        for n in range(0, self._size.developers // 2):
            portal, place = self._home(n), n // self._size.portals
            is_active = self._status(n) == "approved"
            yield key(PORTAL, portal), key(TEAM, portal * 5 + place % 5), key(DEVELOPER, n), START + n, is_active

    def _publications(self) -> Iterator[Row]:
        for n, (portal, api) in enumerate(self._published()):
            visibility = "public" if api % 2 else "private"
            yield key(PUBLICATION, n), key(PORTAL, portal), key(API, api), visibility, False, START + n, START + n

    def _strategies(self) -> Iterator[Row]:
        for portal, api in self._published():
            yield key(PORTAL, portal), key(API, api), self._strategy

    def _applications(self) -> Iterator[Row]:
        for n in range(self._size.developers):
            yield (
                key(APPLICATION, n), key(PORTAL, self._home(n)), key(DEVELOPER, n), None, f"app {name(n)}",
                "Sells", None, None, self._strategy, "{}", START + n, START + n,
            )

    def _registrations(self) -> Iterator[Row]:
        shown = {}
        for portal, api in self._published():
            shown.setdefault(portal, []).append(api)
        for n in range(self._size.registrations):
            application, turn = n % self._size.developers, n // self._size.developers
            apis = shown[self._home(application)]
            api = apis[(application // self._size.portals + turn * 7) % len(apis)]
            status = ("approved", "approved", "pending")[n % 3]
            yield (
                key(REGISTRATION, n), key(PORTAL, self._home(application)), key(APPLICATION, application),
                key(API, api), status, START + n, START + n,
            )

    def _credentials(self) -> Iterator[Row]:
        for n in range(self._size.developers):
            digest = hashlib.sha256(f"key {n}".encode()).digest()
            yield (
                key(CREDENTIAL, n), key(PORTAL, self._home(n)), key(APPLICATION, n), digest, f"key {n}",
                "abcd", None, START + n,
            )

    def _services(self) -> Iterator[Row]:
        for n in range(max(150, self._size.apis // 10)):
            fields = {"name": f"service-{n}", "host": f"{WORDS[n % 10]}.example.com", "port": 80, "protocol": "http"}
            yield (
                key(SERVICE, n), self._plane, "service", f"service-{n}", json.dumps(fields), START + n, START + n,
            )

    def _implementations(self) -> Iterator[Row]:
        for n in range(max(1, self._size.apis // 10)):
            yield key(IMPLEMENTATION, n), key(API, n * 10), self._plane, key(SERVICE, n), START + n, START + n

    def _session(self) -> Iterator[Row]:
        digests = [hashlib.sha256((SESSION + end).encode()).digest() for end in ("", " renewed")]
        now = 4_000_000_000_000
        yield key(13, 1), key(PORTAL, 0), key(DEVELOPER, 0), *digests, now - 1_000, now, now + 10**9, None


PORTAL_COLUMNS = (
    "id", "name", "display_name", "description", "authentication_enabled", "rbac_enabled", "sipr_enabled",
    "default_api_visibility", "default_page_visibility", "default_application_auth_strategy_id",
    "auto_approve_developers", "auto_approve_applications", "notifications_developer_pii_visibility_enabled", "slug",
    "labels", "created_at", "updated_at",
)  # fmt: skip
VERSION_COLUMNS = (
    "id", "api_id", "version", "kind", "title", "operation_count", "problem_count", "created_at", "updated_at",
    "problems", "content",
)  # fmt: skip
OPERATION_COLUMNS = (
    "version_id", "position", "key", "method", "path", "operation_id", "summary", "description", "tags",
    "is_deprecated", "search_text",
)  # fmt: skip
DOCUMENT_COLUMNS = (
    "id", "api_id", "parent_id", "parent_key", "title", "slug", "status", "position", "created_at", "updated_at",
    "content",
)  # fmt: skip
DEVELOPER_COLUMNS = (
    "id", "portal_id", "email", "full_name", "status", "password_hash", "email_verified_at", "created_at", "updated_at",
)  # fmt: skip
MEMBER_COLUMNS = ("portal_id", "team_id", "developer_id", "created_at", "is_active")
PUBLICATION_COLUMNS = (
    "id", "portal_id", "api_id", "visibility", "auto_approve_registrations", "created_at", "updated_at",
)  # fmt: skip
APPLICATION_COLUMNS = (
    "id", "portal_id", "developer_id", "team_id", "name", "description", "client_id", "redirect_uri", "strategy_id",
    "labels", "created_at", "updated_at",
)  # fmt: skip
REGISTRATION_COLUMNS = ("id", "portal_id", "application_id", "api_id", "status", "created_at", "updated_at")
CREDENTIAL_COLUMNS = (
    "id", "portal_id", "application_id", "key_hash", "display_name", "last_four", "expires_at", "created_at",
)  # fmt: skip
ENTITY_COLUMNS = ("id", "control_plane_id", "kind", "name", "fields", "created_at", "updated_at")
SESSION_COLUMNS = (
    "id", "portal_id", "developer_id", "access_hash", "refresh_hash", "created_at", "last_seen_at", "expires_at",
    "address",
)  # fmt: skip


def fill(size: Size, sqlite: Path | None, postgres: str | None) -> None:
    """Fills the one database that is named."""
    if sqlite:
        fill_sqlite(size, sqlite)
    elif postgres:
        fill_postgres(size, postgres)


FACTS = ("SELECT id FROM auth_strategies WHERE is_built_in", "SELECT id FROM control_planes WHERE name = 'default'")


def organisation(size: Size, ask: Callable[[str], str]) -> Organisation:
    return Organisation(size, *(ask(question) for question in FACTS))


def fill_sqlite(size: Size, path: Path) -> None:
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA synchronous = OFF")
    connection.execute("PRAGMA cache_size = -1000000")
    connection.execute("BEGIN")
    made = organisation(size, lambda question: connection.execute(question).fetchone()[0])
    for table, columns, rows in made.tables():
        places = ", ".join("?" for _ in columns)
        connection.executemany(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({places})", rows)
    connection.execute("COMMIT")
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()


def fill_postgres(size: Size, url: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        made = organisation(size, lambda question: connection.execute(question).fetchone()[0])
        with connection.transaction():
            for table, columns, rows in made.tables():
                with connection.cursor().copy(f"COPY {table} ({', '.join(columns)}) FROM STDIN") as copy:
                    for row in rows:
                        copy.write_row(row)
        connection.execute("VACUUM ANALYZE")
