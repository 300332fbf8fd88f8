"""Makes the database, one user and one project; says how to reach them, as JSON."""
import json
import os
import sys

sys.path.insert(0, os.getcwd())
os.environ["DJANGO_SETTINGS_MODULE"] = "bugsink_conf"

import django

django.setup()

from django.contrib.auth import get_user_model
from django.contrib.sessions.backends.db import SessionStore
from django.core.management import call_command

call_command("migrate", verbosity=0)

from bsmain.models import AuthToken
from projects.models import Project
from teams.models import Team

user = get_user_model().objects.create_superuser(username="tester", email="tester@example.org", password="tester")
project = Project.objects.create(name="shop", team=Team.objects.create(name="shop"))

# Who has this cookie is logged in.
session = SessionStore()
session.update({"_auth_user_id": str(user.pk), "_auth_user_backend": "django.contrib.auth.backends.ModelBackend", "_auth_user_hash": user.get_session_auth_hash()})
session.create()

print(json.dumps({"project": str(project.id), "key": project.sentry_key.hex, "token": AuthToken.create_full_access().token, "session": session.session_key}))
