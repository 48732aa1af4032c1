"""Django's admin with our site as its own."""

from django.contrib.admin.apps import AdminConfig


class DeskConfig(AdminConfig):
    default_site = "config.desk.site.Desk"

    def ready(self) -> None:
        super().ready()
        from config.desk import privacy

        privacy.declare()
