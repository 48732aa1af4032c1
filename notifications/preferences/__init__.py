"""Preferences: by which channels a member wants to be told of what, and when not.

Words: a member *chooses* channels for types; what they did not choose is as the type says. *Quiet hours* are ranges of
the week in which nothing leaves the platform; a *digest* collects mails; a *limit* says how many messages an hour
leave. Promises: one pure function (`deciding.decide`) says what becomes of a message, for the inbox, the queue and the
preview alike; quiet hours and limits put off and never drop; what passes everything (security) cannot be chosen away.
"""
