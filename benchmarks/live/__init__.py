"""What the benchmark of sockets runs: our server with one channel for all, and the peers that do the same."""
