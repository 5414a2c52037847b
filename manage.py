#!/usr/bin/env python
"""Django's command line for the portal."""

import os
import sys

from django.core.management import execute_from_command_line

if __name__ == "__main__":
    # These start servers of their own, so they need none of the settings.
    if sys.argv[1:2] == ["bench"]:
        from portal.home.bench.run import main

        sys.exit(main(sys.argv[2:]))
    if sys.argv[1:2] == ["soak"]:
        from portal.home.soak.run import main

        sys.exit(main(sys.argv[2:]))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    execute_from_command_line(sys.argv)
