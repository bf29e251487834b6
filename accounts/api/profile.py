"""What a member tells about himself, how the site looks to him, and what reaches him."""

from typing import Any, ClassVar

from django.conf import settings
from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail, ValidationError
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.describing import extend_schema
from accounts.api.endpoint import Endpoint
from accounts.api.files import UploadField, with_file
from accounts.api.serializers import StrictSerializer, require_valid
from accounts.api.strict_json import StrictJSONParser
from accounts.api.versions import require_match, version_of
from accounts.forms import profile, reading
from accounts.models import (
    ALWAYS_ON,
    Channel,
    MailPace,
    NotificationKind,
    Scope,
    TextSize,
    Theme,
    User,
)
from accounts.services.preferences import Wish, change_wishes, wishes_of
from accounts.services.profiles import change_privacy, change_profile, change_reading

LANGUAGES = [("", "As the browser asks"), *settings.LANGUAGES]


class OwnProfileSerializer(serializers.ModelSerializer[User]):
    """What others see of you. `name`: what readers see, the username where `display_name` is empty."""

    name = serializers.CharField(read_only=True)
    avatar = serializers.SerializerMethodField()
    url = serializers.CharField(source="get_absolute_url", read_only=True)

    class Meta:
        model = User
        fields: ClassVar = ["username", "name", "display_name", "bio", "avatar", "url"]

    def get_avatar(self, member: User) -> str:
        return member.avatar.url if member.avatar else ""


class ProfileInput(StrictSerializer):
    """The fields to change; a picture comes in a multipart/form-data body, `remove_avatar` takes it away."""

    display_name = serializers.CharField(max_length=profile.NAME_LENGTH, allow_blank=True)
    bio = serializers.CharField(max_length=profile.BIO_LENGTH, allow_blank=True)
    remove_avatar = serializers.BooleanField(required=False)


class ProfileFormInput(ProfileInput):
    """The fields to change, with a new picture."""

    avatar = UploadField(required=False)


class SettingsSerializer(StrictSerializer):
    """How you read, and what others see of you besides posts and comments; `language` and `time_zone` may be ""."""

    language = serializers.ChoiceField(LANGUAGES)
    time_zone = serializers.CharField(max_length=40, allow_blank=True)
    theme = serializers.ChoiceField(Theme.choices)
    text_size = serializers.ChoiceField(TextSize.choices)
    shows_reactions = serializers.BooleanField()


class KindsSerializer(StrictSerializer):
    """For each kind of notification the ways by which it comes."""

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        return {
            kind.value: serializers.ListField(
                child=serializers.ChoiceField(Channel.choices), max_length=10, required=False,
                help_text=str(kind.label),
            )
            for kind in NotificationKind
        }  # fmt: skip


class WishesSerializer(StrictSerializer):
    """What you are told, and how; `mail_pace`: how often mail comes."""

    mail_pace = serializers.ChoiceField(MailPace.choices)
    kinds = KindsSerializer()


class Own(Endpoint):
    """Something of which each member has one."""

    is_personal = True
    pagination_class = None
    scopes: ClassVar = {"partial_update": Scope.PROFILE}


class ProfileEndpoint(Own):
    """Your own profile."""

    serializer_class = OwnProfileSerializer
    parser_classes = (StrictJSONParser, MultiPartParser)

    @extend_schema(summary="Read your profile")
    def retrieve(self, _request: Request) -> Response:
        """What others see at `members/{username}/`, and what you can change of it."""
        return self._answer(self.member)

    @extend_schema(
        summary="Change your profile",
        request=with_file(ProfileInput(partial=True), form=ProfileFormInput(partial=True)),
    )
    def partial_update(self, request: Request) -> Response:
        """What is not sent stays. A picture is JPEG, PNG, WebP or GIF, at most 5 MB. If-Match holds the ETag that you read."""
        require_match(request, version=_version(self.member))
        sent = self.accepted(ProfileFormInput, partial=True)
        files = {"avatar": sent.pop("avatar")} if "avatar" in sent else {}
        form = profile.ProfileForm(profile.initial_of(self.member) | sent, files)  # type: ignore[arg-type]
        form.member = self.member
        require_valid(form)
        return self._answer(change_profile(self.member, profile=form.profile()))

    def _answer(self, member: User) -> Response:
        self.version = _version(member)
        return Response(self.shaped(OwnProfileSerializer, member))


class SettingsEndpoint(Own):
    """Language, clock, looks, privacy."""

    serializer_class = SettingsSerializer

    @extend_schema(summary="Read your settings")
    def retrieve(self, _request: Request) -> Response:
        """Those of the feeds are at `account/feeds/`."""
        return self._answer()

    @extend_schema(summary="Change your settings", request=SettingsSerializer(partial=True))
    def partial_update(self, request: Request) -> Response:
        """What is not sent stays. If-Match holds the ETag that you read."""
        require_match(request, version=self._version())
        sent = self.accepted(SettingsSerializer, partial=True)
        shows_reactions = sent.pop("shows_reactions", None)
        if sent:
            form = reading.ReadingForm(reading.initial_of(self.member) | sent)
            require_valid(form)
            change_reading(self.member, reading=form.reading())
        if shows_reactions is not None:
            change_privacy(self.member, shows_reactions=shows_reactions)
        return self._answer()

    def _answer(self) -> Response:
        self.version = self._version()
        return Response(self.shaped(SettingsSerializer, self.member))

    def _version(self) -> str:
        return version_of(*SettingsSerializer(self.member).data.values())


class WishesEndpoint(Own):
    """What reaches you, by which way."""

    serializer_class = WishesSerializer

    @extend_schema(summary="Read which notifications you want")
    def retrieve(self, _request: Request) -> Response:
        """Every kind, with the channels that are on."""
        return self._answer()

    @extend_schema(
        summary="Choose which notifications you want", request=WishesSerializer(partial=True)
    )
    def partial_update(self, request: Request) -> Response:
        """A kind that is not sent stays as it is; an empty list switches it off. If-Match holds the ETag that you read."""
        before = wishes_of(self.member)
        require_match(request, version=version_of(self.member.mail_pace, sorted(before)))
        sent = self.accepted(WishesSerializer, partial=True)
        kinds: dict[str, list[str]] = sent.get("kinds", {})
        wishes = {wish for wish in before if wish[0] not in kinds} | _wished(kinds)
        pace = MailPace(sent.get("mail_pace", self.member.mail_pace))
        change_wishes(self.member, wishes=frozenset(wishes), mail_pace=pace)
        return self._answer()

    def _answer(self) -> Response:
        wishes = wishes_of(self.member)
        self.version = version_of(self.member.mail_pace, sorted(wishes))
        kinds = {
            kind.value: [channel.value for channel in Channel if (kind, channel) in wishes]
            for kind in NotificationKind
        }
        told = {"mail_pace": self.member.mail_pace, "kinds": kinds}
        return Response(self.shaped(WishesSerializer, told))


def _wished(kinds: dict[str, list[str]]) -> set[Wish]:
    """Raises ValidationError: something that cannot be switched off is left out."""
    wishes = {
        (NotificationKind(kind), Channel(channel))
        for kind, channels in kinds.items()
        for channel in channels
    }
    for kind, channel in ALWAYS_ON:
        if kind in kinds and (kind, channel) not in wishes:
            told = ErrorDetail(f"{channel} cannot be switched off.", "always_on")
            raise ValidationError({"kinds": {kind.value: told}})
    return wishes


def _version(member: User) -> str:
    return version_of(member.display_name, member.bio, member.avatar.name)
