"""A pool that survives the server: after a restart, a failover or a cut, no request gets a connection that is dead.

The pool itself learns that a connection is dead by failing a request with it, one request for each dead connection,
however long ago the server came back. Here a connection is looked at as it is handed out. That costs no round trip: a
server that ends a connection writes its farewell and closes the socket, and on an idle connection there is nothing else
to read. Where something is there to be read, the connection is asked, and if it is dead, so is whatever died with it.
"""

from __future__ import annotations

import select
from typing import Any

import psycopg
from django.db.backends.postgresql import base
from psycopg_pool import ConnectionPool


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's own, but for the look at what the pool hands out."""

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """A connection that lives."""
        connection = super().get_new_connection(conn_params)
        pool = self.pool
        if pool is None or is_alive(connection):
            return connection
        pool.putconn(connection)
        pool.check()  # replaces all others that died with it
        return super().get_new_connection(conn_params)


def is_alive(connection: psycopg.Connection[Any]) -> bool:
    """Whether an idle connection can still be used."""
    try:
        waiting = select.poll()
        waiting.register(connection.pgconn.socket, select.POLLIN)
        if waiting.poll(0):
            ConnectionPool.check_connection(connection)
    except psycopg.Error:
        return False
    return True
