"""What lies behind the figures, row by row: tickets, messages and events of a period."""
