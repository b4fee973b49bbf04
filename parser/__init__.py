"""From the text of one SMS to its reading: pure, no input or output."""
