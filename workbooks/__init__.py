"""What is shared: tags, the catalog, engagement, and the rules of embeds."""
