"""The routing matrix at work: which rule holds, whom it means, what is wrong with it. Writes nothing."""
