"""What every person of the cast gets from every address, read (GET) and sent a form without answers (POST).

One letter per person, in the order of `tests.conftest.PEOPLE`:

    anonymous · quantri · can_bo_tinh · so_gd · so_yt · cong_an_xa · truong_phong_xa · hieu_truong · giao_vien
    · y_te_xa · hieu_truong_khac

L sent to sign in · o the page · g done, and sent on · f the form is refused, the person is not · d forbidden
· h not there for this person · m not a method of this address. Everything belongs to the school of the cast: what a
person may not know of is "h", what they may see and not do is "d".
"""

NEVER = "mmmmmmmmmmm"
PUBLIC = "ooooooooooo"
SIGNED_IN = "Loooooooooo"
SEEN = "Looooooooo" + "h"  # by everyone whose scope holds the school, not by the stranger
OWN = "Lohhhhhoohh"  # the school's own affair
INBOX = "Lhhhhhhgghh"  # opened, and sent on, by those who hold a post at the school
WRITERS = "Looddoooodh"  # the school's editors and the agencies over it that steer; not other sectors' readers
WRITERS_SAY = WRITERS.replace("o", "f")
WRITERS_DO = WRITERS.replace("o", "g")
ABOVE = "Looddoodddh"  # agencies over the school, never the school itself
ABOVE_SAY = ABOVE.replace("o", "f")
ABOVE_DO = ABOVE.replace("o", "g")
ADMINISTRATORS = "Loddddooddh"
ADMINISTRATORS_SAY = ADMINISTRATORS.replace("o", "f")
ADMINISTRATORS_DO = ADMINISTRATORS.replace("o", "g")

