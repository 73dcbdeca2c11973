"""What authoring does for its pages and for other features."""

from leaderacademy.authoring.service.overview import (
    Overview,
    TrainingDate,
    date_sources,
    health_sources,
    overview,
)

__all__ = ["Overview", "TrainingDate", "date_sources", "health_sources", "overview"]
