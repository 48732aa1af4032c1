"""People among people: the graph of edges at the bottom, members as others see them, and friends."""
