"""The containers as they really run: `make containers`, which needs Docker, and no part of `make test`."""
