"""What a trainer has to know about the files of the course."""

from leaderacademy.authoring.rules.fixes import FixInWords, fix_in_words
from leaderacademy.authoring.rules.lessons import LessonLine, lesson_lines

__all__ = ["FixInWords", "LessonLine", "fix_in_words", "lesson_lines"]
