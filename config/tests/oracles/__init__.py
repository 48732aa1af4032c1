"""Plain second answers to questions that the platform answers with SQL."""
