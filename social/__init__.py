"""People among people: the graph of edges at the bottom, and members as others see them."""
