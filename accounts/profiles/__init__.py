"""Profiles: what members say of themselves, what they let others see, and the counts kept for them.

The public face of a profile is `social.people`; here are the data and the member's own view of it.
Promises: counts are exact (written with what they count, in one transaction); a privacy choice holds on every surface.
"""
