"""The lanes of the outbox, by number: a lower one goes first."""

LANES = ("urgent", "ack", "status", "bulk")
URGENT, ACK, STATUS, BULK = range(4)
"""Emergencies and alarms; acknowledgements and answers to commands; news; digests."""
