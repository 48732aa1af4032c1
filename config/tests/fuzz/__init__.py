"""Random and boundary requests made from the OpenAPI document; every answer must be one that the document promises."""
