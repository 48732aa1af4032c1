"""Long random conversations with the API, held to small models after every step."""
