"""The queue, as the worker and the deferring code share it."""

from procrastinate import App

app: App | None = None


def on_app_ready(ready: App) -> None:
    """Keep Procrastinate's configured application for the worker started by `serve`."""
    global app
    app = ready
