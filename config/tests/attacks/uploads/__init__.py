"""Group G: files that are not what they say, in every way that they may not be."""
