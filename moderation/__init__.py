"""Keeping the place safe: it lies low, so that whatever people write can be screened before it is seen."""
