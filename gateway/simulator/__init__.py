"""An emulated GSM modem on a pty with its SIM, its network, scripted faults and a truth log."""
