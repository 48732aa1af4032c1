"""Friends: requests between two members, and the friendships that come of them.

Words: a *request* goes from its *sender* to its *recipient*, and is *pending* until the recipient *accepts* or
*declines* it or the sender *cancels* it; two that *cross* are one friendship.
Promises: between two members at most one request is pending, whoever sent it; every answer happens once and stays; no
request outlives a block; a declined sender waits. The friendship itself is the graph's.
"""
