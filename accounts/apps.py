"""The app's registration with Django, and its registrations with the ports it fills."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "accounts"

    def ready(self) -> None:
        from accounts import subscribers, tasks  # noqa: F401 - their import registers them
        from accounts.api_keys import keeping
        from accounts.auth import tokens
        from accounts.auth.pages import sessions as page_sessions  # noqa: F401 - its receivers hear every sign-in
        from accounts.presence import keeping as presence_keeping
        from accounts.profiles.kinds import register_kinds

        tokens.check_keys()
        keeping.start()
        presence_keeping.start()
        register_kinds()
        _hear_changes_of_accounts()
        _fill_ports()
        _furnish_the_desk()
        _declare_personal_data()


def _hear_changes_of_accounts() -> None:
    from accounts.api_keys.services import on_account_change as keys_on_account_change
    from accounts.auth.services.sessions import on_account_change
    from accounts.privacy.services import on_account_change as deletion_on_account_change
    from accounts.users import changes

    changes.register(on_account_change)
    changes.register(keys_on_account_change)
    changes.register(deletion_on_account_change)


def _fill_ports() -> None:
    from accounts.auth import limits as auth_limits
    from accounts.auth.services.second_step import set_second_step
    from accounts.mfa import demands
    from accounts.mfa import services as mfa
    from config import secrets
    from config.api import limits, permissions
    from config.desk import site

    limits.set_accounts(auth_limits.account, auth_limits.unlock)
    set_second_step(mfa.SecondStep())
    mfa.register_fresh_ways()
    secrets.register_resealing("accounts.mfa", mfa.reseal_secrets)
    permissions.register_demand(demands.check)
    site.register_door(demands.first_page)


def _furnish_the_desk() -> None:
    from accounts.auth import desk as auth
    from accounts.mfa import desk as mfa
    from accounts.users import desk as users

    for furnished in (users, auth, mfa):
        furnished.furnish()


def _declare_personal_data() -> None:
    from accounts.api_keys import privacy as api_keys
    from accounts.auth import privacy as auth
    from accounts.mfa import privacy as mfa
    from accounts.presence import privacy as presence
    from accounts.privacy import privacy as own
    from accounts.profiles import privacy as profiles
    from accounts.users import privacy as users
    from config.privacy import checks  # noqa: F401 - its import registers the check

    for declared in (users, auth, mfa, api_keys, profiles, presence, own):
        declared.declare()
