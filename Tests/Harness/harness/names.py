"""A name server of our own, for records that no real one has."""

from __future__ import annotations

import socket
import struct
import threading

TEXT, NO_SUCH_NAME = 16, 3


class NameServer:
    """Answers questions about texts from what it was told, on a free port of the loopback interface."""

    def __init__(self) -> None:
        self.texts: dict[str, str] = {}
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.bind(("127.0.0.1", 0))
        self._thread = threading.Thread(target=self._serve, daemon=True)

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self._socket.getsockname()[1]}"

    def __enter__(self) -> "NameServer":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._socket.close()

    def _serve(self) -> None:
        while True:
            try:
                question, sender = self._socket.recvfrom(4096)
            except OSError:
                return
            self._socket.sendto(self._answer(question), sender)

    def _answer(self, question: bytes) -> bytes:
        """The reply to one question, whatever follows it left aside."""
        labels, at = [], 12
        while length := question[at]:
            labels.append(question[at + 1 : at + 1 + length].decode())
            at += 1 + length
        asked = question[12 : at + 5]
        text = self.texts.get(".".join(labels).lower())
        if text is None:
            return question[:2] + struct.pack(">5H", 0x8180 | NO_SUCH_NAME, 1, 0, 0, 0) + asked
        raw = text.encode()
        pieces = [raw[start : start + 255] for start in range(0, len(raw), 255)]
        data = b"".join(bytes([len(piece)]) + piece for piece in pieces)
        record = b"\xc0\x0c" + struct.pack(">HHIH", TEXT, 1, 60, len(data)) + data
        return question[:2] + struct.pack(">5H", 0x8180, 1, 1, 0, 0) + asked + record
