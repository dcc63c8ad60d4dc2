"""Rows of the access matrix: who gets what from the addresses of alerts; the alert is the school's own, sent by its head."""

NEVER = "m" * 11
SIGNED_IN = "L" + "o" * 10
ADMINISTRATOR = "Lo" + "d" * 9
WRITERS = "Looddoooodh"

ALERTS = {
    "alerts:list": (SIGNED_IN, NEVER),
    "alerts:new": ("Looddoooodo", "Lffddffffdf"),
    "alerts:alert": ("Looooooooo" + "h", NEVER),
    # Whoever may alert the school themselves, but not who proposed it.
    "alerts:approve": (NEVER, "Lggddggdgdh"),
    "alerts:refuse": (NEVER, "Lggddggdgdh"),
    "alerts:recall": (NEVER, WRITERS.replace("o", "g")),
    "alerts:correct": (WRITERS, WRITERS.replace("o", "f")),
    "alerts:template_list": (SIGNED_IN, NEVER),
    "alerts:template_new": (ADMINISTRATOR, ADMINISTRATOR.replace("o", "f")),
    "alerts:template_edit": (ADMINISTRATOR, ADMINISTRATOR.replace("o", "f")),
    "alerts:template_close": (NEVER, ADMINISTRATOR.replace("o", "g")),
}
