"""What every person of the cast gets from the addresses of incidents; the letters are those of the whole matrix."""

NEVER = "mmmmmmmmmmm"
SIGNED_IN = "Loooooooooo"
INSTALLATION = "Loddddddddd"
CASE = "Looohoooohh"  # a fight at the school: police, education, committee and its own people, not the health sector
CASE_WORK = "Loodhoooohh"  # who writes for the school, or for it
CASE_SAY = CASE_WORK.replace("o", "f")
CASE_DO = CASE_WORK.replace("o", "g")

INCIDENTS = {
    **{
        f"incidents:{name}": (SIGNED_IN, NEVER)
        for name in (
            "list",
            "export",
            "map",
            "map_shapes",
            "statistics",
            "statistics_export",
            "statistics_word",
        )
    },
    "incidents:report": (SIGNED_IN, "Looooooffof"),
    "incidents:declare": (NEVER, "Lhhhhhhhhhh"),
    **{f"incidents:{name}": (CASE, NEVER) for name in ("incident", "live", "why", "paper", "photo", "thumbnail")},
    "incidents:edit": (CASE_WORK, CASE_SAY),
    "incidents:act": (CASE_WORK, CASE_SAY),
    "incidents:reveal": (CASE_WORK, CASE_SAY),
    **{f"incidents:{name}": (NEVER, CASE_DO) for name in ("task_done", "name_remove", "photo_remove")},
    "incidents:catalogue": (INSTALLATION, NEVER),
    "incidents:row_add": (INSTALLATION, INSTALLATION.replace("o", "f")),
    "incidents:row": (INSTALLATION, INSTALLATION.replace("o", "f")),
    "incidents:row_end": (NEVER, INSTALLATION.replace("o", "g")),
}
