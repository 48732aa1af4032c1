"""What the whole OpenAPI document has in common: which paths it is of, and how bodies and tags are told."""

from __future__ import annotations

from typing import Any


def only_versioned_paths(endpoints: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """The document speaks of `/api/v1` alone, and of methods that were declared."""
    return [
        endpoint
        for endpoint in endpoints
        if endpoint[0].startswith("/api/v1/")
        and hasattr(getattr(endpoint[3].cls, endpoint[2].lower(), None), "operation")
    ]


def describe_conventions(result: dict[str, Any], **_kwargs: Any) -> dict[str, Any]:
    """Bodies are closed to unknown fields; every tag is declared."""
    schemas = result.get("components", {}).get("schemas", {})
    operations = [operation for path in result["paths"].values() for operation in path.values()]
    for operation in operations:
        for content in operation.get("requestBody", {}).get("content", {}).values():
            name = content["schema"].get("$ref", "").rpartition("/")[2]
            if name:
                schemas[name]["additionalProperties"] = False
    result["tags"] = [{"name": tag} for tag in sorted({tag for operation in operations for tag in operation["tags"]})]
    return result
