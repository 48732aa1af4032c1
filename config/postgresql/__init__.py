"""Django's PostgreSQL backend, with a pool that hands out no connection that has died (`ENGINE` in the settings)."""
