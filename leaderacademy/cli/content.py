"""`flask content`: check the course's files and list what they hold."""

import sys

import click
from flask import current_app
from flask.cli import AppGroup

from leaderacademy.content.catalogue import catalogue

content_cli = AppGroup("content", help="Die Dateien des Kurses prüfen und auflisten.")
