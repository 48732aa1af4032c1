"""Webhooks: what everyone may see happen here, told to the programs of others in the form of Standard Webhooks.

Words: an *endpoint* is a URL that a manager registered, with the types it hears; a *message* is one event for one
endpoint, whose id is the `webhook-id` of every attempt; an *attempt* is one POST and what came back; *open* are the
events that may leave the house (`opened`), each with the facts that go out and the rule that is asked before they do.
Promises: an event makes an endpoint one message, whatever is redelivered or killed; whether everyone may see the thing
is asked at the moment of sending; nothing but ids and facts goes out; a slow endpoint holds up no other. Not promised:
the order, and that a message comes once (a process may die between the receiver's yes and our note of it).
"""
