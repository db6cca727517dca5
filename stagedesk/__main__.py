"""Run the desk with python -m stagedesk."""

import sys

from stagedesk.cli import main

sys.exit(main())
