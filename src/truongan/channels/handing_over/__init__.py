"""From the outbox to the ways: planning the next channel, claiming, settling what came of it, pausing a channel."""