MATRIX = {
    "healthz": (PUBLIC, NEVER),
    "readyz": (PUBLIC, NEVER),
    "portal:home": (PUBLIC, NEVER),
    "portal:figures": (PUBLIC, NEVER),
    "portal:figures_json": (PUBLIC, NEVER),
    "portal:figures_csv": (PUBLIC, NEVER),
    "portal:method": (PUBLIC, NEVER),
    "web:home": (SIGNED_IN, NEVER),
    "web:search": (SIGNED_IN, NEVER),
    "channels:inbox": (SIGNED_IN, NEVER),
    "channels:open": (INBOX, NEVER),
    "channels:read_all": (NEVER, "Lgggggggggg"),
    "accounts:profile": (SIGNED_IN, NEVER),
    "accounts:person_list": (SIGNED_IN, NEVER),
    "accounts:person_create": ("Looddoooodo", "Lffddffffdf"),
    "accounts:person": (SEEN, NEVER),
    "accounts:person_edit": (WRITERS, WRITERS_SAY),
    "accounts:person_phone": (SEEN, "Lfffffffffh"),
    "accounts:appointment_add": (ADMINISTRATORS, ADMINISTRATORS_SAY),
    "accounts:appointment_end": (ADMINISTRATORS, ADMINISTRATORS_SAY),
    "accounts:appointment_hand_over": (ADMINISTRATORS, ADMINISTRATORS_SAY),
    "accounts:beat_add": (WRITERS, WRITERS_SAY),
    "accounts:beat_end": ("Loohhoohhhh", "Lffhhffhhhh"),
    "accounts:invitation_add": (ADMINISTRATORS, ADMINISTRATORS_SAY),
    "accounts:access_reset": (NEVER, ADMINISTRATORS),
    "accounts:account_suspend": (ADMINISTRATORS, ADMINISTRATORS_SAY),
    "accounts:account_reopen": (NEVER, ADMINISTRATORS_DO),
    "accounts:invitation_list": ("Loddddooddo", NEVER),
    "accounts:invitation_resend": (NEVER, "Lohhhhoohhh"),
    "accounts:invitation_revoke": (NEVER, "Lghhhhgghhh"),
    "territory:browse": (SIGNED_IN, NEVER),
    "territory:unit": (SIGNED_IN, NEVER),
    "organizations:list": (SIGNED_IN, NEVER),
    "organizations:create": ("Looddoodddd", "Lffddffdddd"),
    "organizations:needs_placement": (SIGNED_IN, NEVER),
    "organizations:routing_rules": (SIGNED_IN, NEVER),
    "organizations:routing_rule_add": ("Loddddddddd", "Lfddddddddd"),
    "organizations:routes_apply": (NEVER, "Lgddddddddd"),
    "organizations:calendar": (SIGNED_IN, NEVER),
    "organizations:calendar_set": ("Loddddodddd", "Lfddddfdddd"),
    "organizations:calendar_remove": (NEVER, "Lgddddgdddd"),
    "organizations:detail": (SEEN, NEVER),
    "organizations:edit": (WRITERS, WRITERS_DO),
    "organizations:rename": (ABOVE, ABOVE_SAY),
    "organizations:place": (ABOVE, ABOVE_SAY),
    "organizations:route": (ABOVE, ABOVE_DO),
    "organizations:close": (ABOVE, ABOVE_SAY),
    "organizations:profile": (WRITERS, WRITERS_SAY),
    "documents:template_list": ("Loddddooddo", NEVER),
    "documents:template_file": (ADMINISTRATORS, NEVER),
    "documents:template_trial": (ADMINISTRATORS, NEVER),
    "documents:restore": (NEVER, ADMINISTRATORS_DO),
    "documents:template_detail": ("Loddddooddo", "Lfddddffddf"),
    "documents:sample_pdf": ("Loddddooddo", NEVER),
    "documents:sample_word": ("Loddddooddo", NEVER),
    "documents:starter": ("Loddddooddo", NEVER),
    "movement:scheme_list": (SIGNED_IN, NEVER),
    "movement:scheme_export": (SIGNED_IN, NEVER),
    "movement:attention": (SIGNED_IN, NEVER),
    "movement:type_list": (SIGNED_IN, NEVER),
    "movement:type_new": ("Loddddddddd", "Lfddddddddd"),
    "movement:type_edit": ("Loddddddddd", "Lfddddddddd"),
    "movement:scheme_new": ("Looddoooodo", "Looddooffdf"),
    "movement:draft_save": (NEVER, "Lhhhhhhhhhh"),
    "movement:draft_discard": (NEVER, "Lhhhhhhhghh"),
    "movement:scheme": (SEEN, NEVER),
    "movement:scheme_event": (WRITERS, WRITERS_SAY),
    "movement:scheme_end": (WRITERS, WRITERS_SAY),
    "movement:scheme_suspend": (WRITERS, WRITERS_SAY),
    "movement:scheme_resume": (WRITERS, WRITERS_SAY),
    "movement:scheme_transfer": (WRITERS, WRITERS_SAY),
    "movement:scheme_restaff": (WRITERS, WRITERS_SAY),
    "movement:scheme_rename": (WRITERS, WRITERS_DO),
    "movement:team_new": (WRITERS, WRITERS_SAY),
    "movement:papers": (SEEN, NEVER),
    "movement:paper_new": (WRITERS, WRITERS_SAY),
    "movement:paper_bundle": (SEEN, NEVER),
    "movement:paper_download": (SEEN, NEVER),
    "movement:paper_remove": (WRITERS, WRITERS_DO),
    "movement:event_void": (WRITERS, WRITERS_SAY),
    "movement:evidence": (SEEN, NEVER),
    "movement:team_list": (SIGNED_IN, NEVER),
    "movement:team_export": (SIGNED_IN, NEVER),
    "movement:team": (SEEN, NEVER),
    "movement:team_roster": (WRITERS, WRITERS_SAY),
    "movement:team_end": (WRITERS, WRITERS_SAY),
    "movement:group_list": (SIGNED_IN, NEVER),
    "movement:group_export": (SIGNED_IN, NEVER),
    "movement:group_new": ("Looddoooodo", "Looddooffdf"),
    "movement:group": (SEEN, NEVER),
    "movement:group_edit": (WRITERS, WRITERS_SAY),
    "movement:group_members": (WRITERS, WRITERS_SAY),
    "movement:group_check": (WRITERS, WRITERS_SAY),
    "movement:group_end": (WRITERS, WRITERS_SAY),
    "movement:group_qr": (SEEN, NEVER),
    "movement:import_list": (SIGNED_IN, NEVER),
    "movement:import_upload": ("Looddoooodo", "Lffddffffdf"),
    "movement:import_template": ("Lodddddoodo", NEVER),
    "movement:import_preview": ("Lohhhhooohh", NEVER),
    "movement:import_progress": ("Lghhhhggghh", NEVER),
    "movement:import_confirm": (NEVER, "Ldhhhhddghh"),
    "movement:import_conflict": (NEVER, "Lghhhhggghh"),
    "movement:import_cancel": (NEVER, "Ldhhhhddghh"),
    "movement:import_returned": ("Ldhhhhdoohh", NEVER),
    "figures:page": (SIGNED_IN, NEVER),
    "figures:export": (SIGNED_IN, NEVER),
    "figures:behind": (SIGNED_IN, NEVER),
    "reports:list": (SIGNED_IN, NEVER),
    "reports:new": ("Looddoooodo", "Lffddffffdf"),
    "reports:detail": (OWN, NEVER),
    "reports:edit": (OWN, "Lfhhhhhffhh"),
    "reports:seal": (NEVER, "Lghhhhhgdhh"),
    "reports:discard": (NEVER, "Lghhhhhgghh"),
    "reports:download": (OWN, NEVER),
    "reports:preview_page": (OWN, NEVER),
    "audit:log": (SIGNED_IN, NEVER),
}

# allauth's own pages, under the names it looks up.
SIGN_IN_OPEN = (
    "account_login",
    "account_signup",
    "account_logout",
    "account_inactive",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key_done",
    "account_reset_password_from_key",
    "mfa_authenticate",  # the second step of signing in; without the first it leads back to it
    "mfa_login_webauthn",
    "socialaccount_login_cancelled",
    "socialaccount_login_error",
    "openid_connect_login",
    "openid_connect_callback",
    "invitation_accept",
)
SIGN_IN_SIGNED_IN = (
    "account_reauthenticate",
    "account_change_password",
    "account_set_password",
    "mfa_index",
    "mfa_reauthenticate",
    "mfa_activate_totp",
    "mfa_deactivate_totp",
    "mfa_view_recovery_codes",
    "mfa_generate_recovery_codes",
    "mfa_download_recovery_codes",
    "mfa_list_webauthn",
    "mfa_add_webauthn",
    "mfa_reauthenticate_webauthn",
    "mfa_remove_webauthn",
    "mfa_edit_webauthn",
    "usersessions_list",
    "socialaccount_connections",
)
