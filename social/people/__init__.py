"""People: members as others see them.

Words: a *face* is what one member shows another, as privacy and blocks allow; a *card* is the least of it, enough to
stand in a list; a *section* is a part of the face that an app above fills.
Promises: what may not be seen is absent, not empty; whoever is blocked finds nobody, whoever blocked finds a stub.
"""
