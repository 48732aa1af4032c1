"""Figures of the machine: memory, CPU, sockets, connections, Redis and queues, kept every five minutes for thirty days.

`measuring` takes them, from `/proc` where there is one and from what else answers; a figure that cannot be had is left
out and stops no other. `queries` gives the newest to `/metrics` and to whoever makes rules of them, and all of them to
the desk's charts.
"""
