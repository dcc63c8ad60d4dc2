"""The totals the demonstration shares out. Nothing but its generator knows them: figures count rows."""

# Source article of 14/09/2021.
SCHEMES = 322
TEAMS = 628
TEAM_MEMBERSHIPS = 5398
GROUPS = 484
GROUP_MEMBERSHIPS = 5103

# Schools of Bắc Giang in 8/2021 by level, and of the four districts that published theirs in 3/2021.
SCHOOLS = {"MN": 249, "TH": 219, "THCS": 233, "THPT": 48}
OTHER_SCHOOLS = {"GDTX": 8, "CDDH": 2}
KNOWN_DISTRICTS = {"217": 68, "221": 60, "222": 62, "213": 52}

# Assumed: where the movement took hold first, as weights.
TYPE_WEIGHTS = {"truong-hoc-an-toan": 2, "lien-ket": 1}
LEVEL_WEIGHTS = {"THCS": 50, "THPT": 18, "TH": 22, "MN": 7, "GDTX": 2, "CDDH": 1}
ENTRY_WEIGHTS = {"built": 60, "replicated": 13, "strengthened": 14, "restaffed": 9, "both": 4}
