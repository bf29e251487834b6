"""Shape of what authors ask."""

from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from accounts.errors import NoSuchTimeError
from accounts.zones import instant_of
from feed.forms.times import WallTimeField
from feed.models import Poll
from feed.services.polling import MAX_ANSWERS, MIN_ANSWERS, PollTerms
from feed.text.plain import one_line


class PollForm(forms.Form):
    """A question, two to eight answers, and when the poll closes, by the clock of `zone`."""

    question = forms.CharField(label=_("Question"), max_length=200)
    closes_at = WallTimeField(
        label=_("Closes at"), required=False, help_text=_("Left empty, it stays open.")
    )

    def __init__(self, data: object = None, *, poll: Poll | None, zone: ZoneInfo) -> None:
        super().__init__(data, initial=_initial_of(poll, zone))  # type: ignore[arg-type]
        self.zone = zone
        for number in range(1, MAX_ANSWERS + 1):
            self.fields[f"answer_{number}"] = forms.CharField(
                label=_("Answer %(number)s") % {"number": number},
                max_length=100,
                required=number <= MIN_ANSWERS,
            )

    def answers(self) -> list[BoundField]:
        return [self[f"answer_{number}"] for number in range(1, MAX_ANSWERS + 1)]

    def clean_closes_at(self) -> Any:
        wall = self.cleaned_data["closes_at"]
        try:
            return instant_of(wall, zone=self.zone) if wall else None
        except NoSuchTimeError as error:
            raise forms.ValidationError(str(error)) from error

    def clean_question(self) -> str:
        question = one_line(self.cleaned_data["question"])
        if not question:
            raise forms.ValidationError(_("Write a question of visible characters."))
        return question

    def clean(self) -> dict[str, Any]:
        names = [field.name for field in self.answers()]
        typed = [one_line(self.cleaned_data.get(name, "")) for name in names]
        answers = [answer for answer in typed if answer]
        if len({answer.casefold() for answer in answers}) < len(answers):
            self.add_error(None, _("Two of the answers are the same."))
        if len(answers) < MIN_ANSWERS and not self.errors:
            self.add_error(None, _("Write two answers at least."))
        return self.cleaned_data | {"answers": tuple(answers)}

    def terms(self) -> PollTerms:
        """What the service takes. Call it on a valid form."""
        data = self.cleaned_data
        return PollTerms(data["question"], data["answers"], data["closes_at"])


def _initial_of(poll: Poll | None, zone: ZoneInfo) -> dict[str, Any]:
    if poll is None:
        return {}
    closes_at = poll.closes_at
    answers = {
        f"answer_{number}": choice.text for number, choice in enumerate(poll.choices.all(), start=1)
    }
    wall = closes_at.astimezone(zone).replace(tzinfo=None) if closes_at else None
    return answers | {"question": poll.question, "closes_at": wall}
