"""Who is here: identity, tokens, sessions, profiles. See the slices users, auth, profiles."""
