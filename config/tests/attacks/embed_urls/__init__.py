"""Group H: URLs that mean to turn the platform against its own network, and pages that mean to get into ours."""
