"""The words that a member agrees to before a place is shared.

Whoever changes what is kept or shown of a place writes new words under the next version, and leaves the old ones: rows
and events name the version that was agreed to. A place shared under old words stays, and is renewed under new ones.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

WORDS = {
    1: _(
        "This site may keep the country and the region that I send, and my position rounded to a tenth of a degree "
        "(about 11 kilometres) if I send one, and may show them to the people whom I choose in my privacy settings. "
        "Only the newest place is kept. I can withdraw this at any time; what was kept is then erased at once."
    ),
}
CURRENT = max(WORDS)
