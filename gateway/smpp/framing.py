"""PDUs out of a stream of octets, however TCP cut it: buffered, and bounded by command_length."""

SMALLEST, LARGEST = 16, 65_536
"""Octets of one PDU: a header, and what no carrier exceeds; anything else is no SMPP."""


class Framer:
    """Keeps what has arrived of the next PDU; never more than that and one read."""

    def __init__(self) -> None:
        """Begin with an empty stream."""
        self.broken = False  # a length was impossible: nothing after it can be understood
        self._rest = b""

    def feed(self, data: bytes) -> list[bytes]:
        """Return the PDUs that *data* completed, whole and in order; none once broken."""
        if self.broken:
            return []
        stream = self._rest + data if self._rest else data
        whole: list[bytes] = []
        at, end = 0, len(stream)
        while end - at >= 4:
            length = int.from_bytes(stream[at : at + 4], "big")
            if not SMALLEST <= length <= LARGEST:
                self.broken = True
                self._rest = b""
                return whole
            if end - at < length:
                break
            whole.append(stream[at : at + length])
            at += length
        self._rest = stream[at:]
        return whole
