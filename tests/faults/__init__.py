"""Journeys under blows: services and Redis are killed and frozen while people work, then everything is counted."""
