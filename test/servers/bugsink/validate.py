"""Holds every event that Bugsink has against its strictest schema; prints a line for each that breaks it."""
import os
import sys

sys.path.insert(0, os.getcwd())
os.environ["DJANGO_SETTINGS_MODULE"] = "bugsink_conf"

import django

django.setup()

from django.core.exceptions import ValidationError
from events.models import Event
from ingest.views import BaseIngestAPIView

for event in Event.objects.all():
    data = event.get_parsed_data()
    # Two things that the schema does not know, though SDKs of the field send them.
    data.get("sdk", {}).pop("settings", None)
    if isinstance(data.get("message"), str):
        del data["message"]
    try:
        BaseIngestAPIView.validate_event_data(data, "strict")
    except ValidationError as error:
        print(event.event_id, error)
