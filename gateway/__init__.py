"""Everything that carries SMS: transports, inbox, desk, outbox and the daemon."""
