"""What `make up` runs once everything is built: a private Redis, the services, the gateway, and an eye on all."""
