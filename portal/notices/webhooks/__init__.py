"""Webhooks as Standard Webhooks has them: where they may go, what they say, how they are sent."""
