"""SMPP 3.4: the codec (pure), the framing, and one bind of a line."""
