"""What a browser says of itself when it wants to be pushed to."""

from urllib.parse import urlsplit

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.delivery.push import unpacked

AUTH_BYTES = 16


class PushForm(forms.Form):
    """A subscription as the Push API describes it."""

    endpoint = forms.CharField(max_length=1000)
    p256dh = forms.CharField(max_length=100)
    auth = forms.CharField(max_length=40)

    def clean_endpoint(self) -> str:
        endpoint = str(self.cleaned_data["endpoint"])
        if urlsplit(endpoint).scheme != "https":
            raise forms.ValidationError(_("A push service has an address with https."))
        return endpoint

    def clean_p256dh(self) -> str:
        from cryptography.hazmat.primitives.asymmetric import ec

        key = str(self.cleaned_data["p256dh"])
        try:
            ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), unpacked(key))
        except ValueError as error:
            raise forms.ValidationError(_("This is no key of a browser.")) from error
        return key

    def clean_auth(self) -> str:
        secret = str(self.cleaned_data["auth"])
        try:
            is_right = len(unpacked(secret)) == AUTH_BYTES
        except ValueError:
            is_right = False
        if not is_right:
            raise forms.ValidationError(_("This is no key of a browser."))
        return secret
