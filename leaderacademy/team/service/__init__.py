"""What the team's pages do for other features."""

from leaderacademy.team.service.check_in import create_check_in_link, due_check_ins
from leaderacademy.team.service.people import export_person, merge_team

__all__ = ["create_check_in_link", "due_check_ins", "export_person", "merge_team"]
