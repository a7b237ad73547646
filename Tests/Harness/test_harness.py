"""The harness itself: the servers really start, and the counting of rings counts."""

import smtplib
import sys
from email.message import EmailMessage
from pathlib import Path

import psycopg
import requests

from harness.mail import body
from harness.postgres import Postgres
from harness.process import ROOT, listens
from harness.sink import Sink
from harness.upstream import HTTPBin

sys.path.insert(0, str(ROOT / "Scripts"))
import rings  # noqa: E402


def test_postgres_gives_each_caller_an_empty_database():
    with Postgres() as server:
        for _ in range(2):
            with psycopg.connect(server.new_database()) as connection:
                connection.execute("CREATE TABLE t (x int)")
    assert not listens(server.port)


def test_httpbin_answers_and_ends():
    with HTTPBin() as upstream:
        assert requests.get(f"{upstream.address}/ip", timeout=5).json()["origin"] == "127.0.0.1"
    assert not listens(upstream.port)


def test_the_mail_sink_keeps_what_was_sent(tmp_path: Path):
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "a@example.com", "b@example.com", "Hello"
    message.set_content("Follow http://portal1.localhost:8080/register/confirm?token=1.")
    with Sink(tmp_path) as sink:
        with smtplib.SMTP("127.0.0.1", sink.port) as client:
            client.send_message(message)
        assert body(sink.mailbox.expect("b@example.com")).startswith("Follow")
        assert sink.mailbox.link("b@example.com", "confirm").endswith("token=1")


def test_swift_output_is_counted():
    lines = [
        "✘ Test aRowIsFound() failed after 0.001 seconds with 1 issue.",
        "✘ Test run with 3 tests in 1 suite failed after 0.002 seconds with 1 issue.",
    ]
    assert rings.swift_tally(lines) == (2, 1)


def test_a_skipped_test_counts_as_failed():
    assert rings.closing_tally(["..s", "3 passed, 1 skipped in 0.10s"]) == (3, 1)


def test_a_few_failed_tests_are_run_once_more_by_themselves():
    swift = ["✘ Test aRowIsFound() failed after 0.001 seconds with 1 issue."]
    command, names = rings.again("swift", ["swift", "test"], swift)
    assert (command, names) == (["swift", "test", "--filter", r"/(aRowIsFound)\("], ("aRowIsFound",))
    lines = ["FAILED Tests/Browser/test_a.py::test_b - AssertionError: c"]
    command, names = rings.again("browser", ["python", "-m", "pytest", "Tests/Browser"], lines)
    assert command == ["python", "-m", "pytest", "Tests/Browser/test_a.py::test_b"] and len(names) == 1
    assert rings.again("crash", ["python"], ["FAILED a::b"]) == ([], ())
    many = [f"FAILED a.py::test_{number} - x" for number in range(9)]
    assert not rings.again("hostile", ["pytest", "Tests"], many)[0]


def test_an_unsteady_test_is_named(monkeypatch):
    outcomes = iter([(rings.Outcome("hostile", 3, 1, 1), ["FAILED a.py::test_b - x"]),
                     (rings.Outcome("hostile", 1, 0, 1), [])])
    monkeypatch.setattr(rings, "attempt", lambda *_: next(outcomes))
    assert rings.run("hostile", None) == rings.Outcome("hostile", 4, 0, 2, ("a.py::test_b",))
    outcomes = iter([(rings.Outcome("hostile", 0, 1, 1), ["FAILED a.py::test_b - x"])])
    assert rings.run("hostile", None).failed == 1
