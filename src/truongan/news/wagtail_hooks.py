"""What the editors' screens gain from this context."""

from wagtail import hooks

from truongan.news.choosers import directive_chooser, organization_chooser, seal_chooser


@hooks.register("register_admin_viewset")
def choosers():
    return [directive_chooser, organization_chooser, seal_chooser]
