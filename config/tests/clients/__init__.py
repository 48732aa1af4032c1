"""Generated clients walk the README's tour: where the OpenAPI document is wrong, they do not arrive."""
