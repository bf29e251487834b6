"""Work behind the scenes; each task is one call into an engine, safe to run twice and at once."""

from accounts.delivery import answers, letters, mail, push, webhooks
from config.tasks import task


@task()
def send_mail() -> int:
    """Send what is due by mail; returns how many messages went out."""
    return letters.send_due() + mail.send_due()


@task()
def send_answers() -> int:
    """Tell applicants what became of it; returns how many messages went out."""
    return answers.send_due()


@task()
def send_push() -> int:
    """Send what is due to browsers; returns how many messages went out."""
    return push.send_due()


@task()
def send_webhooks() -> int:
    """Send events to the programs that asked for them; returns how many messages were taken."""
    return webhooks.send_due()
