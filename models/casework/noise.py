"""Outcomes of messages that are counted apart (inbox.reason): what a figure asks. Pure."""

GHOSTS = frozenset({"empty", "unclear"})
"""They say nothing."""

SPAM = frozenset({"spam"})
MACHINES = frozenset({"machine"})
BLOCKED = "blocked"
"""From a blocked number."""
