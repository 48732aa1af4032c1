"""The forms of pages of the second step. Field names are those of the API, so that its refusals find their field."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.auth.forms import MailForm
from accounts.mfa.ceremonies import LONGEST_ANSWER
from accounts.users.strength import LONGEST as LONGEST_PASSWORD
from config.text import has_control_characters

_DIGITS = {"autocomplete": "one-time-code", "autocapitalize": "none", "spellcheck": "false"}


class AnswerField(forms.CharField):
    """What a passkey answered, put there by the script."""

    def __init__(self) -> None:
        super().__init__(required=False, max_length=LONGEST_ANSWER, strip=False, widget=forms.HiddenInput)


class CodeForm(MailForm):
    """A code, however it is written: people copy spaces along."""

    code = forms.CharField(label=_("Code"), max_length=64, widget=forms.TextInput(attrs=_DIGITS))

    def clean_code(self) -> str:
        return "".join(str(self.cleaned_data["code"]).split())


class SecondStepForm(CodeForm):
    """The second step: a code, or what a passkey answered."""

    passkey = AnswerField()


class ProofForm(MailForm):
    """A fresh proof of who one is: the password, or a code of the second step, or what a passkey answered."""

    current_password = forms.CharField(
        label=_("Your password"),
        max_length=LONGEST_PASSWORD,
        strip=False,
        required=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    code = forms.CharField(
        label=_("Or a code of your second step"), max_length=64, required=False, widget=forms.TextInput(attrs=_DIGITS)
    )
    passkey = AnswerField()

    def __init__(self, *args: object, is_on: bool = True, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        if not is_on:
            del self.fields["code"]

    @property
    def proof(self) -> dict[str, str]:
        """What `fresh_authentication` is given."""
        given = {
            "current_password": self.cleaned_data.get("current_password", ""),
            "code": "".join(self.cleaned_data.get("code", "").split()),
            "passkey": self.cleaned_data.get("passkey", ""),
        }
        return {name: value for name, value in given.items() if value}


class NameForm(MailForm):
    """What a passkey is called."""

    name = forms.CharField(label=_("Name of the passkey"), max_length=80)

    def clean_name(self) -> str:
        name = str(self.cleaned_data["name"])
        if has_control_characters(name):
            raise forms.ValidationError(_("Control characters are not allowed."), code="control_characters")
        return name


class NewPasskeyForm(NameForm, ProofForm):
    """A name and a fresh proof, and then what the browser made."""

    field_order = ["name", "current_password", "code", "passkey"]


class NewPasswordForm(MailForm):
    """The present password and the new one, typed twice since it cannot be seen."""

    current_password = forms.CharField(
        label=_("Your present password"),
        max_length=LONGEST_PASSWORD,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
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

    def clean_repeated(self) -> str:
        repeated: str = self.cleaned_data["repeated"]
        if repeated != self.cleaned_data.get("new_password", repeated):
            raise forms.ValidationError(_("The two passwords differ."), code="differs")
        return repeated
