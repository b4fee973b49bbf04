"""The AT side of a GSM modem: safe reader, store sweep, sender and health."""
