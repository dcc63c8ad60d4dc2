from django import forms


class PushForm(forms.Form):
    """What a browser says of its subscription; checked closely by the action."""

    endpoint = forms.CharField(max_length=2000)
    p256dh = forms.CharField(max_length=200)
    auth = forms.CharField(max_length=60)


class RenewalForm(PushForm):
    """The same of the new subscription, and by which secret the old one is known where the browser tells it."""

    old_endpoint = forms.CharField(max_length=2000, required=False)
    old_auth = forms.CharField(max_length=60, required=False)
