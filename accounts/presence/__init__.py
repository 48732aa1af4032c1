"""Presence: when a member was last here, whether they are here now, and where they are if they choose to say so.

Words: a member is *online* who asked for something within the last five minutes; *invisible* is who leaves no such
trace; a *place* is a country, perhaps a region of it, perhaps a coordinate no finer than a tenth of a degree; it is
*shared* from the member's consent to its *words* until they withdraw it.
Promises: no request waits for the database, and a member's row is written about once a minute at most; who is invisible
leaves no trace; nothing finer than a tenth of a degree is kept anywhere; what is withdrawn is gone. Who may see any of
it is decided above, in `social.people`, by the choices `online` and `location`.
"""
