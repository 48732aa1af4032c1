"""Index of the app's subscribers: imports only, one line a slice."""
