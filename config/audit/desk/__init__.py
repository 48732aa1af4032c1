"""The audit on the desk: read, narrowed, taken along as a file; changed by nobody."""
