"""Our side of HTTP: the one server, its limits, what is let in, and the pool that sends."""
