"""The app's registration with Django, and its registrations with the ports it fills."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "accounts"

    def ready(self) -> None:
        from accounts import subscribers, tasks  # noqa: F401 - their import registers them
        from accounts.auth import tokens
        from accounts.auth.services.sessions import on_account_change
        from accounts.profiles.kinds import register_kinds
        from accounts.users import changes

        tokens.check_keys()
        changes.register(on_account_change)
        register_kinds()
