"""The deeds of appeals: filing one, the dialogue on it, taking it back, deciding it."""

from moderation.appeals.services.deciding import decide_appeal
from moderation.appeals.services.filing import file_appeal, withdraw_appeal
from moderation.appeals.services.talking import answer_appeal, write_message

__all__ = ["answer_appeal", "decide_appeal", "file_appeal", "withdraw_appeal", "write_message"]
