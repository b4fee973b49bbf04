"""Tables and what they mean: storage, sealing, workflow and clocks."""
