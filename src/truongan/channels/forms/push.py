from django import forms


class PushForm(forms.Form):
    """What a browser says of its subscription; checked closely by the action."""

    endpoint = forms.CharField(max_length=2000)
    p256dh = forms.CharField(max_length=200)
    auth = forms.CharField(max_length=60)
