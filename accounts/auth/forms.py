"""The forms of the pages of accounts. Field names are those of the API, so that its refusals find their field."""

from __future__ import annotations

from django import forms
from django.contrib.auth.password_validation import password_validators_help_texts
from django.utils.translation import gettext_lazy as _

from accounts.users.addresses import LONGEST as LONGEST_EMAIL
from accounts.users.strength import LONGEST as LONGEST_PASSWORD
from config.errors import InvalidInput

LONGEST_TOKEN = 200


class MailForm(forms.Form):
    """A form whose wrong input may be found by a service as well."""

    def take(self, refused: InvalidInput) -> None:
        """Show what a service refused, each sentence at its field."""
        for error in refused.errors:
            self.add_error(error.field if error.field in self.fields else None, error.message)

    def hide(self, name: str) -> None:
        """Send the field along without showing it."""
        self.fields[name].widget = forms.HiddenInput()


class TokenForm(MailForm):
    """The token from a mail: out of sight when the link brought it, a field to type in when not."""

    token = forms.CharField(
        label=_("Code from the mail"),
        max_length=LONGEST_TOKEN,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
    )


class NewPasswordForm(TokenForm):
    """A new password, typed twice since it cannot be seen."""

    new_password = forms.CharField(
        label=_("New password"),
        max_length=LONGEST_PASSWORD,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    repeated = forms.CharField(
        label=_("New password again"),
        max_length=LONGEST_PASSWORD,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    @property
    def rules(self) -> list[str]:
        """What the new password must be, a sentence a rule."""
        return [str(text) for text in password_validators_help_texts()]

    def clean_repeated(self) -> str:
        repeated: str = self.cleaned_data["repeated"]
        if repeated != self.cleaned_data.get("new_password", repeated):
            raise forms.ValidationError(_("The two passwords differ."), code="differs")
        return repeated


class AddressForm(MailForm):
    """The address to write to."""

    email = forms.CharField(
        label=_("E-mail address"),
        max_length=LONGEST_EMAIL,
        strip=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )


class SignInForm(forms.Form):
    """Who one says to be. The password is never sent back."""

    username = forms.CharField(
        label=_("Username or e-mail address"),
        max_length=LONGEST_EMAIL,
        strip=False,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
    )
    password = forms.CharField(
        label=_("Password"),
        max_length=LONGEST_PASSWORD,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
