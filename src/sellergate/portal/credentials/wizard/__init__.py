"""The wizard: connection type, clientId, secret, seller authentication, confirmation. Keeps nothing between steps."""
