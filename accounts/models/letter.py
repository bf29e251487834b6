"""Mail that the server did not take: kept until it does, or until nobody waits for it any more."""

from django.db import models
from django.utils import timezone


class Letter(models.Model):
    """A message to one address, such as a link to a new password. Gone once it is sent, or after three days."""

    to = models.EmailField()
    subject = models.CharField(max_length=300)
    text = models.TextField()
    html = models.TextField(blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField(default=timezone.now, db_index=True)

    def __str__(self) -> str:
        return f"Letter {self.pk}"
