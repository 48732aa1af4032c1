"""The packages' tables, with the rows of ours: `python -m benchmarks.peers.filling feeds|graph`.

Rows first, indexes and foreign keys after them, as Django makes them at the end of a change of the schema.
"""

from __future__ import annotations

import os
import sys

os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.peers.settings"

_TYPE = "(SELECT id FROM django_content_type WHERE app_label = '{}' AND model = '{}')"
_PERSON = _TYPE.format("accounts", "user")
_OF_KIND = (
    "CASE {column} WHEN 'profile' THEN " + _PERSON + " WHEN 'workbook' THEN " + _TYPE.format("workbooks", "workbook")
    + " WHEN 'comment' THEN " + _TYPE.format("workbooks", "comment") + " END"
)  # fmt: skip

_ACTIONS = f"""
INSERT INTO actstream_action (actor_content_type_id, actor_object_id, verb, action_object_content_type_id,
    action_object_object_id, target_content_type_id, target_object_id, timestamp, public)
SELECT {_PERSON}, actor_id::text, verb, {_OF_KIND.format(column="kind")}, thing_id::text,
    {_OF_KIND.format(column="target_kind")}, target_id::text, occurred_at, visibility = 'public'
FROM social_activityevent WHERE deleted_at IS NULL AND hidden_at IS NULL ORDER BY id
"""
_FOLLOWED = f"""
INSERT INTO actstream_follow (user_id, content_type_id, object_id, actor_only, flag, started)
SELECT follower_id, {_PERSON}, followee_id::text, true, '', created_at FROM social_follow ORDER BY id
"""
_FOLLOWS = """
INSERT INTO friendship_follow (follower_id, followee_id, created)
SELECT follower_id, followee_id, created_at FROM social_follow ORDER BY id
"""
_FRIENDS = """
INSERT INTO friendship_friend (from_user_id, to_user_id, created)
SELECT member_id, friend_id, created_at FROM social_friendship ORDER BY id
"""


def fill(what: str) -> None:
    """Make the tables of one of the packages, fill them, and have them analysed."""
    from django.apps import apps
    from django.db import connection

    tables = {
        "feeds": [("actstream.Action", _ACTIONS), ("actstream.Follow", _FOLLOWED)],
        "graph": [("friendship.Follow", _FOLLOWS), ("friendship.Friend", _FRIENDS)],
    }
    for model, rows in tables[what]:
        with connection.schema_editor() as editor:
            editor.create_model(apps.get_model(model))
            editor.execute(rows)
        with connection.cursor() as cursor:
            cursor.execute(f"VACUUM (ANALYZE) {apps.get_model(model)._meta.db_table}")


if __name__ == "__main__":
    import django

    django.setup()
    fill(sys.argv[1])
