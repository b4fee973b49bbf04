"""An emulated GSM modem on a real pty, its network, and a phone to type on."""
