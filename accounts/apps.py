"""The app's registration with Django, and its registrations with the ports it fills."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "accounts"

    def ready(self) -> None:
        from accounts import subscribers, tasks  # noqa: F401 - their import registers them
        from accounts.api_keys import keeping
        from accounts.api_keys import privacy as api_keys_privacy
        from accounts.api_keys.services import on_account_change as keys_on_account_change
        from accounts.auth import desk as auth_desk
        from accounts.auth import limits as auth_limits
        from accounts.auth import privacy as auth_privacy
        from accounts.auth import tokens
        from accounts.auth.pages import sessions as page_sessions  # noqa: F401 - its receivers hear every sign-in
        from accounts.auth.services.second_step import set_second_step
        from accounts.auth.services.sessions import on_account_change
        from accounts.mfa import demands as mfa_demands
        from accounts.mfa import desk as mfa_desk
        from accounts.mfa import privacy as mfa_privacy
        from accounts.mfa import services as mfa_services
        from accounts.presence import keeping as presence_keeping
        from accounts.presence import privacy as presence_privacy
        from accounts.privacy import privacy as privacy_privacy
        from accounts.privacy.services import on_account_change as deletion_on_account_change
        from accounts.profiles import privacy as profiles_privacy
        from accounts.profiles.kinds import register_kinds
        from accounts.users import changes
        from accounts.users import desk as users_desk
        from accounts.users import privacy as users_privacy
        from config import secrets
        from config.api import limits, permissions
        from config.desk import site
        from config.privacy import checks  # noqa: F401 - its import registers the check

        tokens.check_keys()
        changes.register(on_account_change)
        changes.register(keys_on_account_change)
        changes.register(deletion_on_account_change)
        keeping.start()
        presence_keeping.start()
        register_kinds()
        limits.set_accounts(auth_limits.account, auth_limits.unlock)
        set_second_step(mfa_services.SecondStep())
        mfa_services.register_fresh_ways()
        secrets.register_resealing("accounts.mfa", mfa_services.reseal_secrets)
        permissions.register_demand(mfa_demands.check)
        site.register_door(mfa_demands.first_page)
        users_desk.furnish()
        auth_desk.furnish()
        mfa_desk.furnish()
        for declared in (
            users_privacy,
            auth_privacy,
            mfa_privacy,
            api_keys_privacy,
            profiles_privacy,
            presence_privacy,
            privacy_privacy,
        ):
            declared.declare()
