"""The gateway: sockets and streams by which members are told while they look (docs/decisions/0025).

Words: a *connection* is a socket or a stream of one member; a *line* is one channel as this process knows it, with the
last number that it delivered; the *hub* is the one of a process that holds lines and connections.
Promises: of a channel each connection gets every kept frame once and in order; a client that was away gets what it
missed, or is told that it cannot; who is signed out or stopped gets nothing after a second, who loses a right nothing
after two; whoever reads slowly holds up nobody else.
"""
