"""Rows of the access matrix: the API, which knows tokens alone, and the page of those who keep them."""

NEVER = "m" * 11
PUBLIC = "o" * 11
TOKEN = "t" * 11  # a session is no token
KEEPERS = "Loddddoodd" + "o"  # administrators of any organization
KEEPERS_OF = "Lohhhhoohhh"  # of the school of the cast
_API_READS = (
    "token", "organizations", "organization", "scheme_types", "schemes", "scheme", "teams", "groups", "group",
    "indicators", "figures", "directives", "directive", "routing", "holes", "rosters", "rollcall", "incident_words",
    "incident", "alerts", "alert",
)  # fmt: skip

API = {
    "api_docs": (PUBLIC, NEVER),
    "api_unknown": ("h" * 11, "h" * 11),
    "api_v1:api-root": (PUBLIC, NEVER),
    "api_v1:openapi-json": (PUBLIC, NEVER),
    **{f"api_v1:{name}": (TOKEN, NEVER) for name in _API_READS},
    # One address to read a list and to add to it.
    **{f"api_v1:{name}": (TOKEN, TOKEN) for name in ("incidents", "incident_report", "rollcalls", "rollcall_call")},
    **{f"api_v1:{name}": (NEVER, TOKEN) for name in ("group_check", "directive_acknowledge", "incident_note")},
    "api:home": (KEEPERS, NEVER),
    "api:token_add": (KEEPERS, KEEPERS.replace("o", "f")),
    "api:token_revoke": (NEVER, KEEPERS_OF.replace("o", "g")),
    "api:subscription_add": (KEEPERS, KEEPERS.replace("o", "f")),
    "api:deliveries": (KEEPERS_OF, NEVER),
    "api:subscription_end": (NEVER, KEEPERS_OF.replace("o", "g")),
    "api:delivery_resend": (NEVER, KEEPERS_OF.replace("o", "g")),
}
