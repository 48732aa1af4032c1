"""Delivery: the queue of messages that leave the platform, by e-mail and by push, and what became of each.

Words: an *order* asks for one message to one member by one channel; a *delivery* is its row, whose id is the key by
which providers tell a double; a *source* knows what is to be said and is asked at the moment of sending; an *attempt*
is one handing over to a *provider*; a *receipt* is what a provider tells afterwards; a *suppression* is an address that
is written to no more. Promises: a cause brings a member one message a channel and device, whatever is redelivered or
killed; what was handed over and not written down goes out again under the same key; states never go back; neither
addresses nor the words of messages are kept.
"""
