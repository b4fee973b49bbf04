"""E-mail by SMTP: what is to be sent, and the thread that sends it."""
