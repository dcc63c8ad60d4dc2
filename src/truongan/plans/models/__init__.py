from truongan.plans.models.measure import GuidanceComment, Measure
from truongan.plans.models.plan import Plan, PlanDraft, PlanVersion

__all__ = ["GuidanceComment", "Measure", "Plan", "PlanDraft", "PlanVersion"]
